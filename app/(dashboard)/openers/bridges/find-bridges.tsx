"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useProblem } from "@/components/form/use-problem";
import { Button } from "@/components/ui/button";
import { findBridgesAction } from "../actions";

interface Found {
  readonly bridgeId: number;
  readonly address: { readonly host: string; readonly port: number };
}

/** Suggests addresses that Nuki knows; it is asked only when somebody wants to know. */
export function FindBridges({
  accountId,
  onChoose,
}: {
  accountId: string;
  onChoose: (address: Found["address"]) => void;
}) {
  const t = useTranslations();
  const [found, setFound] = useState<readonly Found[] | null>(null);
  const { problem, pending, run } = useProblem();

  const find = () =>
    run(async () => {
      setFound(null);
      const result = await findBridgesAction({ accountId });
      if (!result.ok) return result.refusal;
      setFound(result.value.found);
      return null;
    });

  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button size="sm" icon="search" pending={pending} onClick={find}>
          {t("openers.bridge.find")}
        </Button>
        <span className="text-sm text-muted">{t("openers.bridge.findText")}</span>
      </div>
      <div role="status">
        {problem && <p className="text-danger">{problem}</p>}
        {found && (
          <p className="text-muted">
            {found.length === 0
              ? t("openers.bridge.foundNone")
              : t("openers.bridge.found", { count: found.length })}
          </p>
        )}
      </div>
      {found && found.length > 0 && (
        <ul className="divide-y divide-line rounded-md border border-line">
          {found.map(({ bridgeId, address }) => {
            const host = address.host.includes(":") ? `[${address.host}]` : address.host;
            return (
              <li key={bridgeId} className="flex flex-wrap items-center justify-between gap-2 px-3 py-2">
                <span className="tnum">
                  {host}:{address.port}{" "}
                  <span className="text-sm text-muted">
                    {t("openers.bridge.bridgeId", { id: String(bridgeId) })}
                  </span>
                </span>
                <Button size="sm" onClick={() => onChoose(address)}>
                  {t("openers.bridge.use", { address: `${host}:${address.port}` })}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
