/** The look of the table for one that is laid out by its page. */
export const cellClass = {
  head: "sticky top-0 h-9 border-b border-line bg-subtle px-3 text-xs font-medium whitespace-nowrap text-muted",
  body: "border-b border-line bg-surface px-3 py-1 font-normal group-last/row:border-b-0 group-hover/row:bg-hover",
};
