import type {
  AccessKind,
  BlockReason,
  CredentialKind,
  Instant,
  PlannedChange,
  TimeWindow,
  WaitReason,
  WishField,
} from "./types";

/** Of what is made: a former code never is. */
export type AccessCounts = Readonly<Record<AccessKind, number>>;
export type KindCounts = Readonly<Record<CredentialKind, number>>;

/** What a change of the rules will do at Nuki, as a person sees it before it happens. */
export interface Consequences {
  readonly create: AccessCounts;
  readonly update: KindCounts;
  readonly remove: KindCounts;
  /** Pending changes of before that are not needed any more. */
  readonly withdrawn: number;
  readonly unchanged: number;
  /** Requests to Nuki that can go out at once; what waits for a door comes on top, when the door is back. */
  readonly calls: number;
  readonly staff: number;
  readonly effects: Readonly<Record<PlannedChange["effect"], number>>;
  readonly blocked: readonly BlockedGroup[];
  /** Doors where the rules would give access now, and people stay without it because it was withdrawn. */
  readonly withheld: readonly WithheldGroup[];
  /** Doors that people get although the same was withdrawn from them at a door that this one may stand in for. */
  readonly leftBehind: readonly WithdrawalLeftGroup[];
  readonly doors: readonly DoorConsequences[];
  readonly examples: readonly ChangeExample[];
}

export interface BlockedGroup {
  readonly reason: BlockReason;
  readonly count: number;
  /** "Anna Berger · Main entrance", the first few. */
  readonly examples: readonly string[];
}

export interface WithheldGroup {
  readonly id: string;
  readonly doorName: string;
  readonly people: number;
  /** The first few of them. */
  readonly examples: readonly string[];
}

export interface WithdrawalLeftGroup {
  readonly id: string;
  /** The door that they get. */
  readonly doorName: string;
  /** The door at which it was withdrawn, and is still. */
  readonly withdrawnAt: string;
  readonly people: number;
  readonly examples: readonly string[];
}

export interface DoorConsequences {
  readonly id: string;
  readonly name: string;
  readonly siteName: string;
  readonly timeZone: string;
  readonly added: number;
  readonly updated: number;
  readonly removed: number;
  readonly blocked: number;
  readonly waits: {
    readonly reason: WaitReason;
    readonly count: number;
    readonly since: Instant | null;
  } | null;
}

export interface ChangeExample {
  readonly id: string;
  readonly staffName: string;
  readonly doorName: string;
  readonly timeZone: string;
  readonly op: PlannedChange["op"];
  readonly kind: CredentialKind;
  readonly before: TimeWindow | null;
  readonly after: TimeWindow | null;
  /** May the door be opened from afar with it? */
  readonly remoteBefore: boolean;
  readonly remoteAfter: boolean;
  /** What an update changes; a change of times alone is seen in the windows. */
  readonly differs: readonly WishField[];
  readonly validFrom: Instant | null;
  readonly validUntil: Instant | null;
}

/** Consequences with the fingerprint that the commit is checked against. */
export interface Preview {
  readonly consequences: Consequences;
  readonly fingerprint: string;
}
