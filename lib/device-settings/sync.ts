import "server-only";
import type { DeviceId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb, transact } from "@/lib/db/connection";
import { getQueue } from "@/lib/jobs/queue";
import { NukiError } from "@/lib/nuki/errors";
import { ok, type Result, refuse } from "@/lib/result";
import { getConnector } from "@/lib/sync/connector";
import { syncTakesMs } from "./decide";
import { findStored } from "./device";

/**
 * Asks a device to tell Nuki everything it has, as "Update now" in Nuki Web does, and looks at it when it may have done so.
 * It changes nothing, so an answer that does not come counts as asked.
 */
export async function requestDeviceSync(
  actor: Actor,
  deviceId: DeviceId,
  now = new Date(),
): Promise<Result<null>> {
  assertMay(actor, "devices:write");
  const device = await findStored(getDb(), actor, deviceId);
  if (!device) return refuse("not_found");
  if (device.missingSince !== null) return refuse("device_unreachable");
  try {
    await getConnector()(device.account).nuki.writer.requestSync(device.nukiId);
  } catch (error) {
    if (!(error instanceof NukiError)) throw error;
    if (error.outcome !== "unknown") return refuse(refusalOf(error));
  }
  await transact(async (tx) => {
    const detail = { name: device.name };
    await record(tx, actor, [{ type: "device.sync_requested", subjectId: deviceId, detail }], now);
    // Soon, and again when a slow device has answered too.
    for (const afterMs of [2_000, syncTakesMs]) {
      await getQueue().enqueue(tx, "look", { deviceIds: [deviceId], lists: [deviceId] }, afterMs);
    }
  });
  return ok(null);
}

function refusalOf(error: NukiError) {
  if (error.nextStep === "sign_in") return "nuki_unauthorized";
  if (error.status === 423) return "device_busy";
  return error.nextStep === "retry_later" ? "nuki_unreachable" : "nuki_refused";
}
