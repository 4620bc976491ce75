"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Form } from "@/components/form/form";
import { useActionForm } from "@/components/form/use-action-form";
import { useStepUp } from "@/components/step-up/use-step-up";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { Issued } from "@/lib/sheets/commands";
import type { Candidate } from "@/lib/sheets/people";
import { type IssueInput, printOptionsSchema, reprintOptionsSchema } from "@/lib/sheets/schema";
import { issueSheetsAction } from "../actions";
import { CandidateTable } from "./candidate-table";
import { IssueOutcome } from "./issue-outcome";
import { optionsOf, PrintOptions } from "./print-options";

/** Who gets a sheet and what it is printed on; the password comes last. */
export function IssueForm({
  heading,
  rows,
  total,
  timeZone,
}: {
  heading: string;
  rows: readonly Candidate[];
  total: number;
  timeZone: string;
}) {
  const t = useTranslations("sheets.issue");
  const router = useRouter();
  const { withStepUp, dialog } = useStepUp(t("stepUp"));
  const [ticked, setTicked] = useState<Readonly<Record<string, boolean>>>({});
  const [issued, setIssued] = useState<Issued | null>(null);
  const chosen = rows.filter((row) => mayPrint(row) && (ticked[row.staffId] ?? isMeant(row, rows.length)));
  const again = chosen.flatMap(({ staffId, sheet }) => (sheet ? [{ staffId, serial: sheet.serial }] : []));
  const form = useActionForm({
    schema: again.length > 0 ? reprintOptionsSchema : printOptionsSchema,
    defaultValues: optionsOf,
    action: (options) => {
      const { paper, perPage, ...rest } = options;
      const format = `${paper}_${perPage}` satisfies IssueInput["format"];
      const staffIds = chosen.map((row) => row.staffId);
      return withStepUp(() => issueSheetsAction({ ...rest, staffIds, format, again }));
    },
    onDone: (value) => {
      const isPlain = value.renewed.length === 0 && value.skipped.length === 0;
      // A page of its own instead of a step within this one: nothing of it stays in the browser's memory of pages.
      if (value.batchId !== null && isPlain) window.location.assign(`/code-sheets/${value.batchId}`);
      else {
        setIssued(value);
        setTicked({});
        router.refresh();
      }
    },
    onRefused: ({ code }) => code === "step_up_required",
  });
  const renewing = form.watch("reprint") === "new_code" ? again.length : 0;
  const tick = (staffIds: readonly string[], on: boolean) =>
    setTicked({ ...ticked, ...Object.fromEntries(staffIds.map((id) => [id, on])) });

  return (
    <div className="space-y-6">
      {issued && <IssueOutcome issued={issued} />}
      <Form
        form={form}
        labels={{ reason: t("reason"), keepReason: t("keepReason") }}
        className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]"
      >
        <Card title={heading} description={t("onlyConfirmed")} padded={false} className="min-w-0">
          <CandidateTable
            label={heading}
            rows={rows}
            timeZone={timeZone}
            isTicked={(row) => chosen.includes(row)}
            mayTick={mayPrint}
            onTick={tick}
          />
          {total > rows.length && (
            <p className="border-t border-line px-4 py-3 text-sm text-muted">
              {t("more", { shown: rows.length, total })}
            </p>
          )}
        </Card>
        <Card title={t("options")}>
          <div className="space-y-4">
            <PrintOptions form={form} reprints={again.length} />
            <Button
              type="submit"
              variant="primary"
              icon="printer"
              pending={form.pending}
              disabled={chosen.length === 0}
            >
              {pressWords(chosen.length - renewing, renewing)}
            </Button>
            <p className="text-sm text-muted">{t("afterwards")}</p>
          </div>
        </Card>
      </Form>
      {dialog}
    </div>
  );

  /** What the button does: people who have a sheet get a new code first, and their sheet later. */
  function pressWords(count: number, renew: number): string {
    if (renew === 0) return t("print", { count });
    return count === 0 ? t("renew", { count: renew }) : t("printAndRenew", { count, renew });
  }
}

/** A sheet of a confirmed code, or a new code in place of one that is on paper. */
function mayPrint({ problem, sheet }: Candidate): boolean {
  return problem === null || (problem === "not_confirmed" && sheet !== null);
}

/** A reprint takes somebody's paper its worth: among many it is never meant by the way. */
function isMeant({ sheet }: Candidate, of: number): boolean {
  return sheet === null || of === 1;
}
