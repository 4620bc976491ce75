import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import { createCodePool } from "@/lib/access/codes";
import { covers } from "@/lib/access/schedule";
import {
  type AreaId,
  type Credential,
  type DeviceId,
  type Instant,
  type ScheduleId,
  type StaffId,
  type TeamId,
  type TimeWindow,
  withdrawnParts,
} from "@/lib/access/types";
import { loadPicture, planOf } from "@/lib/changes/picture";
import {
  admins,
  areaDevices,
  areas,
  auditEvents,
  devices,
  placements,
  rules,
  schedules,
  sites,
  staff,
  staffCodes,
  staffTeams,
  teams,
  withdrawals,
} from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import type { AdminId } from "@/lib/db/tables/intent";
import type { TestDatabase } from "@/lib/db/testing";
import { ensureCodes, giveCode, openCodes, replaceCodes, retireCodes } from "@/lib/staff/codes";
import { weekdays } from "@/lib/time/weekdays";
import type { Chance } from "@/scripts/testing/stand-in-chance";
import type { WriteItem } from "@/scripts/testing/stand-in-world";

const days = { week: weekdays(31), all: weekdays(127), some: weekdays(21) };
const weeks: TimeWindow[][] = [
  [{ days: days.week, fromMinute: 540, untilMinute: 1020 }],
  [{ days: days.all, fromMinute: 0, untilMinute: 1440 }],
  [{ days: days.some, fromMinute: 480, untilMinute: 1439 }],
  [{ days: days.all, fromMinute: 360, untilMinute: 1440 }],
  [
    { days: days.week, fromMinute: 480, untilMinute: 1080 },
    { days: weekdays(32), fromMinute: 600, untilMinute: 840 },
  ],
];
const dates = [null, null, "2026-03-02", "2026-03-03", "2026-06-30"];

/** An office whose rules change at random; it remembers what they say now, to judge each write by. */
export class Office {
  private readonly people: StaffId[] = [];
  private teamIds: TeamId[] = [];
  private areaIds: AreaId[] = [];
  private scheduleIds: ScheduleId[] = [];
  private hired = 0;
  private wanted = new Map<string, Credential[]>();
  private deviceOf = new Map<number, DeviceId>();

  constructor(
    private readonly database: TestDatabase,
    private readonly chance: Chance,
    private readonly now: () => Instant,
  ) {}

  /** Everybody whose access an edit may have changed; the queue's part in this. */
  readonly queued = new Set<StaffId>();

  async open(): Promise<void> {
    const { db } = this.database;
    const [site] = await db.insert(sites).values({ name: "Vienna", timeZone: "Europe/Vienna" }).returning();
    if (!site) throw new Error("no site");
    const doors = await db.select().from(devices).orderBy(devices.nukiId);
    for (const door of doors) {
      await db.insert(placements).values({ deviceId: door.id, siteId: site.id });
      this.deviceOf.set(door.nukiId, door.id);
    }
    const groups = [doors, doors.slice(0, 2), doors.slice(1)];
    for (const [index, group] of groups.entries()) {
      const [area] = await db
        .insert(areas)
        .values({ name: `Area ${index}` })
        .returning();
      if (!area) throw new Error("no area");
      this.areaIds.push(area.id);
      for (const door of group) await db.insert(areaDevices).values({ areaId: area.id, deviceId: door.id });
    }
    for (const [index, windows] of weeks.entries()) {
      const [schedule] = await db
        .insert(schedules)
        .values({ name: `Schedule ${index}`, windows })
        .returning();
      if (schedule) this.scheduleIds.push(schedule.id);
    }
    for (const name of ["Days", "Nights"]) {
      const [team] = await db.insert(teams).values({ name }).returning();
      if (!team) throw new Error("no team");
      this.teamIds.push(team.id);
      await db.insert(rules).values({
        teamId: team.id,
        areaId: this.chance.pick(this.areaIds),
        scheduleId: this.chance.pick(this.scheduleIds),
        app: name === "Nights",
        keypad: true,
      });
    }
    for (let count = this.chance.between(3, 7); count > 0; count -= 1) await this.hire();
    await this.noteRules();
  }

  /** One random edit, with its audit event, as a command would make it. */
  async edit(): Promise<void> {
    const edits = [
      () => this.hire(),
      () => this.leave(),
      () => this.suspend(),
      () => this.changeSchedule(),
      () => this.moveTeam(),
      () => this.changeCode(),
      () => this.rotate(),
      () => this.rotate(),
      () => this.rename(),
      () => this.lastDay(),
      () => this.personalRule(),
      () => this.withdraw(),
      () => this.withdraw(),
      () => this.giveBack(),
    ];
    await this.chance.pick(edits)();
    await this.database.db
      .insert(auditEvents)
      .values({ at: new Date(this.now()), type: "staff.updated", detail: {}, previousHash: "", hash: "" });
    await this.noteRules();
  }

