import { z } from "zod";

const list = z.enum(["entries", "audit"]);
export type SavedList = z.infer<typeof list>;

export const savedViewSchema = z.object({
  list,
  name: z.string().trim().min(1).max(80),
  /** The part of the address after the question mark. */
  query: z.string().max(4_000).transform(withoutPlace),
});
export type SavedViewInput = z.output<typeof savedViewSchema>;

export const savedViewIdSchema = z.object({ viewId: z.uuid() });

/** A view is what is looked for, not the page that somebody was on. */
export function withoutPlace(query: string): string {
  const params = new URLSearchParams(query);
  for (const name of ["page", "entry", "event"]) params.delete(name);
  return params.toString().replaceAll("%2C", ",");
}
