import "server-only";
import type { AuthOptions, Session } from "next-auth";
import credentials from "next-auth/providers/credentials";
import type { AdminId } from "@/lib/db/schema";
import { log } from "@/lib/log";
import { callerAddress } from "./caller-address";
import { signInSchema } from "./schema";
import { type SignInOutcome, signIn } from "./sign-in";
import { endStepUps } from "./step-up";

declare module "next-auth" {
  interface User {
    epoch: number;
  }
  interface Session {
    claim?: SessionClaim;
  }
}
declare module "next-auth/jwt" {
  interface JWT {
    uid?: string;
    epoch?: number;
  }
}

/** What a genuine cookie says. Whether it still counts is for `findActor`, which asks the database. */
export interface SessionClaim {
  readonly adminId: AdminId;
  readonly epoch: number;
}

/** How long a sign-in lasts without a page being opened. */
export const sessionSeconds = 12 * 60 * 60;

export const authOptions: AuthOptions = {
  session: { strategy: "jwt", maxAge: sessionSeconds },
  pages: { signIn: "/sign-in", error: "/sign-in" },
  logger: {
    error(code, metadata) {
      const err = metadata instanceof Error ? metadata : metadata.error;
      // A cookie that ran out, or of another secret: nothing that anybody has to look at.
      if (code === "JWT_SESSION_ERROR") log.info({ code }, "a session cookie was not accepted");
      else log.error({ code, err }, "next-auth");
    },
    warn: (code) => log.warn({ code }, "next-auth"),
    debug: () => {},
  },
  events: {
    signOut: async ({ token }) => {
      if (token?.uid !== undefined) await endStepUps(token.uid as AdminId);
    },
  },
  providers: [
    credentials({
      credentials: { email: { type: "email" }, password: { type: "password" } },
      async authorize(given, request) {
        const outcome = await attempt(given, callerAddress(request.headers));
        if (outcome.kind === "wrong") return null;
        if (outcome.kind === "throttled") throw new Error(`too_many_attempts:${outcome.waitSeconds}`);
        return { id: outcome.admin.adminId, epoch: outcome.admin.sessionEpoch };
      },
    }),
  ],
  callbacks: {
    // The cookie holds who and which epoch, no role and no name: what may change is read when it is needed.
    jwt: ({ token, user }) => (user ? { uid: user.id, epoch: user.epoch } : token),
    // No query in here: next-auth takes anything thrown for a sign-out, and a failing database is none.
    session: ({ session: { expires }, token: { uid, epoch } }) =>
      uid === undefined || epoch === undefined
        ? ({} as Session) // an empty object is what next-auth reads as "no session"
        : { expires, claim: { adminId: uid as AdminId, epoch } },
  },
};

/** next-auth puts the message of whatever is thrown into a URL, so nothing that we did not write may get there. */
async function attempt(given: unknown, address: string): Promise<SignInOutcome> {
  const parsed = signInSchema.safeParse(given);
  if (!parsed.success) return { kind: "wrong" };
  try {
    return await signIn({ ...parsed.data, address }, new Date());
  } catch (error) {
    log.error({ err: error }, "sign-in failed");
    throw new Error("unexpected");
  }
}
