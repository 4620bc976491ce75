import { useTranslations } from "next-intl";
import { Callout } from "@/components/ui/callout";
import { Icon, type IconName } from "@/components/ui/icon";
import type { Consequences } from "@/lib/access/consequences";
import { bothKinds, changesNothing } from "./change-summary";
import { PreviewDoors } from "./preview-doors";
import { PreviewExamples } from "./preview-examples";

/** What a change will do, before the button that does it. */
export function ChangePreview({ summary }: { summary: Consequences }) {
  const t = useTranslations("access");
  const blocked = summary.blocked.reduce((sum, item) => sum + item.count, 0);
  return (
    <section aria-label={t("preview.title")} className="space-y-4">
      {changesNothing(summary) ? (
        <p className="flex items-center gap-2 text-muted">
          <Icon name="circle-check" className="text-ok" />
          {t("preview.nothing")}
        </p>
      ) : (
        <Counts summary={summary} />
      )}
      {blocked > 0 && (
        <Callout tone="warn" title={t("preview.blocked", { count: blocked })}>
          <ul className="mt-1 space-y-1">
            {summary.blocked.map((item) => (
              <li key={item.reason}>
                {t("preview.blockedItem", { reason: t(`blocked.${item.reason}`), count: item.count })}
                {item.examples && item.examples.length > 0 && (
                  <span className="block text-sm">{item.examples.join("; ")}</span>
                )}
              </li>
            ))}
          </ul>
        </Callout>
      )}
      {summary.withheld.length > 0 && <WithheldNote groups={summary.withheld} />}
      {summary.leftBehind.length > 0 && <LeftBehindNote groups={summary.leftBehind} />}
      {summary.doors.length > 0 && <PreviewDoors doors={summary.doors} />}
      {summary.examples && summary.examples.length > 0 && <PreviewExamples examples={summary.examples} />}
    </section>
  );
}

/** Who gets nothing of this, because it was withdrawn before: whoever gives access must not be surprised. */
export function WithheldNote({ groups }: { groups: Consequences["withheld"] }) {
  const t = useTranslations("access.preview");
  return (
    <Callout tone="info" title={t("withheldTitle")}>
      <ul className="mt-1 space-y-1">
        {groups.map((group) => (
          <li key={group.id}>
            {t("withheld", { count: group.people, door: group.doorName })}
            <span className="block text-sm">
              {group.examples.join("; ")}
              {group.people > group.examples.length &&
                ` ${t("more", { count: group.people - group.examples.length })}`}
            </span>
          </li>
        ))}
      </ul>
    </Callout>
  );
}

/** Who gets a door in place of one that was taken away from them: a withdrawal does not follow by itself. */
function LeftBehindNote({ groups }: { groups: Consequences["leftBehind"] }) {
  const t = useTranslations("access.preview");
  return (
    <Callout tone="warn" title={t("leftBehindTitle")}>
      <ul className="mt-1 space-y-1">
        {groups.map((group) => (
          <li key={group.id}>
            {t("leftBehind", { count: group.people, door: group.doorName, at: group.withdrawnAt })}
            <span className="block text-sm">
              {group.examples.join("; ")}
              {group.people > group.examples.length &&
                ` ${t("more", { count: group.people - group.examples.length })}`}
            </span>
          </li>
        ))}
      </ul>
    </Callout>
  );
}

interface Line {
  id: string;
  icon: IconName;
  ink: string;
  text: string;
}

function Counts({ summary }: { summary: Consequences }) {
  const t = useTranslations("access.preview");
  const { create, effects } = summary;
  const line = (id: string, icon: IconName, ink: string, count: number, text: string): Line[] =>
    count > 0 ? [{ id, icon, ink, text }] : [];
  const updated = bothKinds(summary.update);
  const removed = bothKinds(summary.remove);
  const { withdrawn } = summary;
  const lines = [
    ...line("app", "plus", "text-ok", create.app, t("create.app", { count: create.app })),
    ...line("keypad", "plus", "text-ok", create.keypad, t("create.keypad", { count: create.keypad })),
    ...line("update", "pencil", "text-accent", updated, t("update", { count: updated })),
    ...line("remove", "minus", "text-danger", removed, t("remove", { count: removed })),
    ...line("withdrawn", "undo-2", "text-muted", withdrawn, t("withdrawn", { count: withdrawn })),
  ];
  const notes = [
    effects.widens > 0 && t("widens", { count: effects.widens }),
    effects.narrows > 0 && t("narrows", { count: effects.narrows }),
    effects.moves > 0 && t("moves", { count: effects.moves }),
    summary.unchanged > 0 && t("unchanged", { count: summary.unchanged }),
    summary.calls > 0 && t("calls", { count: summary.calls }),
  ].filter((note) => note !== false);
  return (
    <div className="space-y-2">
      <ul className="flex flex-wrap gap-2">
        {lines.map(({ id, icon, ink, text }) => (
          <li
            key={id}
            className="tnum inline-flex min-h-8 items-center gap-2 rounded-md border border-line bg-surface px-3 font-medium"
          >
            <Icon name={icon} size={14} className={ink} />
            {text}
          </li>
        ))}
      </ul>
      <p className="text-sm text-muted">{notes.join(" · ")}</p>
    </div>
  );
}
