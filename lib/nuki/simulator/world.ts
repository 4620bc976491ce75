import type { Bridge, Site } from "./bridge.ts";
import type { Clock } from "./clock.ts";
import { defaultFaults, type Faults } from "./faults.ts";
import { createIds, type Ids } from "./ids.ts";
import { createRandom, type Random } from "./random.ts";

export type Json = Record<string, unknown>;

export type Account = {
  accountId: number;
  type: number;
  email: string;
  name: string;
  language: string;
  masterAccountId?: number;
  rights?: number;
  config?: Json;
  profile?: Json;
  setting: Json;
  creationDate: string;
  updateDate: string;
};

export type AccountUser = {
  accountUserId: number;
  accountId: number;
  type: number;
  email: string;
  name: string;
  language: string;
  operationId?: string;
  creationDate: string;
  updateDate: string;
};

export type TimeWindow = {
  allowedFromDate?: string;
  allowedUntilDate?: string;
  allowedWeekDays?: number;
  allowedFromTime?: number;
  allowedUntilTime?: number;
};

export type Auth = TimeWindow & {
  id: string;
  smartlockId: number;
  accountUserId?: number;
  authId: number;
  code?: number;
  /** Taught at a Keypad 2: number of the finger in the device, name. */
  fingerprints?: Record<string, string>;
  type: number;
  name: string;
  enabled: boolean;
  remoteAllowed: boolean;
  lockCount: number;
  lastActiveDate?: string;
  creationDate: string;
  updateDate?: string;
  operationId?: string;
};

export type AuthDraft = Omit<
  Auth,
  "id" | "authId" | "lockCount" | "creationDate" | "updateDate" | "operationId"
>;

export type OpenerLog = {
  activeCm: boolean;
  activeRto: boolean;
  source: number;
  flagGeoFence: boolean;
  flagForce: boolean;
  flagDoorbellSuppression: boolean;
};

export type LogRow = {
  id: string;
  smartlockId: number;
  deviceType: number;
  accountUserId?: number;
  authId?: string;
  name: string;
  action: number;
  trigger: number;
  state: number;
  autoUnlock: boolean;
  date: string;
  openerLog?: OpenerLog;
  /** Minutes, with the warning about a door that stays open. */
  ajarTimeout?: number;
  source?: number;
};

export type DeviceState = {
  mode: number;
  state: number;
  trigger: number;
  lastAction: number;
  batteryCritical: boolean;
  batteryCharging?: boolean;
  batteryCharge?: number;
  keypadBatteryCritical?: boolean;
  doorsensorBatteryCritical?: boolean;
  doorState: number;
  ringToOpenTimer: number;
  ringToOpenEnd?: string;
  nightMode: boolean;
};

/** Something done in the app over Bluetooth: the device knows it, the server does not until the next sync. */
export type AppChange =
  | { kind: "add"; auth: Auth }
  | { kind: "update"; id: string; fields: Partial<Auth> }
  | { kind: "remove"; id: string };

export type ConfigPart = "config" | "advancedConfig" | "openerAdvancedConfig" | "smartdoorAdvancedConfig";

/** A create that was accepted and is not on the device yet: it already occupies its code and its person. */
export type PendingCreate = { operationId: string; draft: AuthDraft };

export type Device = {
  smartlockId: number;
  accountId: number;
  key?: string;
  type: number;
  name: string;
  favorite: boolean;
  timeZone: string;
  site?: string;
  /** Key of the bridge that it reaches the cloud through; without one it has Wi-Fi of its own. */
  bridge?: string;
  config: Json;
  advancedConfig?: Json;
  openerAdvancedConfig?: Json;
  smartdoorAdvancedConfig?: Json;
  webConfig: Json;
  /** What the device itself is in; `state` is what the server last heard of it. */
  live: DeviceState;
  state: DeviceState;
  /** The end of the batteries: silent on the radio too. */
  flat: boolean;
  /** Completion that every motor action ends with; 0 = the motor is well. */
  motorFault: number;
  /** Counts movements: a newer one ends what an older one still had in mind. */
  motion: number;
  lastRing?: number;
  /** Settings changed in the app; the server hears of them at the next sync. */
  appConfig: Partial<Record<ConfigPart, Json>>;
  firmwareVersion: number;
  hardwareVersion: number;
  /** What is wrong with the device itself, in numbers of `serverState`. */
  ownState: number;
  /** Whether the cloud really reaches it; `serverState` is what the cloud believes. */
  reach: number;
  serverState: number;
  adminPinState: number;
  authId: number;
  lmType?: number;
  auths: Map<string, Auth>;
  appChanges: AppChange[];
  unsentLogs: LogRow[];
  lateWrites: (() => void)[];
  pendingCreates: Set<PendingCreate>;
  pendingCodes: Map<string, number>;
  busyUntil: number;
  operationId?: string;
  nextAuthId: number;
  creationDate: string;
  updateDate: string;
};

export type Token = {
  value: string;
  accountId: number;
  scopes: string[];
  kind: "api" | "oauth";
  apiKeyId?: number;
  expiresAt?: number;
};

export type Invite = {
  id: string;
  to: string;
  name: string;
  smartlockId: number;
  device: string;
  code: string;
  sentAt: string;
  expiresAt: string;
  operationId: string;
  mailed: boolean;
  authId?: string;
  redeemedAt?: string;
};

export type PendingOperation = {
  operationId: string;
  kind: "create" | "update" | "delete" | "action" | "config";
  smartlockId: number;
  authId?: string;
  name?: string;
  due: string;
};

