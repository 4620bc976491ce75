import type {
  BlockReason,
  CredentialKind,
  Instant,
  PlannedChange,
  TimeWindow,
  WaitReason,
} from "@/lib/access/types";

type KindCounts = Readonly<Record<CredentialKind, number>>;

/** What a plan would do, counted for people. */
export interface ChangeSummary {
  readonly create: KindCounts;
  readonly update: KindCounts;
  readonly remove: KindCounts;
  readonly withdrawn?: number;
  readonly unchanged: number;
  readonly calls: number;
  /** People whose access changes. */
  readonly staff?: number;
  readonly effects: Readonly<Record<PlannedChange["effect"], number>>;
  readonly blocked: readonly {
    readonly reason: BlockReason;
    readonly count: number;
    readonly examples?: readonly string[];
  }[];
  readonly doors: readonly DoorSummary[];
  readonly examples?: readonly ExampleChange[];
}

export interface DoorSummary {
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

export interface ExampleChange {
  readonly id: string;
  readonly staffName: string;
  readonly doorName: string;
  readonly timeZone: string;
  readonly op: PlannedChange["op"];
  readonly kind: CredentialKind;
  readonly before: TimeWindow | null;
  readonly after: TimeWindow | null;
  readonly validFrom: Instant | null;
  readonly validUntil: Instant | null;
}

export function bothKinds(counts: KindCounts): number {
  return counts.app + counts.keypad;
}

export function changesNothing(summary: ChangeSummary): boolean {
  const changes = [summary.create, summary.update, summary.remove].map(bothKinds);
  return changes.every((count) => count === 0) && !summary.withdrawn;
}