  /** Compiles the rules as they are at this moment. */
  async noteRules(): Promise<void> {
    const picture = await this.database.db.transaction((tx) => loadPicture(tx, "all"));
    const { compiled } = planOf(picture, this.now());
    this.wanted = new Map();
    for (const item of compiled.credentials) this.add(item);
    // A former code may have whatever the present one has, as long as it is the one that was set aside last.
    const former = await this.formerCodes();
    for (const item of compiled.credentials) {
      const codeHash = item.kind === "keypad" ? former.get(item.staffId) : undefined;
      if (codeHash) this.add({ ...item, wish: { ...item.wish, codeHash } });
    }
    // What is blocked may be kept or narrowed within what its rules grant.
    for (const item of compiled.blocked)
      for (const span of item.granted)
        for (const window of span.windows)
          this.add({
            ...item,
            sendFrom: null,
            wish: {
              name: "",
              enabled: true,
              window,
              codeHash: item.codeHash,
              remoteAllowed: span.remoteAllowed,
              validFrom: span.validFrom,
              validUntil: span.validUntil,
            },
          });
    this.users = new Map(picture.observed.accountUsers.map((user) => [user.accountUserId, user.staffId]));
  }

  private users = new Map<number, StaffId>();

  /** In words how an authorization that was sent lets in more than the rules do at this moment; null when it does not. */
  tooWide({ op, deviceId: nukiId, type, payload, at }: WriteItem): string | null {
    if (op === "update" && payload.enabled === false) return null;
    const deviceId = this.deviceOf.get(nukiId);
    const kind = type === 13 ? "keypad" : "app";
    const hash = kind === "keypad" ? getSecrets().hashCode(String(payload.code)) : null;
    const candidates = (this.wanted.get(`${deviceId} ${kind}`) ?? []).filter((credential) =>
      kind === "keypad"
        ? credential.wish.codeHash === hash
        : this.isUserOf(credential.staffId, Number(payload.accountUserId)),
    );
    const sent = windowOf(payload);
    const until = payload.allowedUntilDate
      ? Date.parse(String(payload.allowedUntilDate))
      : Number.POSITIVE_INFINITY;
    const from = payload.allowedFromDate
      ? Date.parse(String(payload.allowedFromDate))
      : Number.NEGATIVE_INFINITY;
    const fits = candidates.some(
      ({ wish }) =>
        wish.enabled &&
        covers([wish.window], [sent]) &&
        until <= (wish.validUntil ?? Number.POSITIVE_INFINITY) &&
        from >= (wish.validFrom ?? Number.NEGATIVE_INFINITY) &&
        (!payload.remoteAllowed || wish.remoteAllowed),
    );
    return fits
      ? null
      : `${new Date(at).toISOString()} ${op} of ${payload.name} (${kind}) on ${nukiId} is wider than the rules`;
  }

  private isUserOf(staffId: StaffId, accountUserId: number): boolean {
    const known = this.users.get(accountUserId);
    return known === undefined || known === staffId;
  }

  private add(credential: Credential): void {
    const key = `${credential.deviceId} ${credential.kind}`;
    this.wanted.set(key, [...(this.wanted.get(key) ?? []), credential]);
  }

  private async hire(): Promise<void> {
    const { db } = this.database;
    this.hired += 1;
    const name = `Person ${this.hired} Müller-Lüdenscheidt`;
    const email = this.chance.happens(0.8) ? `person.${this.hired}@example.com` : null;
    const [person] = await db
      .insert(staff)
      .values({ displayName: name, email, lastDay: this.chance.pick(dates) })
      .returning();
    if (!person) throw new Error("nobody was hired");
    await db.transaction((tx) => ensureCodes(tx, [person.id], new Date(this.now())));
    await db.insert(staffTeams).values({ staffId: person.id, teamId: this.chance.pick(this.teamIds) });
    this.people.push(person.id);
    this.queued.add(person.id);
  }

  private async leave(): Promise<void> {
    const { db } = this.database;
    const id = this.somebody();
    if (!id) return;
    await db.transaction(async (tx) => {
      await tx.update(staff).set({ status: "removed" }).where(eq(staff.id, id));
      await tx.delete(rules).where(eq(rules.staffId, id));
      await tx.delete(staffTeams).where(eq(staffTeams.staffId, id));
      await retireCodes(tx, [id], new Date(this.now()));
    });
    this.people.splice(this.people.indexOf(id), 1);
    this.queued.add(id);
  }

  private async suspend(): Promise<void> {
    const id = this.somebody();
    if (!id) return;
    const { db } = this.database;
    const [person] = await db.select().from(staff).where(eq(staff.id, id));
    const status = person?.status === "active" ? "suspended" : "active";
    await db.update(staff).set({ status }).where(eq(staff.id, id));
    this.queued.add(id);
  }

  private async changeSchedule(): Promise<void> {
    const id = this.chance.pick(this.scheduleIds);
    await this.database.db
      .update(schedules)
      .set({ windows: this.chance.pick(weeks) })
      .where(eq(schedules.id, id));
    for (const person of this.people) this.queued.add(person);
  }

