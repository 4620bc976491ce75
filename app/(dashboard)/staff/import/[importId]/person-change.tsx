import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useScheduleText } from "@/components/access/use-schedule-text";
import { Badge } from "@/components/ui/badge";
import type { AccessView, ChangeView, PersonView } from "@/lib/imports/plan-views";
import { formatLocalDate } from "@/lib/time/format";
import { problemText } from "../problem-text";

/** What a row means for one person: what somebody new gets, old and new of what changes, or why it is blocked. */
export function PersonChange({ person }: { person: PersonView }) {
  const t = useTranslations("import");
  const locale = useLocale();
  switch (person.outcome) {
    case "add":
      return <NewStaff person={person} />;
    case "update":
      return (
        <ul className="space-y-1 py-1 text-sm">
          {person.changes.map((change) => (
            <li key={change.kind === "text" ? change.field : "access"}>
              <OldAndNew change={change} />
            </li>
          ))}
        </ul>
      );
    case "blocked":
      return (
        <ul className="space-y-1 py-1 text-sm">
          {person.problems
            .filter(({ severity }) => severity === "error")
            .map((problem) => (
              <li key={`${problem.code} ${problem.field}`}>
                {problem.field && <span className="font-medium">{t(`fields.${problem.field}`)}: </span>}
                {problemText(t, locale, problem)}
              </li>
            ))}
        </ul>
      );
    case "unchanged":
      return <span className="text-muted">{t("plan.noChange")}</span>;
    case "suspend":
      return <span className="text-warn">{t("plan.suspended")}</span>;
    case "remove":
      return <span className="text-danger">{t("plan.removed")}</span>;
    default:
      return person.outcome satisfies never;
  }
}

function NewStaff({ person }: { person: PersonView }) {
  const t = useTranslations("import.plan");
  const locale = useLocale();
  const { access, teams, firstDay, lastDay } = person;
  const days = [
    firstDay && t("from", { day: formatLocalDate(firstDay, locale) }),
    lastDay && t("until", { day: formatLocalDate(lastDay, locale) }),
  ].filter(Boolean);
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1 text-sm">
      {teams.map((team) => (
        <Badge key={team}>{team}</Badge>
      ))}
      {access.length > 0 ? (
        <Access access={access} />
      ) : (
        teams.length === 0 && <span className="text-muted">{t("noAccess")}</span>
      )}
      {days.length > 0 && <span className="tnum text-muted">{days.join(" ")}</span>}
    </span>
  );
}

function OldAndNew({ change }: { change: ChangeView }) {
  const t = useTranslations("import");
  const locale = useLocale();
  if (change.kind === "access") {
    return (
      <span className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{t("fields.access")}:</span>
        <Struck>{change.from.length > 0 ? <Access access={change.from} /> : t("plan.empty")}</Struck>
        <Arrow />
        {change.to.length > 0 ? <Access access={change.to} /> : <span>{t("plan.empty")}</span>}
      </span>
    );
  }
  const { field, from, to } = change;
  if (field === "pin") return <span>{t("plan.newCode")}</span>;
  const words = (value: string | null) => {
    if (value === null || value === "") return t("plan.empty");
    if (field === "status") return t(`plan.status.${value as "active" | "suspended" | "removed"}`);
    return field === "valid_from" || field === "valid_until" ? formatLocalDate(value, locale) : value;
  };
  return (
    <span className="flex flex-wrap items-baseline gap-x-2">
      <span className="font-medium">{t(`fields.${field}`)}:</span>
      <Struck>{words(from)}</Struck>
      <Arrow />
      <span>{words(to)}</span>
    </span>
  );
}

function Struck({ children }: { children: ReactNode }) {
  const t = useTranslations("import.plan");
  return (
    <del className="text-muted">
      <span className="sr-only">{t("was")} </span>
      {children}
    </del>
  );
}

function Arrow() {
  const t = useTranslations("import.plan");
  return (
    <>
      <span aria-hidden="true" className="text-faint">
        →
      </span>
      <span className="sr-only">{t("is")}</span>
    </>
  );
}

/** "Main entrance, Garage · Mon-Fri 08:00-18:00 · Keypad code": doors of equal hours stand together. */
function Access({ access }: { access: readonly AccessView[] }) {
  const t = useTranslations("access");
  const scheduleText = useScheduleText();
  const groups = new Map<string, string[]>();
  for (const { door, schedule, windows, app, keypad } of access) {
    const hours = schedule ?? scheduleText(windows);
    const kinds = [keypad && t("kind.keypad"), app && t("kind.app")].filter(Boolean).join(" + ");
    const key = `${hours} · ${kinds}`;
    groups.set(key, [...(groups.get(key) ?? []), door]);
  }
  return (
    <span className="tnum">
      {[...groups].map(([terms, doors]) => `${doors.join(", ")} · ${terms}`).join("; ")}
    </span>
  );
}
