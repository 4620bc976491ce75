import { afterEach, beforeEach, describe, expect, expectTypeOf, test, vi } from "vitest";
import type { LiveTopic } from "@/lib/db/schema";
import type { NewsTopic } from "./live-news";

/** The browser's EventSource, driven by the test. */
class FakeStream {
  static all: FakeStream[] = [];
  static get last(): FakeStream {
    const stream = FakeStream.all.at(-1);
    if (!stream) throw new Error("no stream was opened");
    return stream;
  }
  readonly url: string;
  isClosed = false;
  onerror = () => {};
  onmessage = (_event: object) => {};
  private beat = (_event: object) => {};

  constructor(url: string) {
    this.url = url;
    FakeStream.all.push(this);
  }
  addEventListener(_name: string, listener: (event: object) => void) {
    this.beat = listener;
  }
  close() {
    this.isClosed = true;
  }
  begin(lastEventId = "1") {
    this.beat({ lastEventId, data: "" });
  }
  tell(news: object, lastEventId = "2") {
    this.onmessage({ lastEventId, data: JSON.stringify(news) });
  }
}

const page = {
  hidden: false,
  listener: () => {},
  addEventListener(_name: string, listener: () => void) {
    page.listener = listener;
  },
  show(isShown: boolean) {
    page.hidden = !isShown;
    page.listener();
  },
};

let live: typeof import("./live-news");
let refreshes: number;
let isBusy: boolean;
const start = Date.parse("2026-03-02T08:00:00Z");
const sinceStart = () => Date.now() - start;

function follow(topics: Parameters<typeof live.follow>[0]["topics"], deviceId?: string) {
  const refresh = () => {
    refreshes += 1;
  };
  return live.follow({ topics, deviceId, isBusy: () => isBusy, refresh });
}

/** With the stream open and the first moments over. */
function open() {
  vi.advanceTimersByTime(5_000);
  FakeStream.last.begin();
}

