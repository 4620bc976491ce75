import "server-only";
import { type Actor, may, seesSite } from "@/lib/auth/actor";
import { log } from "@/lib/log";
import type { Marked } from "./cursor";
import type { HeardNews, Hub } from "./hub";

export interface LiveStreamOptions {
  readonly hub: Hub;
  readonly actor: Actor;
  /** Who it is now; null when the session is over. */
  readonly recheck: () => Promise<Actor | null>;
  readonly recheckMs?: number;
  /** The last id that the browser heard, where it comes back. */
  readonly after: number | null;
}

/** A reader who leaves so much lying is cut off; it comes back with the id that it got to. */
const mostUnreadBytes = 64 * 1024;
const encoder = new TextEncoder();

/** The news of one browser tab as Server-Sent Events: only of devices at the actor's sites. */
export function openLiveStream(options: LiveStreamOptions): ReadableStream<Uint8Array> {
  const { hub, recheck, recheckMs = 60_000 } = options;
  let { actor } = options;
  let end = () => {};

  return new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        let isOver = false;
        // While old news are read, new ones wait, so that the browser hears everything in order.
        let waiting: Marked<HeardNews>[] | null = [];
        const told = new Set<number>();
        const unsubscribe = hub.subscribe({
          news(heard) {
            if (waiting) waiting.push(...heard);
            else tell(heard);
          },
          beat() {
            if (!waiting) send(beatAt(hub.position()));
          },
        });
        const timer = setInterval(() => void check(), recheckMs);
        timer.unref();
        end = () => {
          isOver = true;
          clearInterval(timer);
          unsubscribe();
        };

        function tell(heard: readonly Marked<HeardNews>[]) {
          const own = heard.filter(({ row }) => !told.has(row.id) && hears(actor, row));
          send(own.map(({ row, mark }) => messageOf(row, mark)).join(""));
        }
        function send(text: string) {
          if (isOver || text === "") return;
          if ((controller.desiredSize ?? 0) > 0) return controller.enqueue(encoder.encode(text));
          end();
          // By this name the server knows that it is to close the connection and not to report a fault.
          controller.error(new DOMException("the reader is too slow", "AbortError"));
        }
        async function check() {
          try {
            const now = await recheck();
            if (isOver) return;
            if (now && may(now, "live:read")) {
              actor = now;
              return;
            }
            end();
            controller.close();
          } catch (error) {
            // A database that does not answer is no sign-out.
            log.warn({ err: error }, "a live session could not be checked");
          }
        }

        try {
          // Who comes back has not heard of what is between yet.
          send(`retry: 2000\n${beatAt(options.after ?? hub.position())}`);
          send(await catchUp(hub, actor, options.after, told));
          const held: readonly Marked<HeardNews>[] = waiting ?? [];
          waiting = null;
          tell(held);
        } catch (error) {
          end();
          throw error;
        }
      },
      cancel: () => end(),
    },
    { highWaterMark: mostUnreadBytes, size: (chunk) => chunk?.byteLength ?? 0 },
  );
}

/** As a comment for whatever is in between, and as an event for the browser, whose scripts cannot see comments. */
function beatAt(position: number): string {
  return `: beat\nevent: beat\nid: ${position}\ndata:\n\n`;
}

/** What was missed. `told` gets the ids, since the hub may be about to tell the same. */
async function catchUp(hub: Hub, actor: Actor, after: number | null, told: Set<number>): Promise<string> {
  const position = hub.position();
  const missed = after === null ? await hub.recent() : await hub.since(after);
  if (missed === null) return `id: ${position}\ndata: {"topic":"all"}\n\n`;
  for (const { id } of missed) told.add(id);
  return missed
    .filter((row) => hears(actor, row))
    .map((row) => messageOf(row, Math.min(row.id, position)))
    .join("");
}

function hears(actor: Actor, { deviceId, siteId }: HeardNews): boolean {
  if (deviceId === null || actor.sites === "all") return true;
  return siteId !== null && seesSite(actor, siteId);
}

function messageOf({ topic, deviceId }: HeardNews, mark: number): string {
  return `id: ${mark}\ndata: ${JSON.stringify(deviceId ? { topic, deviceId } : { topic })}\n\n`;
}
