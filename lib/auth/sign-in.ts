import { record } from "@/lib/audit/record";
import { transact } from "@/lib/db/connection";
import { makeActor, systemActor } from "./actor";
import { findAdminByEmail, type KnownAdmin, replacePasswordHash } from "./admins";
import { hashPassword, isOutdated, verifyPassword } from "./password";
import { admitAttempt, clearAttempts } from "./throttle";

interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly address: string;
}

export type SignInOutcome =
  | { readonly kind: "signed_in"; readonly admin: KnownAdmin }
  | { readonly kind: "wrong" }
  | { readonly kind: "throttled"; readonly waitSeconds: number };

/**
 * Checks a password. An unknown e-mail, a disabled admin and a wrong password take the same steps and the same time,
 * and get the same answer.
 */
export async function signIn({ email, password, address }: Credentials, now: Date): Promise<SignInOutcome> {
  const admission = await admitAttempt({ email, address }, now);
  if (!admission.ok) return { kind: "throttled", waitSeconds: admission.waitSeconds };
  const admin = await findAdminByEmail(email);
  if (!(await verifyPassword(password, admin?.passwordHash ?? null)) || !admin) {
    await recordFailure(admin, address, now);
    return { kind: "wrong" };
  }
  await clearAttempts({ email, address }, now);
  if (admin.passwordHash !== null && isOutdated(admin.passwordHash)) {
    await replacePasswordHash(admin.adminId, admin.passwordHash, await hashPassword(password));
  }
  await recordSuccess(admin, address, now);
  return { kind: "signed_in", admin };
}

/** What was typed is kept only as far as it names one of ours: else the trail collects strangers' addresses. */
async function recordFailure(admin: KnownAdmin | null, address: string, now: Date): Promise<void> {
  await transact((tx) =>
    record(
      tx,
      makeActor({ ...systemActor(), address }),
      [{ type: "admin.sign_in_failed", subjectId: admin?.adminId }],
      now,
    ),
  );
}

async function recordSuccess({ actor, adminId }: KnownAdmin, address: string, now: Date): Promise<void> {
  const from = makeActor({ ...actor, address });
  await transact((tx) => record(tx, from, [{ type: "admin.signed_in", subjectId: adminId }], now));
}
