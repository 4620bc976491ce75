import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { AccountId, AreaId, DeviceId, SiteId, StaffId } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import type { Role } from "@/lib/auth/permissions";
import { transact } from "@/lib/db/connection";
import {
  accessReviewItems,
  accounts,
  adminSites,
  admins,
  areaDevices,
  auditEvents,
  authorizationLives,
  authorizations,
  bindings,
  devices,
  entries,
  installation,
  placements,
  rules,
  sites,
  withdrawals,
} from "@/lib/db/schema";
import type { AdminId } from "@/lib/db/tables/intent";
import type { ReviewId } from "@/lib/db/tables/reviews";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { logDepthKey, logStateKey, newLogState } from "@/lib/entries/log-state";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { changePrivacySettings } from "@/lib/privacy/commands";
import { markRemoved } from "@/lib/staff/write";
import { type Ground, hire, layGround, type SyncLab, startSyncLab } from "@/lib/sync/testing";
import { localDateOf, localDateTimeOf } from "@/lib/time/zones";
import { giveBack } from "@/lib/withdrawals/commands";
import { dayOfUse } from "./access";
import { createReview, decideRows, discardReview, keepUsed, noteRow } from "./commands";
import { driftOf } from "./drift";
import { evidenceCsv, evidencePaper, exportEvidence } from "./evidence";
import { saveFacts } from "./facts";
import { type ItemView, listItems, summariseReview } from "./items";
import { lastEntries } from "./last-entries";
import { findDiscard, findReview, getReviewRow, listReviews, type ReviewView } from "./queries";
import type { ReviewInput } from "./schema";
import { countScope } from "./scope";
import { previewSignature, signReview } from "./sign";
import { listUnmanagedOf } from "./unmanaged";

const page = { q: "", sort: { id: "created", desc: true }, pageSize: 50, offset: 0, filters: {} };
const byName = { ...page, sort: { id: "name", desc: false } };
const dayMs = 86_400_000;
const historyWalk = {
  ...{ why: "history" as const, device: null, completes: [], from: null, notBefore: 0, beforeId: null },
  ...{ recent: [], mark: null, pages: 1, found: 0, refused: 0, restarted: false },
};

