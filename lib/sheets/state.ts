import { type SheetMove, sheetMoves } from "./schema";

/** Where a sheet is in its life. "worthless": its code was replaced or taken back since, whoever holds the paper. */
export const sheetStates = ["issued", "collected", "expired", "returned", "destroyed", "worthless"] as const;
export type SheetState = (typeof sheetStates)[number];

export interface SheetLife {
  readonly collectedAt: Date | null;
  readonly returnedAt: Date | null;
  readonly destroyedAt: Date | null;
  readonly expiredAt: Date | null;
  /** When its code stopped being the person's current one. */
  readonly codeRetiredAt: Date | null;
}

/** Where the paper is comes before what it is worth: a shredded sheet asks nobody for anything. */
export function sheetStateOf(life: SheetLife): SheetState {
  if (life.destroyedAt) return "destroyed";
  if (life.returnedAt) return "returned";
  if (life.expiredAt) return "expired";
  if (life.codeRetiredAt) return "worthless";
  return life.collectedAt ? "collected" : "issued";
}

// A sheet that nobody signed for is not "back": either it is still to be collected, or it is shredded.
const from: Readonly<Record<SheetMove, readonly SheetState[]>> = {
  collect: ["issued"],
  return: ["collected", "expired", "worthless"],
  destroy: ["issued", "collected", "expired", "returned", "worthless"],
};

const leadsTo = { collect: "collected", return: "returned", destroy: "destroyed" } as const;

/** May this be done to a sheet in that state? "already": it was, so doing it again is harmless. */
export function judgeMove(state: SheetState, move: SheetMove): "go" | "already" | "no" {
  if (state === leadsTo[move]) return "already";
  return from[move].includes(state) ? "go" : "no";
}

export function movesOf(state: SheetState): SheetMove[] {
  return sheetMoves.filter((move) => judgeMove(state, move) === "go");
}
