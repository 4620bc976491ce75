"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useProblem } from "@/components/form/use-problem";
import { Button } from "@/components/ui/button";
import { Icon, type IconName } from "@/components/ui/icon";
import { Menu } from "@/components/ui/menu";
import type { Reduction } from "@/lib/reviews/schema";
import { decideRowsAction } from "../actions";

const NoteDialog = dynamic(() => import("./note-dialog").then((module) => module.NoteDialog), {
  ssr: false,
});

type Decision = "keep" | "reduce" | "revoke";

/** One row's decision: a click takes it, another one changes it, and it is kept at once. */
export function DecideCell({
  reviewId,
  itemId,
  name,
  decision,
  reduce,
  note,
  reductions,
  mayDecide,
  words,
  by,
}: {
  reviewId: string;
  itemId: number;
  name: string;
  decision: Decision | null;
  reduce: Reduction | null;
  note: string;
  reductions: readonly Reduction[];
  mayDecide: boolean;
  /** The decision in words. */
  words: string;
  by: string | null;
}) {
  const t = useTranslations("reviews");
  const router = useRouter();
  const { problem, pending, run } = useProblem();
  const [noting, setNoting] = useState(false);

  function decide(next: Decision | null, part: Reduction | null = null) {
    run(async () => {
      const result = await decideRowsAction({ reviewId, itemIds: [itemId], decision: next, reduce: part });
      if (!result.ok) return result.refusal;
      router.refresh();
      return null;
    });
  }

  return (
    <span className="block min-w-52 space-y-1 py-1 whitespace-normal">
      {mayDecide && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would break the line of a table's row
        <span role="group" aria-label={t("detail.group", { name })} className="flex flex-wrap gap-1">
          <Choice
            icon="check"
            label={t("decision.keep")}
            chosen={decision === "keep"}
            pending={pending}
            onClick={() => decide("keep")}
          />
          {reductions.length > 0 && (
            <Menu
              label={t("detail.reduceMenu", { name })}
              align="start"
              className={choiceClass(decision === "reduce")}
              trigger={
                <>
                  <Icon name="minus" size={14} />
                  {t("decision.reduce")}
                  <Icon name="chevron-down" size={12} />
                </>
              }
              items={reductions.map((part) => ({
                id: part,
                label: t(`reduce.${part}`),
                checked: reduce === part,
                onSelect: () => decide("reduce", part),
              }))}
            />
          )}
          <Choice
            icon="x"
            label={t("decision.revoke")}
            chosen={decision === "revoke"}
            pending={pending}
            onClick={() => decide("revoke")}
          />
        </span>
      )}
      <span className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
        {(decision !== null || !mayDecide) && <span className="font-medium text-ink">{words}</span>}
        {by && <span className="tnum">{by}</span>}
      </span>
      {note !== "" && <span className="block max-w-72 text-sm break-words">{note}</span>}
      {mayDecide && (
        <span className="-ml-2 flex flex-wrap text-sm">
          <Button
            variant="ghost"
            size="sm"
            icon="pencil"
            aria-label={`${note === "" ? t("detail.addNote") : t("detail.note")}: ${name}`}
            onClick={() => setNoting(true)}
          >
            {note === "" ? t("detail.addNote") : t("detail.note")}
          </Button>
          {decision !== null && (
            <Button
              variant="ghost"
              size="sm"
              icon="undo-2"
              aria-label={`${t("detail.undo")}: ${name}`}
              onClick={() => decide(null)}
            >
              {t("detail.undo")}
            </Button>
          )}
        </span>
      )}
      {problem && (
        <span role="alert" className="block max-w-72 text-sm text-danger">
          {t("detail.failed", { problem })}
        </span>
      )}
      {noting && (
        <NoteDialog
          reviewId={reviewId}
          itemId={itemId}
          name={name}
          note={note}
          onClose={() => setNoting(false)}
        />
      )}
    </span>
  );
}

function Choice({
  icon,
  label,
  chosen,
  pending,
  onClick,
}: {
  icon: IconName;
  label: string;
  chosen: boolean;
  pending: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      aria-disabled={pending || undefined}
      className={choiceClass(chosen)}
      onClick={pending ? undefined : onClick}
    >
      <Icon name={icon} size={14} />
      {label}
    </button>
  );
}

function choiceClass(chosen: boolean): string {
  const look = chosen
    ? "border-accent bg-accent-soft font-medium text-accent"
    : "border-line bg-surface text-ink hover:bg-hover";
  return `inline-flex min-h-8 items-center gap-1 rounded-md border px-2 text-sm aria-disabled:opacity-60 pointer-coarse:min-h-10 ${look}`;
}
