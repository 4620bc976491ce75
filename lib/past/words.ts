import type { CredentialKind } from "@/lib/access/types";

/** With what somebody opens, as a key of the messages `past.as`. */
export type AsKey = "app" | "appRemote" | "fob" | "keypad" | "keypad_old" | "other";

/** By Nuki's number of the type; what was only wanted has none, and is told by its kind. */
export function asKeyOf(row: {
  readonly type: number | null;
  readonly kind: CredentialKind | null;
  readonly remoteAllowed: boolean;
}): AsKey {
  const app = row.remoteAllowed ? "appRemote" : "app";
  switch (row.type) {
    case 0:
      return app;
    case 2:
      return "fob";
    case 13:
      return row.kind === "keypad_old" ? "keypad_old" : "keypad";
    case null:
      return row.kind === "keypad" || row.kind === "keypad_old" ? row.kind : app;
    default:
      return "other";
  }
}
