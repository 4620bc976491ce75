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

/** Registered by a user of an application: what stops the application's deliveries stops these as well. */
function stopped(world: World, apiKeyId: number): boolean {
  return world.apiKeys.get(apiKeyId)?.advanced?.webhookStatus === "DEACTIVATED";
}

/** Everybody who is told, with the features that each has asked for. */
export function targets(world: World): (Target & { kind: "central" | "decentral"; features: string[] })[] {
  const keys = [...world.apiKeys.values()].filter(listening).map((key) => ({
    ...central(key),
    ...{ kind: "central" as const, features: key.advanced?.webhookFeatures ?? [] },
  }));
  const hooks = [...world.decentralWebhooks.values()]
    .filter((hook) => !stopped(world, hook.apiKeyId))
    .map(({ webhookUrl: url, secret, accountId, apiKeyId, webhookFeatures }) => ({
      ...{ url, secret, accountId, apiKeyId, kind: "decentral" as const, features: webhookFeatures },
    }));
  return [...keys, ...hooks];
}

function emit(world: World, accountId: number, feature: Feature, members: Json): void {
  const body = { feature, ...members };
  for (const target of targets(world)) {
    if (target.accountId === accountId && target.features.includes(feature))
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
