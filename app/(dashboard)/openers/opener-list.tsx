import { useTranslations } from "next-intl";
import type { DeviceId } from "@/lib/access/types";
import type { DiagnosisPart } from "@/lib/bridges/diagnosis";
import type { Bridge, Opener } from "@/lib/bridges/queries";
import type { DoorOffer } from "@/lib/operations/offer";
import { DiagnosisNote } from "./diagnosis-note";
import { OpenerRow } from "./opener-row";

/** The openers of one bridge. What keeps several of them away is said once, above them. */
export function OpenerList({
  openers,
  bridge,
  offers,
  now,
  mayWrite,
}: {
  openers: readonly Opener[];
  bridge: Bridge | null;
  offers: ReadonlyMap<DeviceId, DoorOffer>;
  now: number;
  mayWrite: boolean;
}) {
  const t = useTranslations("openers");
  const shared = sharedBy(openers);
  if (openers.length === 0) return <p className="px-4 py-4 text-muted">{t("noOpeners")}</p>;
  return (
    <>
      {shared && (
        <div className="border-b border-line p-2">
          <DiagnosisNote opener={shared} bridge={bridge} now={now} mayWrite={mayWrite} />
        </div>
      )}
      <ul className="divide-y divide-line">
        {openers.map((opener) => (
          <OpenerRow
            key={opener.id}
            opener={opener}
            bridge={bridge}
            offer={offers.get(opener.id)}
            now={now}
            mayWrite={mayWrite}
            explained={!shared || !isSame(shared, opener)}
          />
        ))}
      </ul>
    </>
  );
}

/** What is about the bridge or what lies behind it is said once, not at each of its openers: one of those it is true of. */
function sharedBy(openers: readonly Opener[]): Opener | null {
  const found = openers.find(
    (opener) =>
      !aboutOne.has(opener.verdict.part) && openers.filter((other) => isSame(opener, other)).length > 1,
  );
  return found ?? null;
}

const aboutOne: ReadonlySet<DiagnosisPart> = new Set(["opener_battery", "opener_radio", "reconnect", "fine"]);

function isSame({ verdict: one }: Opener, { verdict: other }: Opener): boolean {
  return one.part === other.part && one.certain === other.certain && one.params.why === other.params.why;
}
