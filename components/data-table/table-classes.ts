/** Shared by the table, its skeleton and the simple table, so that nothing moves when rows arrive. */
export const cellClass = {
  head: "sticky top-0 h-9 border-b border-line bg-subtle px-3 text-xs font-medium whitespace-nowrap text-muted",
  body: "border-b border-line bg-surface px-3 py-1 font-normal group-last/row:border-b-0 group-hover/row:bg-hover group-focus/row:bg-hover group-aria-selected/row:bg-accent-soft group-focus-visible/row:shadow-[inset_0_2px_var(--accent),inset_0_-2px_var(--accent)]",
  first: "sm:sticky z-10 min-w-40",
  select: "sm:sticky left-0 z-10 w-10 px-2",
};
