"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Form } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { type SignInInput, signInSchema } from "@/lib/auth/schema";
import { PasswordField } from "../password-field";
import { submitSignIn } from "../submit-sign-in";

export function SignInForm({ target, demo }: { target: string; demo: SignInInput | null }) {
  const t = useTranslations("auth");
  const [waitMinutes, setWaitMinutes] = useState<number | null>(null);
  const form = useActionForm({
    action: submitSignIn,
    schema: signInSchema,
    defaultValues: { email: "", password: "" },
    // A full load, so that nothing of the signed-out pages stays in the router's cache.
    onDone: () => window.location.assign(target),
    onRefused: ({ code, params }) => {
      const seconds = code === "too_many_attempts" ? Number(params?.waitSeconds) : 0;
      setWaitMinutes(seconds > 0 ? Math.ceil(seconds / 60) : null);
      return seconds > 0;
    },
  });

  function fillInDemo({ email, password }: SignInInput) {
    form.setValue("email", email);
    form.setValue("password", password);
    form.clearErrors();
    form.setFocus("email");
  }

  return (
    <>
      <Form form={form} labels={{ email: t("signIn.email"), password: t("signIn.password") }}>
        {waitMinutes !== null && (
          <Callout tone="danger" live>
            {t("signIn.tooMany", { minutes: waitMinutes })}
          </Callout>
        )}
        <TextField
          form={form}
          name="email"
          type="email"
          label={t("signIn.email")}
          autoComplete="username"
          required
        />
        <PasswordField
          form={form}
          name="password"
          label={t("signIn.password")}
          autoComplete="current-password"
        />
        {/* Pressed before the script has loaded, the password must not end up in the address. */}
        <Button type="submit" formMethod="post" variant="primary" pending={form.pending} className="w-full">
          {t("signIn.submit")}
        </Button>
      </Form>
      {demo && (
        <Callout
          title={t("demo.title")}
          action={
            <Button size="sm" onClick={() => fillInDemo(demo)}>
              {t("demo.use")}
            </Button>
          }
        >
          <p>{t("demo.text")}</p>
          <p className="mt-1 text-sm">
            {demo.email} · {demo.password}
          </p>
        </Callout>
      )}
    </>
  );
}