beforeEach(async () => {
  vi.useFakeTimers({ now: start });
  vi.resetModules();
  FakeStream.all = [];
  page.hidden = false;
  refreshes = 0;
  isBusy = false;
  vi.stubGlobal("EventSource", FakeStream);
  vi.stubGlobal("document", page);
  live = await import("./live-news");
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("while the stream is open", () => {
  test("a tab has one stream, however many parts of the page follow", () => {
    follow(["device"]);
    follow(["changes"]);
    open();
    expect(FakeStream.all.map(({ url }) => url)).toEqual(["/api/live"]);
  });

  test("only matching news show the page anew", () => {
    follow(["device"], "a");
    open();
    FakeStream.last.tell({ topic: "changes" });
    FakeStream.last.tell({ topic: "device", deviceId: "b" });
    vi.advanceTimersByTime(5_000);
    expect(refreshes).toBe(0);
    FakeStream.last.tell({ topic: "device", deviceId: "a" });
    vi.advanceTimersByTime(500);
    expect(refreshes).toBe(1);
  });

  test("news of no device in particular, and news that everything may have changed, match", () => {
    follow(["device"], "a");
    open();
    FakeStream.last.tell({ topic: "device" });
    vi.advanceTimersByTime(2_000);
    FakeStream.last.tell({ topic: "all" });
    vi.advanceTimersByTime(2_000);
    expect(refreshes).toBe(2);
  });

  test("a door that flaps shows the page anew once a second, and a last time at the end", () => {
    follow(["device"]);
    open();
    for (let ms = 0; ms < 5_000; ms += 50) {
      FakeStream.last.tell({ topic: "device", deviceId: "a" });
      vi.advanceTimersByTime(50);
    }
    expect(refreshes).toBeGreaterThanOrEqual(4);
    expect(refreshes).toBeLessThanOrEqual(5);
    const before = refreshes;
    vi.advanceTimersByTime(2_000);
    expect(refreshes).toBe(before + 1);
  });

  test("hundreds of changes show the page anew less often than a door does", () => {
    follow(["changes"]);
    open();
    for (let ms = 0; ms < 10_000; ms += 50) {
      FakeStream.last.tell({ topic: "changes" });
      vi.advanceTimersByTime(50);
    }
    expect(refreshes).toBeLessThanOrEqual(4);
  });

  test("no answer is asked for while the one before is on its way", () => {
    follow(["device"]);
    open();
    isBusy = true;
    FakeStream.last.tell({ topic: "device" });
    vi.advanceTimersByTime(3_000);
    expect(refreshes).toBe(0);
    isBusy = false;
    vi.advanceTimersByTime(1_500);
    expect(refreshes).toBe(1);
  });

  test("who begins to follow just after the news is shown anew as well", () => {
    follow(["changes"]);
    open();
    FakeStream.last.tell({ topic: "device", deviceId: "a" });
    follow(["device"], "a");
    vi.advanceTimersByTime(500);
    expect(refreshes).toBe(1);
  });

  test("who no longer follows causes nothing", () => {
    const leave = follow(["device"]);
    open();
    leave();
    FakeStream.last.tell({ topic: "device" });
    vi.advanceTimersByTime(5_000);
    expect(refreshes).toBe(0);
  });

  test("whoever waits for changes is told whether asking is worth it", () => {
    follow(["device"]);
    expect(live.mayHaveChanged("changes", Date.now())).toBe(true);
    open();
    const since = Date.now() + 1;
    vi.advanceTimersByTime(10);
    expect(live.mayHaveChanged("changes", since)).toBe(false);
    FakeStream.last.tell({ topic: "changes" });
    expect(live.mayHaveChanged("changes", since)).toBe(true);
  });
});

describe("while the stream fails", () => {
  test("the page is asked for every ten seconds, until the stream is back where it was", () => {
    follow(["device"]);
    open();
    FakeStream.last.tell({ topic: "alerts" }, "41");
    FakeStream.last.onerror();
    const from = sinceStart();
    while (sinceStart() < from + 60_000) {
      vi.advanceTimersByTime(100);
      if (!FakeStream.last.isClosed) FakeStream.last.onerror();
    }
    expect(refreshes).toBeGreaterThanOrEqual(5);
    expect(refreshes).toBeLessThanOrEqual(7);
    expect(FakeStream.last.url).toBe("/api/live?after=41");
    vi.advanceTimersByTime(10_000);
    FakeStream.last.begin("41");
    vi.advanceTimersByTime(1_500);
    const before = refreshes;
    vi.advanceTimersByTime(30_000);
    expect(refreshes).toBe(before);
  });

  test("a stream that falls silent, or never says a word, counts as failing", () => {
    follow(["device"]);
    vi.advanceTimersByTime(1_000);
    const mute = FakeStream.last;
    vi.advanceTimersByTime(12_000);
    expect(mute.isClosed).toBe(true);
    const next = FakeStream.last;
    expect(next).not.toBe(mute);
    next.begin();
    vi.advanceTimersByTime(30_000);
    expect(next.isClosed).toBe(false);
    vi.advanceTimersByTime(16_000);
    expect(next.isClosed).toBe(true);
  });
});

describe("while nobody looks", () => {
  test("there is no stream and nothing is asked for", () => {
    follow(["device"]);
    open();
    const stream = FakeStream.last;
    page.show(false);
    expect(stream.isClosed).toBe(true);
    vi.advanceTimersByTime(10 * 60_000);
    expect(FakeStream.all).toHaveLength(1);
    expect(refreshes).toBe(0);
  });

  test("who comes back goes on where it was, and hears what was missed", () => {
    follow(["device"]);
    open();
    FakeStream.last.tell({ topic: "alerts" }, "7");
    page.show(false);
    vi.advanceTimersByTime(60_000);
    page.show(true);
    expect(FakeStream.last.url).toBe("/api/live?after=7");
    FakeStream.last.begin("7");
    FakeStream.last.tell({ topic: "device" }, "9");
    vi.advanceTimersByTime(500);
    expect(refreshes).toBe(1);
  });

  test("a page that was opened in the background waits until it is looked at, and is old by then", () => {
    page.hidden = true;
    follow(["device"]);
    vi.advanceTimersByTime(60_000);
    expect(FakeStream.all).toEqual([]);
    page.show(true);
    expect(FakeStream.all).toHaveLength(1);
    vi.advanceTimersByTime(500);
    expect(refreshes).toBe(1);
  });
});

test("a page can follow every topic that is published, and no other", () => {
  expectTypeOf<NewsTopic>().toEqualTypeOf<LiveTopic>();
});
