"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Form } from "@/components/form/form";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Label } from "@/components/ui/label";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select, type SelectOption } from "@/components/ui/select";
import { showToast } from "@/components/ui/toast";
import { type BridgeInput, bridgeFormSchema, type StoredAccess } from "@/lib/bridges/schema";
import { createBridgeAction, updateBridgeAction } from "../actions";
import { FindBridges } from "./find-bridges";
import { useTestBridge } from "./use-test-bridge";

interface Existing extends StoredAccess {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly siteId: string | null;
}

const defaultPort = 8080;

/** Name, site and address of a bridge. With an address it is asked at once, so that a typo shows. */
export function BridgeForm({
  existing,
  accounts,
  sites,
  mayLeaveSite,
}: {
  existing: Existing | null;
  accounts: readonly SelectOption[];
  sites: readonly SelectOption[];
  /** A bridge without a site belongs to those who look after all of them. */
  mayLeaveSite: boolean;
}) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("openers.bridge");
  const router = useRouter();
  const { test } = useTestBridge();
  const [accountId, setAccountId] = useState(accounts[0]?.value ?? "");
  const [schema] = useState(() => bridgeFormSchema(existing));
  const form = useActionForm<typeof schema, { bridgeId: string }>({
    action: (bridge) =>
      existing
        ? updateBridgeAction({ bridgeId: existing.id, version: existing.version, bridge })
        : createBridgeAction({ accountId, bridge }),
    schema,
    defaultValues: {
      name: existing?.name ?? "",
      siteId: existing?.siteId ?? (mayLeaveSite ? "" : (sites[0]?.value ?? "")),
      host: existing?.host ?? "",
      port: existing?.port ?? defaultPort,
      token: "",
      tokenMode: existing?.tokenMode ?? "encrypted",
    },
    onDone: ({ bridgeId }, { name, host }: BridgeInput) => {
      showToast({ message: t(existing ? "saved" : "created", { name }) });
      if (host !== "") test(bridgeId);
      if (existing) router.refresh();
      else router.push(`/openers/bridges/${bridgeId}`);
    },
  });
  const labels = { name: t("name"), siteId: t("site"), host: t("host"), port: t("port"), token: t("token") };
  return (
    <Form form={form} labels={labels} className="max-w-3xl space-y-6">
      <Card>
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <TextField form={form} name="name" label={t("name")} required maxLength={80} />
          <SelectField
            form={form}
            name="siteId"
            label={t("site")}
            options={[...(mayLeaveSite ? [{ value: "", label: t("siteNone") }] : []), ...sites]}
          />
          {!existing && accounts.length > 1 && (
            <div className="space-y-1.5">
              <Label htmlFor="bridge-account">{t("account")}</Label>
              <Select
                id="bridge-account"
                options={accounts}
                value={accountId}
                onChange={(event) => setAccountId(event.target.value)}
              />
            </div>
          )}
        </div>
      </Card>
      <Card title={t("access")} description={t("accessText")}>
        <div className="space-y-4">
          <FindBridges
            accountId={accountId}
            onChoose={({ host, port }) => {
              form.setValue("host", host, { shouldDirty: true, shouldValidate: true });
              form.setValue("port", port, { shouldDirty: true });
            }}
          />
          <div className="grid items-start gap-4 sm:grid-cols-[1fr_8rem]">
            <TextField form={form} name="host" label={t("host")} hint={t("hostHint")} maxLength={64} />
            <TextField form={form} name="port" label={t("port")} required inputMode="numeric" maxLength={5} />
          </div>
          <TextField
            form={form}
            name="token"
            type="password"
            autoComplete="new-password"
            label={t("token")}
            hint={t(existing?.hasToken ? "tokenKept" : "tokenHint")}
            maxLength={200}
          />
          <RadioGroup
            {...form.register("tokenMode")}
            legend={t("mode")}
            options={[
              { value: "encrypted", label: t("modeEncrypted"), hint: t("modeEncryptedHint") },
              { value: "plain", label: t("modePlain"), hint: t("modePlainHint") },
            ]}
          />
        </div>
      </Card>
      <div className="flex flex-wrap justify-end gap-2">
        <Button type="submit" variant="primary" pending={form.pending}>
          {t(existing ? "save" : "create")}
        </Button>
      </div>
    </Form>
  );
}
