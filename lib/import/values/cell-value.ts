import type { Problem } from "../problem";

/** What a cell says: undefined when it could not be read, with the problems that tell why. */
export interface CellValue<T> {
  readonly value: T | undefined;
  readonly problems: readonly Problem[];
}

const NONE: readonly Problem[] = [];

export function read<T>(value: T, ...problems: Problem[]): CellValue<T> {
  return { value, problems: problems.length > 0 ? problems : NONE };
}

export function unread<T>(problem: Problem): CellValue<T> {
  return { value: undefined, problems: [problem] };
}
