import { z } from "zod";
import type { AccountId, SiteId } from "@/lib/access/types";
import type { BridgeId } from "@/lib/db/tables/doors";

export const bridgeIdSchema = z.uuid().transform((id) => id as BridgeId);
export const accountIdSchema = z.uuid().transform((id) => id as AccountId);

export const tokenModes = ["encrypted", "plain"] as const;
export type TokenMode = (typeof tokenModes)[number];

/** The form of a bridge. Empty text means "none", an empty token "the one that is stored". */
export const bridgeSchema = z.object({
  name: z.string().trim().min(1).max(80),
  siteId: z.union([z.literal(""), z.uuid().transform((id) => id as SiteId)]),
  host: z.string().trim().max(64),
  port: z.coerce.number<string | number>().int().min(1).max(65_535),
  token: z
    .string()
    .trim()
    .max(200)
    .regex(/^[\x21-\x7e]*$/),
  tokenMode: z.enum(tokenModes),
});

export type BridgeInput = z.output<typeof bridgeSchema>;

/** What is stored of how a bridge is read. */
export interface StoredAccess {
  readonly host: string | null;
  readonly port: number | null;
  readonly tokenMode: TokenMode;
  readonly hasToken: boolean;
}

/**
 * Must the token be typed again? A stored one never goes to another address: who may change the address need not know the
 * token, and what an impostor is sent, encrypted or not, would open the true bridge.
 */
export function needsToken(stored: StoredAccess | null, { host, port, tokenMode }: BridgeInput): boolean {
  if (host === "") return false;
  if (!stored?.hasToken) return true;
  if (stored.host !== host || stored.port !== port) return true;
  return tokenMode === "plain" && stored.tokenMode === "encrypted";
}

/** The form's schema, which knows what is stored. */
export function bridgeFormSchema(stored: StoredAccess | null) {
  return bridgeSchema.refine((input) => input.token !== "" || !needsToken(stored, input), {
    path: ["token"],
    message: "openers.bridge.problem.token",
  });
}

/** What the address of the openers' page may say, as `parseListState` takes it. */
export const openerList = { sortable: [], defaultSort: "name", filters: ["attention", "site"] };

export interface OpenerFilter {
  readonly q: string;
  readonly needsAttention: boolean;
  readonly siteIds: readonly SiteId[];
}

export function openerFilterOf({
  q,
  filters,
}: {
  readonly q: string;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}): OpenerFilter {
  const isId = (id: string): id is SiteId => z.uuid().safeParse(id).success;
  const { attention = [], site = [] } = filters;
  return { q, needsAttention: attention.length > 0, siteIds: site.filter(isId) };
}
