import { compile } from "./compile";
import type {
  AccessModel,
  Authorization,
  BlockedCredential,
  Credential,
  FormerCredential,
  Instant,
  NukiAuthId,
  Observed,
  WithheldAccess,
} from "./types";

/** What the rules want, and which former codes may stay beside it for now. */
export function compileWith(
  model: AccessModel,
  observed: Observed,
  now: Instant,
): { credentials: Credential[]; blocked: BlockedCredential[]; withheld: WithheldAccess[] } {
  const { credentials, ...rest } = compile(model, now);
  return { credentials: [...credentials, ...formerCredentials(model, credentials, observed, now)], ...rest };
}

/**
 * The former codes that may still open: each with exactly what the person's code gives at that door, and until the new
 * code was seen there. It is looked for, never made: where it is not seen, or is not the code that was set aside, or the
 * rules give the person no code, nothing is wanted, and so whatever is bound goes.
 */
export function formerCredentials(
  model: AccessModel,
  credentials: readonly Credential[],
  observed: Observed,
  now: Instant,
): FormerCredential[] {
  const setAside = observed.bindings.filter((binding) => binding.kind === "keypad_old");
  if (setAside.length === 0) return [];
  const people = new Map(model.staff.map((member) => [member.id, member]));
  const seen = new Map<NukiAuthId, Authorization>(observed.authorizations.map((auth) => [auth.id, auth]));
  const current = new Map<string, Authorization>();
  for (const { kind, staffId, deviceId, authId } of observed.bindings) {
    const auth = kind === "keypad" ? seen.get(authId) : undefined;
    if (auth && works(auth, people.get(staffId)?.codeHash ?? null))
      current.set(`${staffId} ${deviceId}`, auth);
  }
  const codes = new Map<string, Credential>();
  for (const item of credentials)
    if (item.kind === "keypad" && item.wish.enabled) codes.set(`${item.staffId} ${item.deviceId}`, item);

  const wanted = new Map<string, FormerCredential>();
  for (const { staffId, deviceId, authId } of setAside) {
    const place = `${staffId} ${deviceId}`;
    const code = codes.get(place);
    const old = people.get(staffId)?.oldCode;
    if (!code || !old || seen.get(authId)?.codeHash !== old.codeHash) continue;
    const isOver = old.keepUntil === null || old.keepUntil <= now;
    if (isOver && current.has(place)) continue;
    const wish = { ...code.wish, codeHash: old.codeHash };
    wanted.set(place, { staffId, deviceId, kind: "keypad_old", wish, sendFrom: null, ruleIds: code.ruleIds });
  }
  return [...wanted.values()];
}

/** Was the person's present code seen there, and nothing is being written to it? */
function works(auth: Authorization, codeHash: string | null): boolean {
  return auth.enabled && !auth.busy && codeHash !== null && auth.codeHash === codeHash;
}
