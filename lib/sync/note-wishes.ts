import { inArray, isNull, sql } from "drizzle-orm";
import type { AccountId, Credential, RuleId } from "@/lib/access/types";
import type { Picture, Scope } from "@/lib/changes/picture";
import { arrayOf } from "@/lib/db/arrays";
import type { Db, Tx } from "@/lib/db/connection";
import { areas, credentialLives, installation, type LifeRule, schedules, teams } from "@/lib/db/schema";
import { wishesKey } from "@/lib/past/recorded";
import { keyOf } from "./open-changes";

const chunk = 1_000;

/**
 * Keeps the history of what the rules wanted, and which rules: a wish that has other times, dates or rules than before
 * ends and begins anew, one that is gone ends. Rules keep the names that they had when it began. Only what differs is
 * written.
 */
export async function noteWishes(
  tx: Tx,
  {
    wanted,
    picture,
    scope,
    accountId,
    at,
  }: {
    wanted: ReadonlyMap<string, Credential>;
    picture: Picture;
    scope: Scope;
    accountId: AccountId;
    at: Date;
  },
): Promise<void> {
  const over: number[] = [];
  const standing = new Set<string>();
  for (const life of await loadOpen(tx, scope)) {
    const door = picture.model.doors.get(life.deviceId);
    if (door && door.accountId !== accountId) continue;
    const key = keyOf(life);
    const wish = wanted.get(key);
    if (wish && isSame(life, wish)) standing.add(key);
    else over.push(life.id);
  }
  const begun = [...wanted]
    .filter(([key, { deviceId }]) => {
      return !standing.has(key) && picture.model.doors.get(deviceId)?.accountId === accountId;
    })
    .map(([, credential]) => credential);
  for (let start = 0; start < over.length; start += chunk)
    await tx
      .update(credentialLives)
      .set({ untilAt: at })
      .where(inArray(credentialLives.id, over.slice(start, start + chunk)));
  if (begun.length === 0) return;
  const ruleOf = await describeRules(tx, picture, new Set(begun.flatMap(({ ruleIds }) => ruleIds)));
  for (let start = 0; start < begun.length; start += chunk)
    await tx
      .insert(credentialLives)
      .values(begun.slice(start, start + chunk).map((credential) => rowOf(credential, ruleOf, at)));
}

/** Only what is compared; of the rules their ids, since their names may have changed since. */
function loadOpen(tx: Tx, scope: Scope) {
  const { id, staffId, deviceId, kind, enabled, remoteAllowed } = credentialLives;
  const { days, fromMinute, untilMinute, validFrom, validUntil } = credentialLives;
  const ofScope =
    scope === "all"
      ? isNull(credentialLives.untilAt)
      : sql`${credentialLives.untilAt} is null and ${staffId} = any(${arrayOf(scope.staffIds)})`;
  return tx
    .select({
      ...{ id, staffId, deviceId, kind, enabled, remoteAllowed },
      ...{ days, fromMinute, untilMinute, validFrom, validUntil, rules: credentialLives.rules },
    })
    .from(credentialLives)
    .where(ofScope);
}

type OpenLife = Awaited<ReturnType<typeof loadOpen>>[number];

function isSame(life: OpenLife, { wish, ruleIds }: Credential): boolean {
  return (
    life.enabled === wish.enabled &&
    life.remoteAllowed === wish.remoteAllowed &&
    life.days === wish.window.days &&
    life.fromMinute === wish.window.fromMinute &&
    life.untilMinute === wish.window.untilMinute &&
    (life.validFrom?.getTime() ?? null) === wish.validFrom &&
    (life.validUntil?.getTime() ?? null) === wish.validUntil &&
    life.rules.length === ruleIds.length &&
    life.rules.every((rule) => ruleIds.some((id) => id === rule.id))
  );
}

function rowOf(
  { staffId, deviceId, kind, wish, ruleIds }: Credential,
  ruleOf: ReadonlyMap<RuleId, LifeRule>,
  at: Date,
): typeof credentialLives.$inferInsert {
  const { days, fromMinute, untilMinute } = wish.window;
  return {
    ...{ staffId, deviceId, kind, days, fromMinute, untilMinute, fromAt: at },
    enabled: wish.enabled,
    remoteAllowed: wish.remoteAllowed,
    validFrom: wish.validFrom === null ? null : new Date(wish.validFrom),
    validUntil: wish.validUntil === null ? null : new Date(wish.validUntil),
    rules: ruleIds.flatMap((id) => ruleOf.get(id) ?? []),
  };
}

async function describeRules(
  tx: Tx,
  { model }: Picture,
  ids: ReadonlySet<RuleId>,
): Promise<Map<RuleId, LifeRule>> {
  const rules = model.rules.filter((rule) => ids.has(rule.id));
  const teamIds = rules.flatMap(({ subject }) => ("teamId" in subject ? [subject.teamId] : []));
  const [teamRows, areaRows, scheduleRows] = [
    await tx
      .select({ id: teams.id, name: teams.name })
      .from(teams)
      .where(inArray(teams.id, [...new Set(teamIds)])),
    await tx
      .select({ id: areas.id, name: areas.name })
      .from(areas)
      .where(inArray(areas.id, [...new Set(rules.map((rule) => rule.areaId))])),
    await tx
      .select({ id: schedules.id, name: schedules.name })
      .from(schedules)
      .where(inArray(schedules.id, [...new Set(rules.map((rule) => rule.scheduleId))])),
  ];
  const nameOf = new Map<string, string>(
    [...teamRows, ...areaRows, ...scheduleRows].map((r) => [r.id, r.name]),
  );
  return new Map(
    rules.map(({ id, subject, areaId, scheduleId }) => [
      id,
      {
        id,
        team: "teamId" in subject ? (nameOf.get(subject.teamId) ?? "") : null,
        area: nameOf.get(areaId) ?? "",
        schedule: nameOf.get(scheduleId) ?? "",
      },
    ]),
  );
}

/** Everybody was planned: whoever has no wish from now on is wanted by no rule, and not only not looked at yet. */
export async function noteAllWishes(db: Db, accountId: AccountId, at: Date): Promise<void> {
  await db
    .insert(installation)
    .values({ key: wishesKey(accountId), value: at.toISOString() })
    .onConflictDoNothing();
}
