import "server-only";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import type { Permission } from "@/lib/auth/permissions";
import { findActor } from "@/lib/auth/session";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { type Result, refuse } from "@/lib/result";
import { roleMay } from "./auth/permissions";

interface Definition<Input extends z.ZodType, Output> {
  /** Required: an action that anybody signed in may run has to say so by a permission that every role has. */
  readonly permission: Permission;
  readonly input: Input;
  readonly run: (actor: Actor, input: z.output<Input>) => Promise<Result<Output>>;
}

/**
 * Makes a server action: session, role, input, run, error to code, in this order. Refusals come back as values; what
 * should not happen is logged with its cause and reaches the browser as a code only.
 */
export function defineAction<Input extends z.ZodType, Output>({
  permission,
  input,
  run,
}: Definition<Input, Output>): (raw: z.input<Input>) => Promise<Result<Output>> {
  return async (raw) => {
    const actor = await findActor();
    if (!actor) return refuse("signed_out");
    if (!roleMay(actor.role, permission)) return refuse("forbidden");
    const parsed = input.safeParse(raw);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return refuse("invalid_input", issue ? { field: issue.path.join(".") } : {});
    }
    try {
      return await run(actor, parsed.data);
    } catch (error) {
      unstable_rethrow(error);
      if (error instanceof AppError) {
        if (error.code === "unexpected") log.error({ err: error, permission }, "action failed");
        return refuse(error.code);
      }
      log.error({ err: error, permission }, "action failed");
      return refuse("unexpected");
    }
  };
}
