import { useTranslations } from "next-intl";
import { ReasonText } from "@/components/access/reason-text";
import { StateBadge } from "@/components/access/state-badge";
import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { CellView } from "@/lib/rotations/standing";

const looks: Record<Exclude<CellView["newIs"], "waits">, { tone: Tone; icon: IconName }> = {
  confirmed: { tone: "ok", icon: "circle-check" },
  replaced: { tone: "neutral", icon: "refresh-cw" },
  blocked: { tone: "danger", icon: "circle-x" },
  unwanted: { tone: "neutral", icon: "circle-minus" },
};

/** The doors of one person, a line each. */
export function PersonDoors({ cells }: { cells: readonly CellView[] }) {
  const t = useTranslations("rotations.detail");
  if (cells.length === 0) return <span className="text-muted">{t("noDoors")}</span>;
  return (
    <ul className="space-y-1.5 py-1 whitespace-normal">
      {cells.map((cell) => (
        <li key={cell.deviceId} className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className="font-medium">{cell.doorName}</span>
          <NewCode cell={cell} />
          <OldCode cell={cell} />
        </li>
      ))}
    </ul>
  );
}

function NewCode({ cell }: { cell: CellView }) {
  const t = useTranslations("rotations.cell");
  if (cell.newIs === "waits") {
    // Right after the beginning its state still tells of the old code.
    const state = cell.newState === null || cell.newState === "active" ? "planned" : cell.newState;
    return <StateBadge state={state} reason={cell.newReason} timeZone={cell.timeZone} />;
  }
  return (
    <>
      <Badge {...looks[cell.newIs]}>{t(cell.newIs)}</Badge>
      {cell.newIs === "blocked" && cell.newReason && (
        <span className="text-sm text-muted">
          <ReasonText reason={cell.newReason} timeZone={cell.timeZone} />
        </span>
      )}
    </>
  );
}

function OldCode({ cell }: { cell: CellView }) {
  const t = useTranslations("rotations.cell");
  if (!cell.oldOn) return <span className="text-sm text-muted">{t("gone")}</span>;
  return (
    <span className="text-sm text-warn">
      {t(cell.oldIsForeign ? "foreign" : "works")}
      {!cell.oldIsForeign && cell.oldReason && (
        <>
          {": "}
          <ReasonText reason={cell.oldReason} timeZone={cell.timeZone} />
        </>
      )}
    </span>
  );
}