  private async moveTeam(): Promise<void> {
    const id = this.somebody();
    if (!id) return;
    const { db } = this.database;
    await db.transaction(async (tx) => {
      await tx.delete(staffTeams).where(eq(staffTeams.staffId, id));
      await tx.insert(staffTeams).values({ staffId: id, teamId: this.chance.pick(this.teamIds) });
    });
    this.queued.add(id);
  }

  private async changeCode(): Promise<void> {
    const id = this.somebody();
    if (!id) return;
    await this.database.db.transaction(async (tx) => {
      const pool = await openCodes(tx, new Date(this.now()));
      const code = createCodePool([]).take((limit) => this.chance.below(limit));
      if (code !== null && pool.isFree(code)) await giveCode(tx, pool, id, code, new Date(this.now()));
    });
    this.queued.add(id);
  }

  private async rotate(): Promise<void> {
    const ids = this.people.filter(() => this.chance.happens(0.4));
    if (ids.length === 0) return;
    const now = this.now();
    await this.database.db.transaction((tx) =>
      replaceCodes(tx, ids, new Date(now), {
        mode: this.chance.happens(0.75) ? "seamless" : "at_once",
        keepOldUntil: this.chance.happens(0.3) ? new Date(now + this.chance.between(1, 300) * 1000) : null,
      }),
    );
    for (const id of ids) this.queued.add(id);
  }

  private async formerCodes(): Promise<Map<StaffId, string>> {
    const rows = await this.database.db
      .select()
      .from(staffCodes)
      .where(isNotNull(staffCodes.retiredAt))
      .orderBy(asc(staffCodes.retiredAt), asc(staffCodes.createdAt));
    const last = new Map(rows.map((row) => [row.staffId, row]));
    return new Map(
      [...last].flatMap(([staffId, row]) =>
        row.keepUntil === null ? [] : [[staffId, row.codeHash] as const],
      ),
    );
  }

  private async rename(): Promise<void> {
    const id = this.somebody();
    if (!id) return;
    const displayName = `Renamed ${this.chance.below(1000)}`;
    await this.database.db.update(staff).set({ displayName }).where(eq(staff.id, id));
    this.queued.add(id);
  }

  private async lastDay(): Promise<void> {
    const id = this.somebody();
    if (!id) return;
    await this.database.db
      .update(staff)
      .set({ lastDay: this.chance.pick(dates) })
      .where(eq(staff.id, id));
    this.queued.add(id);
  }

  private async personalRule(): Promise<void> {
    const id = this.somebody();
    if (!id) return;
    const { db } = this.database;
    await db.transaction(async (tx) => {
      await tx.delete(rules).where(eq(rules.staffId, id));
      if (this.chance.happens(0.3)) return;
      await tx.insert(rules).values({
        staffId: id,
        areaId: this.chance.pick(this.areaIds),
        scheduleId: this.chance.pick(this.scheduleIds),
        app: this.chance.happens(0.5),
        keypad: true,
        remote: this.chance.happens(0.5),
      });
    });
    this.queued.add(id);
  }

  private async withdraw(): Promise<void> {
    const staffId = this.somebody();
    if (!staffId) return;
    this.security ??= await this.admin();
    await this.database.db
      .insert(withdrawals)
      .values({
        staffId,
        deviceId: this.chance.pick([...this.deviceOf.values()]),
        part: this.chance.pick([...withdrawnParts]),
        createdBy: this.security,
      })
      .onConflictDoNothing();
    this.queued.add(staffId);
  }

  private async giveBack(): Promise<void> {
    const staffId = this.somebody();
    if (!staffId) return;
    await this.database.db.delete(withdrawals).where(eq(withdrawals.staffId, staffId));
    this.queued.add(staffId);
  }

  private security: AdminId | null = null;

  private async admin(): Promise<AdminId> {
    const [admin] = await this.database.db
      .insert(admins)
      .values({ name: "Ada", email: "ada@example.com", passwordHash: "", role: "owner" })
      .returning();
    if (!admin) throw new Error("no admin");
    return admin.id;
  }

  private somebody(): StaffId | null {
    return this.people.length === 0 ? null : this.chance.pick(this.people);
  }

  /** Every code that a person has now, to tell whose an authorization is. */
  async currentCodes(): Promise<Map<string, StaffId>> {
    const rows = await this.database.db
      .select()
      .from(staffCodes)
      .where(and(isNull(staffCodes.retiredAt)));
    return new Map(rows.map((row) => [row.codeHash, row.staffId]));
  }
}

function windowOf(payload: Record<string, unknown>): TimeWindow {
  let mask = 0;
  for (let day = 0; day < 7; day += 1) if (Number(payload.allowedWeekDays) & (64 >> day)) mask |= 1 << day;
  const fromMinute = Number(payload.allowedFromTime);
  const untilMinute = Number(payload.allowedUntilTime);
  const wholeDay = fromMinute === 0 && untilMinute === 0;
  return { days: weekdays(mask), fromMinute, untilMinute: wholeDay ? 1440 : untilMinute };
}
