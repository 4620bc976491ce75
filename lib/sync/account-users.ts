import { and, eq, inArray } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import { accountUsers, staff, staffAccountUsers } from "@/lib/db/schema";
import { NukiError } from "@/lib/nuki/errors";
import type { NukiAccountUser } from "@/lib/nuki/schemas";
import type { SyncContext } from "./context";

/**
 * Nuki's account user of a staff member: the one we know, as long as the e-mail address is the same, else the one that
 * has the address, else a new one.
 * Making one sends nothing to the person; the invitation goes out with the first app authorization (web-api.md 3.2).
 */
export async function accountUserOf(context: SyncContext, staffId: StaffId): Promise<number> {
  const { db, account } = context;
  const [person] = await db
    .select({ email: staff.email, name: staff.displayName, language: staff.language })
    .from(staff)
    .where(eq(staff.id, staffId));
  if (!person?.email)
    throw new Error("an app authorization was planned for somebody without an e-mail address");
  const [known] = await db
    .select({ accountUserId: staffAccountUsers.accountUserId, email: accountUsers.email })
    .from(staffAccountUsers)
    .leftJoin(
      accountUsers,
      and(
        eq(accountUsers.accountId, staffAccountUsers.accountId),
        eq(accountUsers.nukiId, staffAccountUsers.accountUserId),
      ),
    )
    .where(and(eq(staffAccountUsers.accountId, account.id), eq(staffAccountUsers.staffId, staffId)));
  // An address that was corrected here: whoever has the one of before must not be given another door.
  const isSame = known && (known.email === null || known.email === person.email.toLowerCase());
  if (isSame) return known.accountUserId;
  const user = await findOrCreate(context, { ...person, email: person.email });
  await remember(context, staffId, user);
  return user.accountUserId;
}

async function findOrCreate(
  { nuki }: SyncContext,
  person: { email: string; name: string; language: string },
): Promise<NukiAccountUser> {
  const found = await nuki.reader.findAccountUserByEmail(person.email);
  if (found) return found;
  try {
    return await nuki.writer.createAccountUser(person);
  } catch (error) {
    // Nuki answers 409 where the address exists already (B5): then it can be found now.
    const late = error instanceof NukiError && error.status === 409;
    const exists = late ? await nuki.reader.findAccountUserByEmail(person.email) : null;
    if (exists) return exists;
    throw error;
  }
}

async function remember(
  { db, account, now }: SyncContext,
  staffId: StaffId,
  user: NukiAccountUser,
): Promise<void> {
  const email = user.email.toLowerCase();
  await db.transaction(async (tx) => {
    await tx
      .insert(accountUsers)
      .values({
        accountId: account.id,
        nukiId: user.accountUserId,
        email,
        name: user.name,
        seenAt: new Date(now()),
      })
      .onConflictDoUpdate({
        target: [accountUsers.accountId, accountUsers.nukiId],
        set: { email, name: user.name },
      });
    // Whoever left and is hired anew has the same address, and so the same account user; what the leaver still has on
    // doors is known by its binding. Of somebody who is here it is never taken.
    await tx
      .delete(staffAccountUsers)
      .where(
        and(
          eq(staffAccountUsers.accountId, account.id),
          eq(staffAccountUsers.accountUserId, user.accountUserId),
          inArray(
            staffAccountUsers.staffId,
            tx.select({ id: staff.id }).from(staff).where(eq(staff.status, "removed")),
          ),
        ),
      );
    await tx
      .insert(staffAccountUsers)
      .values({ accountId: account.id, staffId, accountUserId: user.accountUserId })
      .onConflictDoUpdate({
        target: [staffAccountUsers.accountId, staffAccountUsers.staffId],
        set: { accountUserId: user.accountUserId },
      });
  });
}
