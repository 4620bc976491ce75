import { and, inArray, isNull } from "drizzle-orm";
import { isAny } from "@/lib/db/arrays";
import type { Tx } from "@/lib/db/connection";
import { batteryReadings, deviceOutages } from "@/lib/db/schema";
import type { BatteryPart } from "@/lib/db/tables/doors";
import type { DeviceRow, Step } from "./note-devices";

/**
 * Opens and closes outages. Server states 1 to 3 are kept too, with their number: they are no outage but a device that
 * has to be connected again in the app, and who counts downtime leaves them out.
 */
export async function noteOutages(tx: Tx, steps: readonly Step[], askedAt: Date): Promise<void> {
  const concerned = steps.filter(
    ({ old, facts }) => facts.serverState !== 0 || !old || old.serverState !== 0 || old.stateSince === null,
  );
  if (concerned.length === 0) return;
  const open = await tx
    .select({
      id: deviceOutages.id,
      deviceId: deviceOutages.deviceId,
      serverState: deviceOutages.serverState,
    })
    .from(deviceOutages)
    .where(
      and(
        isNull(deviceOutages.until),
        isAny(
          deviceOutages.deviceId,
          concerned.map((step) => step.id),
        ),
      ),
    );
  const stateOf = new Map(concerned.map(({ id, facts }) => [id, facts.serverState]));
  const ended = open.filter((outage) => stateOf.get(outage.deviceId) !== outage.serverState);
  const going = new Set(open.filter((outage) => !ended.includes(outage)).map((outage) => outage.deviceId));
  if (ended.length > 0)
    await tx
      .update(deviceOutages)
      .set({ until: askedAt })
      .where(
        inArray(
          deviceOutages.id,
          ended.map((outage) => outage.id),
        ),
      );
  const begun = concerned.filter(({ id, facts }) => facts.serverState !== 0 && !going.has(id));
  if (begun.length > 0)
    await tx
      .insert(deviceOutages)
      .values(
        begun.map(({ id, old, facts }) => ({
          deviceId: id,
          serverState: facts.serverState,
          from: beginOf(old, facts, askedAt),
        })),
      )
      .onConflictDoNothing();
}

/** Going on since before outages were kept. */
function beginOf(old: Step["old"], facts: Step["facts"], askedAt: Date): Date {
  const goesOn = old !== null && old.stateSince === null && facts.serverState === 4;
  return (goesOn ? old.offlineSince : null) ?? askedAt;
}

interface Battery {
  readonly part: BatteryPart;
  readonly charge: number | null;
  readonly critical: boolean;
}

/** One row for each battery of which something else is known than before. */
export async function noteBatteries(tx: Tx, steps: readonly Step[], askedAt: Date): Promise<void> {
  const rows = steps.flatMap(({ id, old, facts }) => {
    const before = old && old.stateSince !== null ? batteriesOf(old) : [];
    return batteriesOf(facts)
      .filter((now) => !before.some((was) => isSame(was, now)))
      .map((battery) => ({ deviceId: id, ...battery, at: askedAt }));
  });
  for (let start = 0; start < rows.length; start += 1000)
    await tx.insert(batteryReadings).values(rows.slice(start, start + 1000));
}

function isSame(a: Battery, b: Battery): boolean {
  return a.part === b.part && a.charge === b.charge && a.critical === b.critical;
}

/** Door states in which there is no sensor whose battery could be told: unavailable, deactivated, removed. */
const noSensor = [0, 1, 240];

function batteriesOf(
  row: Pick<
    DeviceRow,
    | "batteryCharge"
    | "batteryCritical"
    | "keypadBatteryCritical"
    | "doorsensorBatteryCritical"
    | "keypadModel"
    | "doorState"
  >,
): Battery[] {
  const { keypadBatteryCritical: keypad, doorsensorBatteryCritical: sensor } = row;
  const hasSensor = row.doorState !== null && !noSensor.includes(row.doorState);
  return [
    { part: "lock", charge: row.batteryCharge, critical: row.batteryCritical },
    ...(keypad !== null && row.keypadModel !== null
      ? [{ part: "keypad" as const, charge: null, critical: keypad }]
      : []),
    ...(sensor !== null && hasSensor ? [{ part: "sensor" as const, charge: null, critical: sensor }] : []),
  ];
}
