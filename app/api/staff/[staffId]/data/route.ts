import type { StaffId } from "@/lib/access/types";
import { may } from "@/lib/auth/actor";
import { findActor } from "@/lib/auth/session";
import { exportPersonData } from "@/lib/privacy/data/export";
import { dataExportSchema } from "@/lib/privacy/schema";
import { uuidsOf } from "@/lib/rules/words";
import { fileResponse } from "../../../export/file-response";

export const dynamic = "force-dynamic";

/** All data about one person as a download. A form posts here, so that the reason is in no address. */
export async function POST(
  request: Request,
  { params }: RouteContext<"/api/staff/[staffId]/data">,
): Promise<Response> {
  const actor = await findActor();
  const headers = { "Cache-Control": "private, no-store" };
  if (!actor) return new Response(null, { status: 401, headers });
  if (!may(actor, "staff:export")) return new Response(null, { status: 403, headers });
  const form = await request.formData().catch(() => null);
  const input = dataExportSchema.safeParse(form === null ? null : Object.fromEntries(form));
  if (!input.success) return new Response(null, { status: 400, headers });
  const [staffId] = uuidsOf<StaffId>([(await params).staffId]);
  if (!staffId) return new Response(null, { status: 404, headers });
  const made = await exportPersonData(actor, staffId, input.data);
  if (!made.ok && ["step_up_required", "names_hidden"].includes(made.refusal.code))
    // The five minutes ended on the way, or names were hidden meanwhile: the person's page asks anew.
    return new Response(null, { status: 303, headers: { ...headers, Location: `/staff/${staffId}` } });
  if (!made.ok) return new Response(null, { status: made.refusal.code === "not_found" ? 404 : 403, headers });
  const { format } = input.data;
  return fileResponse(made.value, { name: "data-about-person", format });
}
