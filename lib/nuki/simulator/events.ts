import { authView, userView } from "./views.ts";
import { deliverWebhook, type Target } from "./webhook-sender.ts";
import type { AccountUser, ApiKey, Auth, Device, Json, LogRow, World } from "./world.ts";

export type Feature =
  | "DEVICE_STATUS"
  | "DEVICE_MASTERDATA"
  | "DEVICE_CONFIG"
  | "DEVICE_LOGS"
  | "DEVICE_AUTHS"
  | "ACCOUNT_USER";

function listening(key: ApiKey): boolean {
  const advanced = key.advanced;
  if (!advanced || advanced.webhookUrl === "" || advanced.webhookStatus !== "ACTIVE") return false;
  return advanced.status === "TESTING" || advanced.status === "ACTIVE";
}

function emit(world: World, accountId: number, feature: Feature, members: Json): void {
  const body = { feature, ...members };
  for (const key of world.apiKeys.values()) {
    if (key.accountId !== accountId || !listening(key)) continue;
    if (key.advanced?.webhookFeatures.includes(feature)) deliverWebhook(world, central(key), body);
  }
  for (const hook of world.decentralWebhooks.values()) {
    if (hook.accountId !== accountId || !hook.webhookFeatures.includes(feature)) continue;
    const target = { url: hook.webhookUrl, secret: hook.secret, accountId, apiKeyId: hook.apiKeyId };
    deliverWebhook(world, target, body);
  }
}

function central(key: ApiKey): Target {
  const url = key.advanced?.webhookUrl ?? "";
  return { url, secret: key.advanced?.secret ?? "", accountId: key.accountId, apiKeyId: key.apiKeyId };
}

/** The outcome of an API call: central webhooks only, and without a `feature`. */
export function emitResult(world: World, accountId: number, result: Json & { requestId: string }): void {
  for (const key of world.apiKeys.values()) {
    if (key.accountId === accountId && listening(key)) {
      deliverWebhook(world, central(key), result, result.requestId);
    }
  }
}

export function emitAuth(world: World, device: Device, auth: Auth, deleted: boolean): void {
  emit(world, device.accountId, "DEVICE_AUTHS", { deleted, smartlockAuth: authView(auth) });
}

export function emitStatus(world: World, device: Device): void {
  const { smartlockId, state, serverState, adminPinState } = device;
  emit(world, device.accountId, "DEVICE_STATUS", { smartlockId, state, serverState, adminPinState });
}

export function emitMasterdata(world: World, device: Device, deleted = false): void {
  const { smartlockId, accountId, type, authId, name, favorite, firmwareVersion, hardwareVersion } = device;
  const { serverState, adminPinState, creationDate, updateDate } = device;
  emit(world, accountId, "DEVICE_MASTERDATA", {
    ...{ deleted, smartlockId, accountId, type, authId, name, favorite, firmwareVersion, hardwareVersion },
    ...{ serverState, adminPinState, creationDate, updateDate },
  });
}

export function emitConfig(world: World, device: Device): void {
  const { smartlockId, config, advancedConfig, openerAdvancedConfig, smartdoorAdvancedConfig } = device;
  emit(world, device.accountId, "DEVICE_CONFIG", {
    ...{ smartlockId, config, advancedConfig, openerAdvancedConfig, smartdoorAdvancedConfig },
  });
}

export function emitLog(world: World, device: Device, row: LogRow): void {
  emit(world, device.accountId, "DEVICE_LOGS", { smartlockLog: row });
}

export function emitUser(world: World, user: AccountUser, deleted: boolean): void {
  emit(world, user.accountId, "ACCOUNT_USER", { deleted, accountUser: userView(user) });
}
