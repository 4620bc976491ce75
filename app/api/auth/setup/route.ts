import { NextResponse } from "next/server";
import { z } from "zod";
import { firstOwnerSchema } from "@/lib/auth/schema";
import { createFirstOwner } from "@/lib/auth/setup";
import { refuse } from "@/lib/result";

const bodySchema = firstOwnerSchema.extend({ token: z.string().min(1).max(100) });

/**
 * An endpoint and not an action: actions need somebody who is signed in, and here there is nobody yet. The token is
 * in the body, so another site cannot send this for anyone.
 */
export async function POST(request: Request) {
  const parsed = bodySchema.safeParse(await request.json().catch(() => null));
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join(".");
    return NextResponse.json(refuse("invalid_input", field ? { field } : {}), { status: 400 });
  }
  const { token, ...owner } = parsed.data;
  const result = await createFirstOwner(token, owner, new Date());
  return NextResponse.json(result, { status: result.ok ? 201 : 404 });
}
