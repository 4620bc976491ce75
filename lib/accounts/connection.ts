import "server-only";
import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { record } from "@/lib/audit/record";
import { systemActor } from "@/lib/auth/actor";
import type { Tx } from "@/lib/db/connection";
import { accountSync, accounts, installation } from "@/lib/db/schema";
import type { Secrets } from "@/lib/db/secrets";

export const lastTokenKey = "environment_token";

/**
 * The connection that the environment names: made at the first start, changed when the variable changes. A token that
 * an owner entered in the settings meanwhile stays until the environment names another one than before.
 */
export async function ensureConnection(
  tx: Tx,
  secrets: Secrets,
  wanted: { name: string; apiUrl: string; token: string },
): Promise<void> {
  const tokenHash = createHash("sha256").update(wanted.token).digest("hex");
  const [account] = await tx.select().from(accounts).orderBy(accounts.createdAt).limit(1);
  const [last] = await tx.select().from(installation).where(eq(installation.key, lastTokenKey));
  if (!account) {
    const [made] = await tx
      .insert(accounts)
      .values({
        name: wanted.name,
        apiUrl: wanted.apiUrl,
        token: secrets.seal(wanted.token, "account_token"),
      })
      .returning({ id: accounts.id });
    if (!made) throw new Error("the connection was not stored");
    await tx.insert(accountSync).values({ accountId: made.id });
    await record(tx, systemActor(), [
      {
        type: "connection.created",
        subjectId: made.id,
        detail: { name: wanted.name, apiUrl: wanted.apiUrl },
      },
    ]);
  } else {
    const changedToken = last?.value !== tokenHash;
    if (account.apiUrl !== wanted.apiUrl || changedToken) {
      await tx
        .update(accounts)
        .set({
          apiUrl: wanted.apiUrl,
          updatedAt: new Date(),
          ...(changedToken ? { token: secrets.seal(wanted.token, "account_token") } : {}),
        })
        .where(eq(accounts.id, account.id));
    }
  }
  await tx
    .insert(installation)
    .values({ key: lastTokenKey, value: tokenHash })
    .onConflictDoUpdate({ target: installation.key, set: { value: tokenHash } });
}