export type RecordedRequest = {
  at: string;
  method: string;
  path: string;
  query: string;
  route: string | null;
  body: unknown;
  status: number | null;
  fault?: string;
};

export type ApiKey = {
  apiKeyId: number;
  accountId: number;
  description: string;
  redirectUris: string[];
  apiKey: string;
  creationDate: string;
  advanced?: AdvancedKey;
};

export type AdvancedKey = {
  name: string;
  country: string;
  description: string;
  type: string;
  url: string;
  email: string;
  webhookUrl: string;
  webhookFeatures: string[];
  restricted: boolean;
  secret: string;
  status: "INACTIVE" | "APPLIED" | "TESTING" | "ACTIVE";
  webhookStatus: "ACTIVE" | "DEACTIVATED";
  creationDate: string;
  updateDate: string;
  failuresInARow: number;
};

export type ApiKeyToken = {
  id: string;
  apiKeyId: number;
  accountId: number;
  description: string;
  accessToken: string;
  scopes: string[];
  creationDate: string;
};

export type DecentralWebhook = {
  id: number;
  accountId: number;
  apiKeyId: number;
  secret: string;
  webhookUrl: string;
  webhookFeatures: string[];
};

export type WebhookLog = {
  id: string;
  requestId?: string;
  succeeded: boolean;
  responseStatus: number;
  duration: number;
  accountId: number;
  apiKeyId: number;
  created: string;
  updated: string;
  response: { headers: Json; body: Json; timestamp: string; path: string };
};

/** A delivery as it left, for sending it again byte for byte. */
export type SentWebhook = { url: string; headers: Record<string, string>; rawBody: string };

export type Registration = Json & { notificationId: string; accountId: number };

export type Grant = {
  code?: string;
  codeExpiresAt?: number;
  used: boolean;
  clientId: string;
  redirectUri: string;
  scopes: string[];
  accountId: number;
  refreshToken?: string;
};

export type Settings = {
  seed: number;
  historyDays: number;
  latency: { minMs: number; maxMs: number };
  actionLatency: { minMs: number; maxMs: number };
  configLatencyMs: number;
  webhookLatencyMs: number;
  /** How long it takes the cloud to miss a device. */
  noticeMs: number;
  bridgeBootMs: number;
  /** After its start a bridge knows no states until it has asked its devices. */
  bridgeLearnMs: number;
  /** 0 = no limit. */
  requestsPerMinute: number;
};

export type World = {
  settings: Settings;
  clock: Clock;
  ids: Ids;
  random: { latency: Random; code: Random };
  faults: Faults;
  accounts: Map<number, Account>;
  users: Map<number, AccountUser>;
  devices: Map<number, Device>;
  authOwners: Map<string, Device>;
  /** All log rows, oldest first (by id). */
  logs: LogRow[];
  tokens: Map<string, Token>;
  buckets: Map<string, { tokens: number; at: number }>;
  outbox: Invite[];
  pending: Map<string, PendingOperation>;
  requests: RecordedRequest[];
  counters: Map<string, number>;
  rejected: Map<string, number>;
  apiKeys: Map<number, ApiKey>;
  apiKeyTokens: Map<string, ApiKeyToken>;
  decentralWebhooks: Map<number, DecentralWebhook>;
  webhookLogs: WebhookLog[];
  sentWebhooks: SentWebhook[];
  bridges: Map<string, Bridge>;
  sites: Map<string, Site>;
  /** Told when a bridge begins or ceases to answer on its port. */
  bridgeChanged: (bridge: Bridge) => Promise<void>;
  heldWebhook: (() => void) | null;
  registrations: Map<string, Registration>;
  grants: Grant[];
};

export const ownAccountId = 1_104_411;
export const demoApiKeyId = 40_001;
export const foreignAccountId = 2_208_822;

/** A world with two accounts and nothing in it. */
export function createWorld(settings: Settings, clock: Clock): World {
  return {
    settings,
    clock,
    ids: createIds(settings.seed),
    random: { latency: createRandom(settings.seed, "latency"), code: createRandom(settings.seed, "codes") },
    faults: defaultFaults(),
    accounts: new Map(),
    users: new Map(),
    devices: new Map(),
    authOwners: new Map(),
    logs: [],
    tokens: new Map(),
    buckets: new Map(),
    outbox: [],
    pending: new Map(),
    requests: [],
    counters: new Map(),
    rejected: new Map(),
    apiKeys: new Map(),
    apiKeyTokens: new Map(),
    decentralWebhooks: new Map(),
    webhookLogs: [],
    sentWebhooks: [],
    bridges: new Map(),
    sites: new Map(),
    bridgeChanged: async () => {},
    heldWebhook: null,
    registrations: new Map(),
    grants: [],
  };
}

/** Found by id, by the office file's key, or by name. */
export function findDevice(world: World, key: string): Device | undefined {
  const devices = [...world.devices.values()];
  return devices.find((device) => [String(device.smartlockId), device.key, device.name].includes(key));
}

/** A setting as the device itself has it, which the server may not know yet. */
export function ownSetting(device: Device, part: ConfigPart, name: string): unknown {
  return { ...device[part], ...device.appConfig[part] }[name];
}

export function addAuth(world: World, device: Device, auth: Auth): Auth {
  device.auths.set(auth.id, auth);
  world.authOwners.set(auth.id, device);
  return auth;
}

export function removeAuth(world: World, device: Device, id: string): void {
  device.auths.delete(id);
  world.authOwners.delete(id);
}

export function isOnline(device: Device): boolean {
  return device.reach === 0;
}

export function hasKeypad(device: Device): boolean {
  return device.config.keypadPaired === true || device.config.keypad2Paired === true;
}
