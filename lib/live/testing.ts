import type { DeviceId, SiteId } from "@/lib/access/types";
import { type Actor, makeActor, systemActor } from "@/lib/auth/actor";
import type { AdminId } from "@/lib/db/schema";
import { accounts, devices, placements, sites } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import type { TestDatabase } from "@/lib/db/testing";
import { openLiveStream } from "./stream";

export interface Heard {
  readonly id: number;
  readonly topic: string;
  readonly deviceId?: DeviceId;
}

/** Reads a stream as a browser does. */
export function readFrom(stream: ReadableStream<Uint8Array>) {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  const heard: Heard[] = [];
  let text = "";
  let begun = () => {};
  let arrived = () => {};

  function split() {
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const fields = new Map(block.split("\n").map((line) => line.split(/: ?(.*)/s, 2) as [string, string]));
      const data = fields.get("data");
      if (data) heard.push({ id: Number(fields.get("id")), ...(JSON.parse(data) as Omit<Heard, "id">) });
    }
  }
  async function pump(): Promise<"closed"> {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return "closed";
      begun();
      text += decoder.decode(value, { stream: true });
      split();
      arrived();
    }
  }

  const ready = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const ended = pump();
  ended.catch(() => {});
  return {
    begun: ready,
    /** How the stream came to its end. */
    ended,
    async take(count: number): Promise<Heard[]> {
      while (heard.length < count) {
        await Promise.race([
          new Promise<void>((resolve) => {
            arrived = resolve;
          }),
          ended.then(() => {
            throw new Error("the stream is over");
          }),
        ]);
      }
      return heard.splice(0, count);
    },
    async topics(count: number): Promise<string[]> {
      return (await this.take(count)).map(({ topic }) => topic);
    },
    leave: () => reader.cancel(),
  };
}

export type Reader = ReturnType<typeof readFrom>;
type StreamOptions = Parameters<typeof openLiveStream>[0];

/** Opens streams like browser tabs, and leaves all of them in the end. */
export function openTabs() {
  const open: Reader[] = [];
  return {
    async join(options: Partial<StreamOptions> & Pick<StreamOptions, "hub">): Promise<Reader> {
      const actor = options.actor ?? systemActor();
      const reader = readFrom(openLiveStream({ actor, after: null, recheck: async () => actor, ...options }));
      open.push(reader);
      await reader.begun;
      return reader;
    },
    async leave(): Promise<void> {
      for (const reader of open.splice(0)) await reader.leave().catch(() => {});
    },
  };
}

export function receptionOf(...siteIds: SiteId[]): Actor {
  return makeActor({
    adminId: crypto.randomUUID() as AdminId,
    name: "Reception",
    email: "reception@example.com",
    role: "reception",
    sites: siteIds,
  });
}

/** Two sites with one door each, and a door without a site. */
export async function layDoors({ db }: TestDatabase) {
  const token = getSecrets().seal("x", "account_token");
  const [account] = await db
    .insert(accounts)
    .values({ name: "Lab", apiUrl: "http://127.0.0.1", token })
    .returning();
  const [vienna, linz] = await db
    .insert(sites)
    .values([
      { name: "Vienna", timeZone: "Europe/Vienna" },
      { name: "Linz", timeZone: "Europe/Vienna" },
    ])
    .returning();
  if (!account || !vienna || !linz) throw new Error("no ground");
  const [atVienna, atLinz, nowhere] = await db
    .insert(devices)
    .values(
      [17_179_869_185, 17_179_869_186, 17_179_869_187].map((nukiId) => ({
        accountId: account.id,
        nukiId,
        type: 4,
        name: `Door ${nukiId}`,
        serverState: 0,
        adminPinState: 0,
        batteryCritical: false,
        firmware: "",
        seenAt: new Date(0),
      })),
    )
    .returning();
  if (!atVienna || !atLinz || !nowhere) throw new Error("no doors");
  await db.insert(placements).values([
    { deviceId: atVienna.id, siteId: vienna.id },
    { deviceId: atLinz.id, siteId: linz.id },
  ]);
  return {
    account,
    doors: { vienna: atVienna.id, linz: atLinz.id, nowhere: nowhere.id },
    siteIds: { vienna: vienna.id, linz: linz.id },
  };
}
