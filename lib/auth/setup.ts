import { createHash, randomBytes } from "node:crypto";
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { getDb, type Tx, transact } from "@/lib/db/connection";
import { admins, setupLinks } from "@/lib/db/schema";
import { ok, type Result, refuse } from "@/lib/result";
import { systemActor } from "./actor";
import { countAdmins, createOwner } from "./admins";
import { demoAccount } from "./demo-account";
import { hashPassword } from "./password";
import type { FirstOwnerInput } from "./schema";

const linkLifeMs = 24 * 60 * 60_000;

/** Any number that nothing else locks on: there is one first owner, whatever arrives at once. */
const firstOwnerLock = 4_151_703;

interface FirstOwnerSource {
  readonly adminEmail?: string;
  readonly adminPassword?: string;
  readonly demo: boolean;
}

/**
 * At each start: makes the first owner from the environment (in the demo: the demo account), unless somebody can sign
 * in already. Without either it makes a new one-time link and returns its path for the console; older links end.
 */
export async function ensureFirstOwner(source: FirstOwnerSource, now: Date): Promise<string | null> {
  if ((await countAdmins()) > 0) {
    await getDb().delete(setupLinks);
    return null;
  }
  const owner = ownerFrom(source);
  const passwordHash = owner && (await hashPassword(owner.password));
  return transact(async (tx) => {
    if (!(await isFirst(tx))) return null;
    await tx.delete(setupLinks);
    if (owner && passwordHash) {
      await createOwner(tx, systemActor(), { name: owner.name, email: owner.email, passwordHash }, now);
      return null;
    }
    const token = randomBytes(32).toString("base64url");
    await tx.insert(setupLinks).values({ tokenHash: hashToken(token), createdAt: now });
    return `/setup/${token}`;
  });
}

/** May this link still be used? For the page; `createFirstOwner` asks again in its write. */
export async function isSetupLinkOpen(token: string, now: Date): Promise<boolean> {
  return (await getDb().$count(setupLinks, isOpenLink(token, now))) > 0;
}

/** Makes the owner that the link stands for and closes the link in the same write, so that it works exactly once. */
export async function createFirstOwner(
  token: string,
  { name, email, password }: FirstOwnerInput,
  now: Date,
): Promise<Result<null>> {
  // Hashing costs; a stranger without a link must not be able to ask for it.
  if (!(await isSetupLinkOpen(token, now))) return refuse("not_found");
  const passwordHash = await hashPassword(password);
  return transact(async (tx) => {
    if (!(await isFirst(tx))) return refuse("not_found");
    const closed = await tx
      .update(setupLinks)
      .set({ usedAt: now })
      .where(isOpenLink(token, now))
      .returning({ tokenHash: setupLinks.tokenHash });
    if (closed.length === 0) return refuse("not_found");
    await createOwner(tx, systemActor(), { name, email, passwordHash }, now);
    return ok(null);
  });
}

/** Lengths and forms of the variables were checked where the environment was read. */
function ownerFrom({ adminEmail, adminPassword, demo }: FirstOwnerSource): FirstOwnerInput | null {
  if (adminEmail && adminPassword) return { name: adminEmail, email: adminEmail, password: adminPassword };
  return demo ? demoAccount : null;
}

async function isFirst(tx: Tx): Promise<boolean> {
  await tx.execute(sql`select pg_advisory_xact_lock(${firstOwnerLock})`);
  return (await tx.$count(admins)) === 0;
}

function isOpenLink(token: string, now: Date) {
  const notBefore = new Date(now.getTime() - linkLifeMs);
  return and(
    eq(setupLinks.tokenHash, hashToken(token)),
    isNull(setupLinks.usedAt),
    gt(setupLinks.createdAt, notBefore),
  );
}

function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
