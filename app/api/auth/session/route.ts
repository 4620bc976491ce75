import { NextResponse } from "next/server";
import { findActor } from "@/lib/auth/session";

/**
 * In place of next-auth's own endpoint, which renews the cookie each time it is asked (the twelve hours would never
 * end) and knows nothing of revocation.
 */
export async function GET() {
  const actor = await findActor();
  return NextResponse.json(actor ? { user: { name: actor.name, email: actor.email } } : {});
}
