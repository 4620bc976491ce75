import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import { record } from "@/lib/audit/record";
import { type Db, getDb, type Tx } from "@/lib/db/connection";
import { type AdminId, adminSites, admins } from "@/lib/db/schema";
import { type Actor, makeActor } from "./actor";

export interface KnownAdmin {
  readonly adminId: AdminId;
  readonly actor: Actor;
  readonly passwordHash: string | null;
  readonly sessionEpoch: number;
}

/** Who a session belongs to, as the database says now; null when disabled, removed or signed out everywhere. */
export async function findSignedInAdmin(id: AdminId, sessionEpoch: number): Promise<Actor | null> {
  const admin = await findAdmin(and(eq(admins.id, id), eq(admins.sessionEpoch, sessionEpoch)));
  return admin?.actor ?? null;
}

/** Who this is now, with what they may do now; null when disabled or removed. For what was asked before and goes on later. */
export async function findAdminActor(tx: Tx, id: AdminId): Promise<Actor | null> {
  return (await findAdmin(eq(admins.id, id), tx))?.actor ?? null;
}

/** For a password that is asked again; null when disabled or removed. */
export async function findAdminById(id: AdminId): Promise<KnownAdmin | null> {
  return findAdmin(eq(admins.id, id));
}

/** For the sign-in. A disabled admin is not found, so that the answer is the same as for nobody. */
export async function findAdminByEmail(email: string): Promise<KnownAdmin | null> {
  return findAdmin(sql`lower(${admins.email}) = lower(${email})`);
}

async function findAdmin(condition: SQL | undefined, db: Db | Tx = getDb()): Promise<KnownAdmin | null> {
  const rows = await db
    .select({ admin: admins, siteId: adminSites.siteId })
    .from(admins)
    .leftJoin(adminSites, eq(adminSites.adminId, admins.id))
    .where(and(condition, isNull(admins.disabledAt)));
  const admin = rows[0]?.admin;
  if (!admin) return null;
  const { id: adminId, name, email, role, passwordHash, sessionEpoch } = admin;
  const sites = admin.allSites ? "all" : rows.flatMap(({ siteId }) => siteId ?? []);
  return { adminId, actor: makeActor({ adminId, name, email, role, sites }), passwordHash, sessionEpoch };
}

/** For the sign-in page and the first start; on its own it decides nothing. */
export async function countAdmins(): Promise<number> {
  return getDb().$count(admins);
}

/** Replaces a hash made with outdated parameters, unless the password was changed meanwhile. */
export async function replacePasswordHash(id: AdminId, from: string, to: string): Promise<void> {
  await getDb()
    .update(admins)
    .set({ passwordHash: to })
    .where(and(eq(admins.id, id), eq(admins.passwordHash, from)));
}

interface NewOwner {
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
}

/** Adds an owner of all sites, with its audit event. */
export async function createOwner(tx: Tx, actor: Actor, owner: NewOwner, now: Date): Promise<void> {
  const [row] = await tx
    .insert(admins)
    .values({ ...owner, role: "owner", allSites: true, createdAt: now })
    .returning({ adminId: admins.id });
  if (!row) throw new Error("the new owner was not stored");
  const detail = { name: owner.name, email: owner.email, role: "owner", sites: "all" };
  await record(tx, actor, [{ type: "admin.created", subjectId: row.adminId, detail }], now);
}
