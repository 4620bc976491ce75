export interface ListState {
  readonly q: string;
  readonly sort: { readonly id: string; readonly desc: boolean };
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
  readonly offset: number;
  readonly filters: Readonly<Record<string, readonly string[]>>;
  /** Columns that this view leaves out. */
  readonly hidden: readonly string[];
  readonly hiddenByDefault: readonly string[];
  readonly density: "regular" | "compact";
}

export interface ListOptions {
  readonly sortable: readonly string[];
  /** `name`, or `-name` for descending. */
  readonly defaultSort: string;
  readonly filters?: readonly string[];
  readonly pageSize?: number;
  /** Columns that are hidden until somebody asks for them. */
  readonly hidden?: readonly string[];
}

export type SearchParams = Readonly<Record<string, string | readonly string[] | undefined>>;

const longestQuery = 200;
const lastPage = 100_000;

/** The view that an address asks for. What does not make sense falls back: a bad link shows the default view. */
export function parseListState(params: SearchParams, options: ListOptions): ListState {
  const pageSize = options.pageSize ?? 50;
  const page = pageOf(one(params.page));
  return {
    q: one(params.q).trim().slice(0, longestQuery),
    sort: sortOf(one(params.sort), options),
    page,
    pageSize,
    offset: (page - 1) * pageSize,
    filters: Object.fromEntries((options.filters ?? []).map((id) => [id, list(one(params[id]))])),
    hidden: hiddenOf(list(one(params.cols)), options.hidden ?? []),
    hiddenByDefault: options.hidden ?? [],
    density: one(params.density) === "compact" ? "compact" : "regular",
  };
}

/** Is the list narrowed by anything, so that "nothing" may only mean "nothing like that"? */
export function isNarrowed(state: ListState): boolean {
  return state.q !== "" || Object.values(state.filters).some((values) => values.length > 0);
}

/** `cols` names the columns that differ from the default: `email` is shown, `-status` is hidden. */
export function columnsParam(hidden: readonly string[], hiddenByDefault: readonly string[]): string | null {
  const shown = hiddenByDefault.filter((id) => !hidden.includes(id));
  const left = hidden.filter((id) => !hiddenByDefault.includes(id)).map((id) => `-${id}`);
  return [...shown, ...left].join(",") || null;
}

function hiddenOf(changes: readonly string[], hiddenByDefault: readonly string[]): string[] {
  const left = changes.filter((id) => id.startsWith("-")).map((id) => id.slice(1));
  return [...new Set([...hiddenByDefault.filter((id) => !changes.includes(id)), ...left])];
}

function sortOf(value: string, { sortable, defaultSort }: ListOptions): ListState["sort"] {
  const wanted = value.startsWith("-") ? { id: value.slice(1), desc: true } : { id: value, desc: false };
  if (sortable.includes(wanted.id)) return wanted;
  return defaultSort.startsWith("-")
    ? { id: defaultSort.slice(1), desc: true }
    : { id: defaultSort, desc: false };
}

function pageOf(value: string): number {
  return /^\d{1,6}$/.test(value) ? Math.min(Math.max(1, Number(value)), lastPage) : 1;
}

function one(value: string | readonly string[] | undefined): string {
  return typeof value === "string" ? value : (value?.[0] ?? "");
}

function list(value: string): string[] {
  return [...new Set(value.split(",").filter((item) => item !== ""))].slice(0, 100);
}
