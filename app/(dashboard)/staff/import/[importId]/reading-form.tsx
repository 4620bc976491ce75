"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId, useState, useTransition } from "react";
import { Callout } from "@/components/ui/callout";
import { Label } from "@/components/ui/label";
import { Select } from "@/components/ui/select";
import type { ReadingInput } from "@/lib/imports/schema";
import { rereadAction } from "../actions";
import { useFileProblem } from "../use-file-problem";

const encodings = ["utf-8", "windows-1252"] as const;
const delimiters = [
  { value: ";", name: "semicolon" },
  { value: ",", name: "comma" },
  { value: "\t", name: "tab" },
  { value: "|", name: "pipe" },
] as const;

export function ReadingForm({
  importId,
  encoding,
  delimiter,
}: {
  importId: string;
  encoding: "utf-8" | "utf-16le" | "windows-1252";
  delimiter: string;
}) {
  const t = useTranslations("import.map");
  const words = useFileProblem();
  const router = useRouter();
  const id = useId();
  const [problem, setProblem] = useState("");
  const [pending, startTransition] = useTransition();

  function reread(change: Omit<ReadingInput, "importId">) {
    startTransition(async () => {
      const result = await rereadAction({ importId, ...change });
      setProblem(result.ok ? "" : words(result.refusal));
      router.refresh();
    });
  }

  const known = delimiters.some(({ value }) => value === delimiter);
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap gap-4">
        <div className="w-full space-y-1.5 sm:w-52">
          <Label htmlFor={`${id}-encoding`}>{t("reading.encoding")}</Label>
          <Select
            id={`${id}-encoding`}
            value={encoding}
            disabled={pending || encoding === "utf-16le"}
            aria-describedby={`${id}-lost`}
            options={(encoding === "utf-16le" ? (["utf-16le"] as const) : encodings).map((value) => ({
              value,
              label: t(`encodings.${value}`),
            }))}
            onChange={(event) => reread({ encoding: event.target.value as (typeof encodings)[number] })}
          />
        </div>
        <div className="w-full space-y-1.5 sm:w-52">
          <Label htmlFor={`${id}-delimiter`}>{t("reading.delimiter")}</Label>
          <Select
            id={`${id}-delimiter`}
            value={delimiter}
            disabled={pending}
            aria-describedby={`${id}-lost`}
            options={[
              ...delimiters.map(({ value, name }) => ({ value, label: t(`delimiters.${name}`) })),
              ...(known ? [] : [{ value: delimiter, label: t("delimiters.other", { text: delimiter }) }]),
            ]}
            onChange={(event) =>
              reread({ delimiter: event.target.value as (typeof delimiters)[number]["value"] })
            }
          />
        </div>
      </div>
      <p id={`${id}-lost`} className="text-sm text-muted">
        {t("reading.lost")}
      </p>
      {problem && (
        <Callout tone="danger" live>
          {problem}
        </Callout>
      )}
    </div>
  );
}
