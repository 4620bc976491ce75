import { getServerSession } from "next-auth";
import { may } from "@/lib/auth/actor";
import { findSignedInAdmin } from "@/lib/auth/admins";
import { authOptions, sessionSeconds } from "@/lib/auth/options";
import { getHub } from "@/lib/live/hub";
import { openLiveStream } from "@/lib/live/stream";

export const dynamic = "force-dynamic";

/** What changes, as it changes: topics and device ids only. The browser reads what it may see from the pages. */
export async function GET(request: Request): Promise<Response> {
  const session = await getServerSession(authOptions);
  const claim = session?.claim;
  if (!claim) return new Response(null, { status: 401 });
  // next-auth keeps the cookie's end to itself; a stream lasts no longer than a cookie that was made now.
  const until = Date.now() + sessionSeconds * 1000;
  const recheck = async () => (Date.now() < until ? findSignedInAdmin(claim.adminId, claim.epoch) : null);
  const actor = await recheck();
  if (!actor) return new Response(null, { status: 401 });
  if (!may(actor, "live:read")) return new Response(null, { status: 403 });
  const stream = openLiveStream({ hub: await getHub(), actor, recheck, after: positionOf(request) });
  return new Response(stream, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-cache, no-transform",
      // Some proxies would collect the news until there are enough of them.
      "X-Accel-Buffering": "no",
    },
  });
}

/** A browser that reconnects by itself sends the header; one that opens a new stream can only use the address. */
function positionOf(request: Request): number | null {
  const text = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("after");
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
