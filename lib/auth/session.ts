import "server-only";
import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { cache } from "react";
import type { SiteId } from "@/lib/access/types";
import { type Actor, makeActor, may } from "./actor";
import { findSignedInAdmin } from "./admins";
import { callerAddress } from "./caller-address";
import { authOptions } from "./options";
import type { Permission } from "./permissions";

/** Who asks, read from the database once per request; null when signed out, disabled or revoked. */
export const findActor = cache(async (): Promise<Actor | null> => {
  const session = await getServerSession(authOptions);
  const actor = session?.claim && (await findSignedInAdmin(session.claim.adminId, session.claim.epoch));
  return actor ? makeActor({ ...actor, address: callerAddress(Object.fromEntries(await headers())) }) : null;
});

/** The gate of every page: goes to the sign-in page when signed out, answers 403 when not allowed. */
export async function requireActor(permission: Permission, siteId?: SiteId): Promise<Actor> {
  const actor = await findActor();
  if (!actor) redirect("/sign-in");
  if (!may(actor, permission, siteId)) forbidden();
  return actor;
}
