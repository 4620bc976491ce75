import type { SiteId } from "@/lib/access/types";
import type { AdminId } from "@/lib/db/tables/intent";
import { AppError } from "@/lib/errors";
import { type Permission, type Role, roleMay } from "./permissions";

declare const gate: unique symbol;

/**
 * Who asks. Only the session gate (`requireActor`), the worker (`systemActor`) and the tests make one, so a query or
 * command that was reached without a check does not compile.
 */
export interface Actor {
  readonly [gate]: true;
  readonly adminId: AdminId | null;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly sites: "all" | readonly SiteId[];
  /** Of the browser that asks, as far as the proxies in front tell it; absent for what nobody asks for. */
  readonly address?: string;
}

export function makeActor(facts: Omit<Actor, typeof gate>): Actor {
  return facts as Actor;
}

/** The worker and the first start: everything, and no person's name in the audit trail. */
export function systemActor(): Actor {
  return makeActor({ adminId: null, name: "Postern", email: "", role: "owner", sites: "all" });
}

/** May this actor do this, at this site where one is given? */
export function may(actor: Actor, permission: Permission, siteId?: SiteId): boolean {
  if (!roleMay(actor.role, permission)) return false;
  return siteId === undefined || seesSite(actor, siteId);
}

export function seesSite(actor: Actor, siteId: SiteId): boolean {
  return actor.sites === "all" || actor.sites.includes(siteId);
}

export function assertMay(actor: Actor, permission: Permission, siteId?: SiteId): void {
  if (!may(actor, permission, siteId)) {
    throw new AppError("forbidden", `${actor.role} may not ${permission}${siteId ? " at this site" : ""}`);
  }
}
