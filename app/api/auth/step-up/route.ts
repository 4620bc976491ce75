import { NextResponse } from "next/server";
import { z } from "zod";
import { callerAddress } from "@/lib/auth/caller-address";
import { findActor } from "@/lib/auth/session";
import { stepUp } from "@/lib/auth/step-up";
import { refuse } from "@/lib/result";

const bodySchema = z.object({ password: z.string().min(1).max(200) });

/**
 * An endpoint and not an action: an action that sets a cookie makes Next render the page behind the dialog again. Another
 * site cannot send this for anyone: the session's cookie does not travel with its requests, and it needs the password.
 */
export async function POST(request: Request) {
  const actor = await findActor();
  if (!actor) return NextResponse.json(refuse("signed_out"), { status: 401 });
  const parsed = bodySchema.safeParse(await request.json().catch(() => null));
  if (!parsed.success)
    return NextResponse.json(refuse("invalid_input", { field: "password" }), { status: 400 });
  const address = callerAddress(Object.fromEntries(request.headers));
  return NextResponse.json(await stepUp(actor, parsed.data.password, address, new Date()), {
    headers: { "Cache-Control": "no-store" },
  });
}
