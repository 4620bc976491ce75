import { scheduleKey } from "@/lib/access/schedule";
import type { TimeWindow } from "@/lib/access/types";

/** The content of a schedule as one text: an edit is only good for what its author saw. */
export function versionOf({ name, windows }: { name: string; windows: readonly TimeWindow[] }): string {
  return `${name}\n${scheduleKey(windows)}`;
}