describeDatabases("an access review", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let lab: SyncLab;
  let ground: Ground;
  let owner: Actor;
  let front: DeviceId;
  let side: DeviceId;
  let anna: StaffId;
  let ben: StaffId;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });
  beforeEach(async () => {
    await database.empty();
    lab = await startSyncLab(database);
    await lab.turn();
    ground = await layGround(database);
    const [first, second] = ground.doors.filter((door) => door.keypadModel !== null).map((door) => door.id);
    if (!first || !second) throw new Error("the lab has too few keypads");
    [front, side] = [first, second];
    owner = await admin("owner");
    anna = await hire(database, ground, "Anna Berger", { doors: [front, side] }, lab.now());
    ben = await hire(database, ground, "Ben Ott", { doors: [front], app: true }, lab.now());
    await lab.settle("all");
  });
  afterEach(() => lab.stop());

  async function admin(role: Role, siteIds: Actor["sites"] = "all"): Promise<Actor> {
    const email = `${role}.${Math.random()}@office.test`;
    const [row] = await database.db
      .insert(admins)
      .values({ name: `The ${role}`, email, role, allSites: siteIds === "all" })
      .returning();
    if (!row) throw new Error("no admin");
    return makeActor({ adminId: row.id, name: row.name, email, role, sites: siteIds });
  }

  const at = () => new Date(lab.now());
  const input = (values: Partial<ReviewInput> = {}): ReviewInput => ({
    ...{ scope: "device", deviceId: front, areaId: "", siteId: "", teamId: "" },
    ...{ name: "Front door, Q1", unusedDays: "60", dueDay: "" },
    ...values,
  });
  const nukiIdOf = (door: DeviceId) => ground.doors.find((one) => one.id === door)?.nukiId;

  async function begin(values: Partial<ReviewInput> = {}, actor = owner): Promise<ReviewId> {
    return expectOk(await createReview(actor, input(values), at())).reviewId;
  }

  async function view(id: ReviewId, actor = owner): Promise<ReviewView> {
    const review = await findReview(actor, id, at());
    if (!review) throw new Error("no such review");
    return review;
  }

  const rowsOf = async (id: ReviewId) => (await listItems(owner, await view(id), byName)).rows;

  async function rowOf(id: ReviewId, staffId: StaffId, deviceId = front): Promise<ItemView> {
    const row = (await rowsOf(id)).find((one) => one.staffId === staffId && one.deviceId === deviceId);
    if (!row) throw new Error("no such row");
    return row;
  }

  async function decide(
    reviewId: ReviewId,
    staffIds: readonly StaffId[],
    decision: "keep" | "reduce" | "revoke" | null,
    more: { reduce?: "app" | "keypad" | "remote"; note?: string; actor?: Actor } = {},
  ) {
    const rows = (await rowsOf(reviewId)).filter((row) => staffIds.includes(row.staffId));
    const { actor = owner, reduce = null, note } = more;
    const itemIds = rows.map((row) => row.id);
    return decideRows(actor, { reviewId, itemIds, decision, reduce, note }, at());
  }

  async function sign(reviewId: ReviewId) {
    const { fingerprint } = expectOk(await previewSignature(owner, reviewId, at()));
    return signReview(owner, { reviewId, name: "Olga Owner" }, fingerprint, at());
  }

  const trail = (type: string) =>
    database.db
      .select({ detail: auditEvents.detail, by: auditEvents.adminId })
      .from(auditEvents)
      .where(eq(auditEvents.type, type))
      .orderBy(auditEvents.id);

  let numbers = 0;
  async function opened(staffId: StaffId, deviceId: DeviceId, when: Date) {
    numbers += 1;
    await database.db.insert(entries).values({
      ...{ deviceId, staffId, nukiId: `entry-${numbers}`, occurredAt: when, receivedAt: when },
      ...{ deviceType: 4, action: 1, trigger: 255, state: 0, autoUnlock: false },
      ...{ authId: "a".repeat(24), name: "somebody", outcome: "opened" as const },
    });
  }

  test("is a copy of who has access, by which rule, since when and last used when", async () => {
    await opened(ben, front, new Date(lab.now() - 3 * dayMs));
    await opened(ben, front, new Date(lab.now() - 9 * dayMs));
    expect(await countScope(owner, input())).toBe(2);
    const id = await begin();
    const [first, second, ...others] = await rowsOf(id);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ person: "Anna Berger", lastUsedAt: null, use: { kind: "new" } });
    expect(first?.access).toMatchObject([
      {
        kind: "keypad",
        state: "active",
        window: { fromMinute: 420 },
        remoteAllowed: false,
        validUntil: null,
      },
    ]);
    expect(first?.rules).toEqual([
      { team: null, area: expect.stringContaining("Only "), schedule: "Office hours" },
    ]);
    expect(first?.since?.getTime()).toBeLessThanOrEqual(lab.now());
    expect(second).toMatchObject({ person: "Ben Ott", use: { kind: "used" }, decision: null });
    expect(second?.lastUsedAt).toEqual(dayOfUse(new Date(lab.now() - 3 * dayMs), "Europe/Vienna"));
    expect(second?.access.map((one) => one.kind)).toEqual(["app", "keypad"]);
    // What happens afterwards changes nothing in it.
    await database.db.delete(rules).where(eq(rules.staffId, ben));
    await lab.settle([ben]);
    expect((await rowOf(id, ben)).access).toHaveLength(2);
    expect(await trail("review.created")).toMatchObject([{ detail: { name: "Front door, Q1", count: 2 } }]);
  });

  test("finds of each row the last time that this person got in at this door", async () => {
    await opened(ben, front, new Date(lab.now() - 5 * dayMs));
    // Not of him, not at this door, and not a way in: none of them is his last use here.
    await opened(anna, front, new Date(lab.now() - dayMs));
    await opened(ben, side, new Date(lab.now() - dayMs));
    await opened(ben, front, new Date(lab.now() - dayMs));
    await database.db
      .update(entries)
      .set({ state: 1 })
      .where(eq(entries.nukiId, `entry-${numbers}`));
    const used = await lastEntries([
      { staffId: ben, deviceId: front },
      { staffId: anna, deviceId: side },
    ]);
    expect([...used]).toEqual([[`${ben} ${front}`, new Date(lab.now() - 5 * dayMs)]]);
    expect((await lastEntries([])).size).toBe(0);
  });

  test("takes the last use that Nuki tells where the door log has none", async () => {
    const used = new Date(lab.now() - 100 * dayMs);
    await database.db
      .update(authorizations)
      .set({ lastActiveAt: used })
      .where(eq(authorizations.deviceId, front));
    const id = await begin();
    expect((await rowOf(id, anna)).use).toEqual({ kind: "unused", days: 100 });
    expect(await summariseReview(owner, await view(id))).toMatchObject({ unused: 2, usedUndecided: 0 });
    const unused = { ...byName, filters: { use: ["unused"] } };
    expect((await listItems(owner, await view(id), unused)).total).toBe(2);
  });

  test("keeps and tells the day of a use only, and while names are hidden not even that", async () => {
    await opened(anna, front, new Date(lab.now() - 70 * dayMs));
    await opened(ben, front, new Date(lab.now() - 3 * dayMs));
    const id = await begin();
    const [kept] = await database.db
      .select()
      .from(accessReviewItems)
      .where(eq(accessReviewItems.staffId, ben));
    expect(localDateTimeOf(kept?.lastUsedAt?.getTime() ?? 0, "Europe/Vienna")).toMatch(/T00:00$/);
    const file = async () => {
      const evidence = await exportEvidence(owner, id, "csv", at());
      return evidence ? [evidenceCsv(evidence, "en"), JSON.stringify(evidencePaper(evidence, "en"))] : [];
    };
    const day = localDateTimeOf(lab.now() - 3 * dayMs, "Europe/Vienna").slice(0, 10);
    const cell = new RegExp(`[,;]${day}[,;]`);
    expect((await file())[0]).toMatch(cell);
    expectOk(await changePrivacySettings(owner, { namesHidden: true, inside: false }, at()));
    const byUse = { ...page, sort: { id: "used", desc: true } };
    const { rows, isUseHidden } = await listItems(owner, await view(id), byUse);
    expect(isUseHidden).toBe(true);
    expect(rows).toMatchObject([
      { person: "Anna Berger", lastUsedAt: "hidden", use: { kind: "unused", days: null } },
      { person: "Ben Ott", lastUsedAt: "hidden", use: { kind: "used" } },
    ]);
    const [csv = "", paper = ""] = await file();
    expect(csv).not.toMatch(cell);
    expect(csv).toContain("hidden");
    expect(paper).toContain("Unused (day hidden)");
    expect(paper).not.toContain("unused for");
  });

  test("suggests to take away only what the log goes back far enough for", async () => {
    const long = new Date(lab.now() - 300 * dayMs);
    await database.db.update(authorizationLives).set({ fromAt: long });
    await database.db.update(bindings).set({ boundAt: long });
    await database.db.update(devices).set({ entriesSeenTo: at() });
    const unread = await begin();
    expect((await rowOf(unread, anna)).use).toEqual({ kind: "unknown", logFrom: null });
    const [{ id: accountId } = { id: "" as AccountId }] = await database.db.select().from(accounts);
    const read = async (from: number, state = newLogState) => {
      for (const [key, value] of [
        [logStateKey(accountId), state],
        [logDepthKey(accountId), { [front]: from }],
      ] as const)
        await database.db
          .insert(installation)
          .values({ key, value })
          .onConflictDoUpdate({ target: installation.key, set: { value } });
      const id = await begin();
      const unused = { ...byName, filters: { use: ["unused"] } };
      const { total } = await listItems(owner, await view(id), unused);
      expect(await summariseReview(owner, await view(id))).toMatchObject({ unused: total });
      return { use: (await rowOf(id, anna)).use, total };
    };
    const [short, enough] = [30, 75].map((days) => lab.now() - days * dayMs);
    expect(await read(short ?? 0)).toEqual({
      use: { kind: "unknown", logFrom: new Date(short ?? 0) },
      total: 0,
    });
    expect(await read(enough ?? 0)).toEqual({ use: { kind: "never" }, total: 2 });
    // Kept for a shorter time than was read, or not read to the end yet.
    const reached = lab.now() - 20 * dayMs;
    const walk = { ...historyWalk, to: lab.now(), reached };
    const { use } = await read(0, { ...newLogState, walks: [walk] });
    expect(use).toEqual({ kind: "unknown", logFrom: new Date(reached) });
    await database.db.update(sites).set({ entriesDays: 10 });
    expect((await read(0)).use.kind).toBe("unknown");
    expect(await read(0).then(({ total }) => total)).toBe(0);
  });

  test("is not begun where nobody has access, or about what is gone", async () => {
    const nobody = ground.doors.find((door) => door.id !== front && door.id !== side);
    expect(await createReview(owner, input({ deviceId: nobody?.id ?? "" }), at())).toMatchObject({
      refusal: { code: "not_found", field: "deviceId" },
    });
    const gone = "00000000-0000-4000-8000-000000000000";
    expect(await createReview(owner, input({ scope: "area", areaId: gone }), at())).toMatchObject({
      refusal: { code: "not_found", field: "areaId" },
    });
  });

  test("has the rows of its scope: a door, an area, a site", async () => {
    const areaId = ground.areaOf.get(side) as AreaId;
    const all = await begin({ scope: "site", siteId: ground.siteId });
    const area = await begin({ scope: "area", areaId });
    expect((await rowsOf(all)).map((row) => row.person)).toEqual(["Anna Berger", "Anna Berger", "Ben Ott"]);
    expect(await rowsOf(area)).toMatchObject([{ person: "Anna Berger", deviceId: side }]);
  });

  test("keeps the last decision, and the trail has the one before", async () => {
    const id = await begin();
    const other = await admin("admin");
    expectOk(await decide(id, [anna, ben], "keep"));
    expectOk(await decide(id, [ben], "reduce", { reduce: "app", note: "Has a code", actor: other }));
    expect(await rowOf(id, ben)).toMatchObject({ decision: "reduce", reduce: "app", decidedBy: "The admin" });
    expect(await view(id)).toMatchObject({ rows: 2, decided: 2, keep: 1, reduce: 1, revoke: 0 });
    const [first, second, ...others] = await trail("review.decided");
    expect(others).toEqual([]);
    expect(first).toMatchObject({ detail: { count: 2 }, by: owner.adminId });
    expect(second?.by).toBe(other.adminId);
    expect(Object.values(second?.detail.before as object)).toEqual(["keep"]);
    expect(Object.values(second?.detail.after as object)).toEqual(["reduce app (Has a code)"]);
    // Deciding the same again is no event.
    expect(await decide(id, [ben], "reduce", { reduce: "app" })).toMatchObject({ value: { decided: 0 } });
    expect(await trail("review.decided")).toHaveLength(2);
  });

  test("names who decided, not who touched the note afterwards", async () => {
    const id = await begin();
    const other = await admin("admin");
    expectOk(await decide(id, [anna, ben], "revoke", { note: "Moved to Lins" }));
    const { id: itemId, decidedAt } = await rowOf(id, anna);
    const later = new Date(lab.now() + 60_000);
    expectOk(await noteRow(other, { reviewId: id, itemId, note: "Moved to Linz" }, later));
    const itemIds = (await rowsOf(id)).map((row) => row.id);
    const again = { reviewId: id, itemIds, decision: "revoke", reduce: null, note: "Asked" } as const;
    expectOk(await decideRows(other, again, later));
    const still = { decision: "revoke", note: "Asked", decidedBy: "The owner", decidedAt };
    expect(await rowsOf(id)).toMatchObject([still, still]);
    expectOk(await decideRows(other, { ...again, decision: "keep" }, later));
    expect(await rowOf(id, anna)).toMatchObject({ decidedBy: "The admin", decidedAt: later });
  });

  test("takes only from a row what the row has", async () => {
    const id = await begin();
    expect(await decide(id, [anna], "reduce", { reduce: "app" })).toMatchObject({
      refusal: { code: "invalid_input" },
    });
    expect(await decide(id, [anna, ben], "reduce", { reduce: "keypad" })).toMatchObject({
      value: { decided: 1, left: 1 },
    });
    expect(await rowOf(id, anna)).toMatchObject({ decision: null });
  });

  test("keeps at once what was used and not decided, and nothing else", async () => {
    await opened(anna, front, new Date(lab.now() - 59 * dayMs));
    await opened(ben, front, new Date(lab.now() - 61 * dayMs));
    const id = await begin({ scope: "site", siteId: ground.siteId });
    expect(await summariseReview(owner, await view(id))).toMatchObject({ usedUndecided: 1 });
    expect(await keepUsed(owner, id, at())).toEqual({ ok: true, value: { decided: 1 } });
    expect(await rowOf(id, anna)).toMatchObject({ decision: "keep" });
    expect(await rowOf(id, ben)).toMatchObject({ decision: null });
    expectOk(await decide(id, [anna], "revoke"));
    expect(await keepUsed(owner, id, at())).toEqual({ ok: true, value: { decided: 0 } });
  });

  test("is signed when all is decided, takes away what was revoked, and is done when the door was read back", async () => {
    const id = await begin();
    expectOk(await decide(id, [anna], "revoke", { note: "Moved to Linz" }));
    expect(await sign(id).catch((error: Error) => error.message)).toContain("review_incomplete");
    expectOk(await decide(id, [ben], "reduce", { reduce: "app" }));
    const preview = expectOk(await previewSignature(owner, id, at()));
    expect(preview.consequences.remove).toMatchObject({ app: 1, keypad: 1 });
    expect(await database.db.select().from(withdrawals)).toEqual([]);

    expectOk(await sign(id));
    const [signed] = await trail("review.signed");
    const review = await view(id);
    expect(review).toMatchObject({ state: "signed", signedName: "Olga Owner", signedByName: "The owner" });
    expect(signed?.detail).toMatchObject({ revoke: 1, reduce: 1, hash: review.evidenceHash });
    expect(await database.db.select().from(withdrawals)).toMatchObject([
      { staffId: anna, part: "all", reason: "Moved to Linz", reviewId: id },
      { staffId: ben, part: "app", reason: "Front door, Q1", reviewId: id },
    ]);
    expect((await rowOf(id, anna)).outcome).toEqual({ kind: "removing" });

    await lab.settle([anna, ben]);
    expect((await rowOf(id, anna)).outcome).toMatchObject({ kind: "done", at: expect.any(Date) });
    expect((await rowOf(id, ben)).outcome).toMatchObject({ kind: "done" });
    const onDoor = await database.db.select().from(authorizations).where(eq(authorizations.deviceId, front));
    expect(onDoor.filter(({ type }) => type === 0 || type === 13).map(({ name }) => name)).toEqual([
      "Ben Ott",
    ]);
    expect(await rowsOf(await begin({ scope: "site", siteId: ground.siteId }))).toMatchObject([
      { staffId: anna, deviceId: side },
      { staffId: ben, deviceId: front },
    ]);
    expect(await decide(id, [anna], "keep")).toMatchObject({ refusal: { code: "review_closed" } });
    expect(await noteRow(owner, { reviewId: id, itemId: 1, note: "late" }, at())).toMatchObject({
      refusal: { code: "review_closed" },
    });
  });

  test("signs what was shown: after another decision the preview is shown anew", async () => {
    const id = await begin();
    expectOk(await decide(id, [anna, ben], "keep"));
    const { fingerprint } = expectOk(await previewSignature(owner, id, at()));
    // Changes nothing at any door, and is part of what is signed all the same.
    expectOk(await decide(id, [ben], "keep", { note: "Asked the team lead" }));
    const name = "Olga Owner";
    expect(await signReview(owner, { reviewId: id, name }, fingerprint, at())).toMatchObject({
      refusal: { code: "plan_changed" },
    });
    expect((await view(id)).state).toBe("open");
    expectOk(await sign(id));
    expect(await sign(id).catch((error: Error) => error.message)).toContain("review_closed");
  });

  test("says on its evidence what is not confirmed, and what is not ours", async () => {
    await lab.control("POST", `devices/${nukiIdOf(front)}/offline`);
    await lab.advance(60_000);
    await lab.turn();
    const [foreign] = await database.db
      .select()
      .from(authorizations)
      .where(eq(authorizations.deviceId, front))
      .limit(1);
    if (!foreign) throw new Error("nothing on the door");
    await database.db
      .insert(authorizations)
      .values({ ...foreign, nukiId: "f".repeat(24) as never, type: 13, name: "=Postbote", codeHash: "x" });
    const id = await begin();
    expectOk(await decide(id, [anna], "revoke", { note: "=1+1" }));
    expectOk(await decide(id, [ben], "keep"));
    expectOk(await sign(id));
    await lab.turn([anna]);
    const evidence = await exportEvidence(owner, id, "pdf", at());
    if (!evidence) throw new Error("no evidence");
    expect(evidence.hash).toBe(evidence.review.evidenceHash);
    expect(evidence.rows.map((row) => row.outcome.kind)).toEqual(["waiting", "kept"]);
    for (const language of ["en", "de"] as const) {
      const paper = evidencePaper(evidence, language);
      const text = JSON.stringify(paper);
      expect(paper.banner).toBeNull();
      for (const words of ["Anna Berger", "Olga Owner", evidence.hash, "Only "])
        expect(text).toContain(words);
    }
    const [open, foreigners] = evidencePaper(evidence, "en").sections;
    expect(open?.paragraphs).toEqual([
      "One access was taken away and not yet read back as gone:",
      expect.stringContaining("Waiting for door"),
    ]);
    expect(foreigners?.paragraphs[0]).toContain("One entry at these doors was not made here");
    expect(evidenceCsv(evidence, "en")).toContain("'=1+1");
    expect(await trail("review.exported")).toMatchObject([{ detail: { format: "pdf", count: 2 } }]);
    const row = await getReviewRow(owner, id);
    expect(row && (await listUnmanagedOf(owner, row))).toMatchObject([{ deviceId: front, count: 1 }]);
  });

  test("tells what was given back after the signature, and rows that somebody rewrote", async () => {
    const id = await begin();
    expectOk(await decide(id, [anna, ben], "revoke"));
    expectOk(await sign(id));
    const [own] = await database.db.select().from(withdrawals).where(eq(withdrawals.staffId, ben));
    expectOk(await giveBack(owner, [own?.id ?? ""], null));
    expect((await rowOf(id, ben)).outcome).toEqual({ kind: "returned" });
    await lab.settle([anna, ben]);
    const told = await exportEvidence(owner, id, "pdf", at());
    expect(told && evidencePaper(told, "en").sections[0]?.paragraphs).toEqual([
      "One change was read back: what was taken away is no longer at its door.",
      "One was given back after the signature.",
    ]);
    await database.db
      .update(accessReviewItems)
      .set({ decision: "keep" })
      .where(eq(accessReviewItems.staffId, anna));
    const evidence = await exportEvidence(owner, id, "csv", at());
    expect(evidence?.hash).not.toBe(evidence?.review.evidenceHash);
    expect(evidence && JSON.stringify(evidencePaper(evidence, "en"))).toContain("does NOT fit");
  });

  test("tells before the signature what has changed since it began", async () => {
    const id = await begin();
    const row = await getReviewRow(owner, id);
    if (!row) throw new Error("no review");
    expect(await driftOf(owner, row)).toEqual({ changed: new Map(), added: [] });
    await database.db.update(rules).set({ app: false }).where(eq(rules.staffId, ben));
    await hire(database, ground, "Cleo Neu", { doors: [front] }, lab.now());
    await transact((tx) => markRemoved(tx, [anna], at()));
    await lab.settle("all");
    const { changed, added } = await driftOf(owner, row);
    expect(Object.fromEntries(changed)).toEqual({
      [(await rowOf(id, anna)).id]: "left",
      [(await rowOf(id, ben)).id]: "changed",
    });
    expect(added).toMatchObject([{ person: "Cleo Neu" }]);
    // What is gone may be kept or revoked: neither stands in the way.
    expectOk(await decide(id, [anna, ben], "keep"));
    expectOk(await sign(id));
    // And stands on the evidence, as part of what was signed.
    const signed = await exportEvidence(owner, id, "pdf", at());
    expect(signed?.drift).toEqual({ left: 1, gone: 0, changed: 1, added: 1 });
    expect(signed?.hash).toBe(signed?.review.evidenceHash);
    expect(signed?.rows.map((one) => one.outcome.kind)).toEqual(["gone", "kept"]);
    expect(signed && JSON.stringify(evidencePaper(signed, "en"))).toContain("1 row of people no longer here");
    await transact((tx) => saveFacts(tx, id, { logFrom: {}, drift: null }));
    expect((await exportEvidence(owner, id, "pdf", at()))?.hash).not.toBe(signed?.hash);
  });

  test("asks again when something else has changed at the doors between the preview and the signature", async () => {
    const id = await begin();
    expectOk(await decide(id, [anna, ben], "keep"));
    const { fingerprint } = expectOk(await previewSignature(owner, id, at()));
    await hire(database, ground, "Cleo Neu", { doors: [front] }, lab.now());
    await lab.settle("all");
    expect(await signReview(owner, { reviewId: id, name: "Olga Owner" }, fingerprint, at())).toMatchObject({
      refusal: { code: "plan_changed" },
    });
  });

  test("is seen only by who looks after all of its doors", async () => {
    const [linz] = await database.db
      .insert(sites)
      .values({ name: "Linz", timeZone: "Europe/Vienna" })
      .returning();
    const siteId = linz?.id as SiteId;
    await database.db.update(placements).set({ siteId }).where(eq(placements.deviceId, side));
    const manager = await admin("manager", [siteId]);
    const both = await begin({ scope: "area", areaId: ground.areaOf.get(front) as AreaId });
    expect(await findReview(manager, both)).toBeNull();
    expect(await decide(both, [anna], "revoke", { actor: manager })).toMatchObject({
      refusal: { code: "not_found" },
    });
    expect(await createReview(manager, input(), at())).toMatchObject({ refusal: { code: "not_found" } });
    const own = await begin({ deviceId: side, name: "Side door" }, manager);
    expect(await listReviews(manager, page, at())).toMatchObject({ total: 1, rows: [{ id: own }] });
    expect(await listReviews(owner, page, at())).toMatchObject({ total: 2 });
    const auditor = await admin("auditor");
    expect(await findReview(auditor, own)).toMatchObject({ name: "Side door" });
    await expect(decide(own, [anna], "keep", { actor: auditor })).rejects.toThrow("may not");
    await expect(listReviews(await admin("reception"), page)).rejects.toThrow("may not");
  });

  test("tells nobody of doors that who began it does not look after", async () => {
    const [linz] = await database.db
      .insert(sites)
      .values({ name: "Linz", timeZone: "Europe/Vienna" })
      .returning();
    const siteId = linz?.id as SiteId;
    const third = ground.doors.find((door) => door.id !== front && door.id !== side)?.id as DeviceId;
    const areaId = ground.areaOf.get(front) as AreaId;
    await database.db.insert(areaDevices).values([
      { areaId, deviceId: side },
      { areaId, deviceId: third },
    ]);
    await database.db.update(placements).set({ siteId }).where(eq(placements.deviceId, side));
    await lab.settle("all");
    const manager = await admin("manager", [ground.siteId]);
    const siteIds = { adminId: manager.adminId as AdminId, siteId: ground.siteId };
    await database.db.insert(adminSites).values(siteIds);
    const id = await begin({ scope: "area", areaId }, manager);
    await hire(database, ground, "Cleo Neu", { doors: [side, third] }, lab.now());
    await lab.settle("all");
    const row = await getReviewRow(owner, id);
    if (!row) throw new Error("no review");
    const { added } = await driftOf(owner, row);
    expect(added.map(({ person }) => person)).toEqual(["Cleo Neu"]);
    expect(added).toEqual((await driftOf(manager, row)).added);
    expect(await listUnmanagedOf(owner, row)).toEqual(await listUnmanagedOf(manager, row));
  });

  test("is not begun with a day that is over", async () => {
    const refused = await createReview(owner, input({ dueDay: "2020-01-01" }), at());
    expect(refused).toMatchObject({ refusal: { code: "day_past", field: "dueDay" } });
  });

  test("is discarded with a reason, and nothing of it is done", async () => {
    const [day, dayAfter] = [0, 2].map((days) => localDateOf(lab.now() + days * 86_400_000, "Europe/Vienna"));
    const id = await begin({ dueDay: day });
    expect(await findReview(owner, id, new Date(`${dayAfter}T12:00Z`))).toMatchObject({ isOverdue: true });
    expectOk(await decide(id, [anna, ben], "revoke"));
    expectOk(await discardReview(owner, { reviewId: id, reason: "Wrong door" }, at()));
    expect(await view(id)).toMatchObject({ state: "discarded", isOverdue: false, revoke: 2 });
    expect(await findDiscard(owner, id)).toMatchObject({ by: "The owner", reason: "Wrong door" });
    expect(await database.db.select().from(withdrawals)).toEqual([]);
    expect(await keepUsed(owner, id, at())).toMatchObject({ refusal: { code: "review_closed" } });
  });
});
