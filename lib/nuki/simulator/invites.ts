import type { Auth, Device, Invite, World } from "./world.ts";

const validMs = 48 * 3_600_000;
const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** One code per device, also for bulk creates; there is no resend. `mailed` is false for the advanced calls. */
export function sendInvite(
  world: World,
  device: Device,
  auth: Auth,
  operationId: string,
  mailed: boolean,
): Invite {
  const user = auth.accountUserId === undefined ? undefined : world.users.get(auth.accountUserId);
  const now = world.clock.now();
  const invite: Invite = {
    id: world.ids.objectId(now),
    to: user?.email ?? "",
    name: auth.name,
    smartlockId: device.smartlockId,
    device: device.name,
    code: Array.from({ length: 9 }, () => world.random.code.pick([...alphabet])).join(""),
    sentAt: new Date(now).toISOString(),
    expiresAt: new Date(now + validMs).toISOString(),
    operationId,
    mailed,
    authId: auth.id,
  };
  world.outbox.push(invite);
  return invite;
}

/** Typing the code into the Nuki app; returns why it did not work. */
export function redeemInvite(world: World, code: string): string | null {
  const invite = world.outbox.find((item) => item.code === code);
  const device = invite && world.devices.get(invite.smartlockId);
  const auth = invite?.authId === undefined ? undefined : device?.auths.get(invite.authId);
  if (!invite || !auth) return "unknown code";
  if (invite.redeemedAt) return "already redeemed";
  if (Date.parse(invite.expiresAt) <= world.clock.now()) return "expired";
  invite.redeemedAt = world.clock.iso();
  auth.lastActiveDate = invite.redeemedAt;
  return null;
}
