import { addDays } from "@/lib/time/zones";

export interface LongerStayProps {
  readonly staffId: string;
  readonly name: string;
  readonly host: string;
  readonly lastDay: string;
  readonly today: string;
}

/** The day after the last one, or today where that has passed. */
export function nextLastDay({ lastDay, today }: LongerStayProps): string {
  const next = addDays(lastDay, 1);
  return next < today ? today : next;
}
