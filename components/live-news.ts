/*
 * The one event stream of a browser tab. It is open while somebody looks at the tab; while it fails, the page is asked
 * for again every ten seconds instead.
 */

export type NewsTopic = "device" | "entries" | "changes" | "operations" | "alerts" | "bridges" | "connection";

interface News {
  readonly topic: NewsTopic | "all";
  readonly deviceId?: string;
}

export interface Interest {
  readonly topics: readonly NewsTopic[];
  readonly deviceId?: string;
  /** Reads the page again. */
  refresh(): void;
  /** An answer is still on its way: asking again would only pile up. */
  isBusy(): boolean;
}

const silentForMs = 45_000;
const pollMs = 10_000;
const retryMs = 2_000;
/** One thing at a door makes several news, some of them a moment apart. */
const settleMs = 300;
const apartMs = 1_000;
/** An import moves hundreds of changes a minute: nobody reads that fast, and a list is more work than a door. */
const changesApartMs = 2_500;
const justNowMs = 3_000;
const firstMs = 1_000;

const interests = new Set<Interest>();
let source: EventSource | null = null;
let isOpen = false;
let isWatching = false;
let lastId = "";
let failures = 0;
let retry: ReturnType<typeof setTimeout> | undefined;
let watchdog: ReturnType<typeof setTimeout> | undefined;
let due: ReturnType<typeof setTimeout> | undefined;
let dueAt = 0;
let refreshedAt = 0;
const heardAt: Partial<Record<News["topic"], number>> = {};

/** May something of this topic have happened since then? While no news reach this tab, it may. */
export function mayHaveChanged(topic: NewsTopic, since: number): boolean {
  return !isOpen || heardSince(topic, since);
}

function heardSince(topic: NewsTopic, since: number): boolean {
  return Math.max(heardAt[topic] ?? 0, heardAt.all ?? 0) >= since;
}

/** Refreshes the page when there is matching news, until the returned function is called. */
export function follow(interest: Interest): () => void {
  interests.add(interest);
  if (!isWatching) {
    isWatching = true;
    document.addEventListener("visibilitychange", () => (document.hidden ? close() : comeBack()));
    // What the page itself still loads goes first; the stream begins with what happened meanwhile.
    retry = setTimeout(open, firstMs);
  }
  // The page may have been read just before them and shown just after.
  const news = interest.topics.find((topic) => heardSince(topic, Date.now() - justNowMs));
  if (news) plan(news);
  return () => interests.delete(interest);
}

/** What was missed is told by the stream, if it had ever begun. */
function comeBack(): void {
  if (!lastId) plan("all");
  open();
}

function open(): void {
  if (source || document.hidden) return;
  clearTimeout(retry);
  const stream = new EventSource(`/api/live${lastId && `?after=${lastId}`}`);
  source = stream;
  watchdog = setTimeout(fail, pollMs);
  const alive = ({ lastEventId }: MessageEvent) => {
    isOpen = true;
    failures = 0;
    lastId = lastEventId;
    clearTimeout(watchdog);
    watchdog = setTimeout(fail, silentForMs);
  };
  stream.onerror = fail;
  // Its first word, and one every 20 seconds: a proxy that holds them back counts as a stream that fails.
  stream.addEventListener("beat", alive);
  stream.onmessage = (event) => {
    alive(event);
    hear(JSON.parse(event.data));
  };
}

function close(): void {
  source?.close();
  source = null;
  isOpen = false;
  clearTimeout(retry);
  clearTimeout(watchdog);
}

/** Each attempt to get the stream back also reads the page, so that it is never older than the pause. */
function fail(): void {
  close();
  failures += 1;
  const again = () => {
    plan("all");
    open();
  };
  retry = setTimeout(again, failures > 1 ? pollMs : retryMs);
}

function hear(news: News): void {
  heardAt[news.topic] = Date.now();
  if ([...interests].some((interest) => matches(interest, news))) plan(news.topic);
}

function matches({ topics, deviceId }: Interest, news: News): boolean {
  if (news.topic === "all") return true;
  return topics.includes(news.topic) && (!deviceId || !news.deviceId || deviceId === news.deviceId);
}

function plan(topic: News["topic"]): void {
  const now = Date.now();
  const at = Math.max(now + settleMs, refreshedAt + (topic === "changes" ? changesApartMs : apartMs));
  if (due && dueAt <= at) return;
  clearTimeout(due);
  dueAt = at;
  due = setTimeout(refresh, at - now);
}

function refresh(): void {
  due = undefined;
  const [interest] = interests;
  if (!interest || document.hidden) return;
  refreshedAt = Date.now();
  if (interest.isBusy()) plan("all");
  else interest.refresh();
}
