import { addDevice } from "./device-factory.ts";
import type { Office, OfficeStaff } from "./office.ts";
import { createRandom } from "./random.ts";
import { allScopes, oauthScopes } from "./scopes.ts";
import { seedOffice } from "./seed-office.ts";
import { demoApiKeyId, foreignAccountId, ownAccountId, type World } from "./world.ts";

export const foreignToken = "demo-token-foreign-account";
/** As if somebody had signed in to the demo application: the only kind of token that may register webhooks. */
export const oauthToken = "demo-token-oauth";

/** What every world has: our account and another one, their tokens, one API key. */
export function seedBasics(world: World, token: string): void {
  const now = world.clock.iso();
  const dates = { creationDate: now, updateDate: now };
  const own = {
    accountId: ownAccountId,
    type: 1,
    email: "office@example.com",
    name: "Office",
    language: "en",
  };
  const foreign = {
    accountId: foreignAccountId,
    type: 0,
    email: "other@example.com",
    name: "Other",
    language: "en",
  };
  world.accounts.set(ownAccountId, { ...own, setting: {}, ...dates });
  world.accounts.set(foreignAccountId, { ...foreign, setting: {}, ...dates });
  world.tokens.set(token, { value: token, accountId: ownAccountId, scopes: allScopes, kind: "api" });
  world.tokens.set(foreignToken, {
    value: foreignToken,
    accountId: foreignAccountId,
    scopes: allScopes,
    kind: "api",
  });
  const apiKeyId = demoApiKeyId;
  world.tokens.set(oauthToken, {
    ...{ value: oauthToken, accountId: ownAccountId, scopes: oauthScopes, kind: "oauth", apiKeyId },
  });
  world.apiKeys.set(apiKeyId, {
    ...{ apiKeyId, accountId: ownAccountId, description: "Demo application", apiKey: "demo-client" },
    redirectUris: ["http://127.0.0.1:3000/api/nuki/oauth/callback"],
    creationDate: now,
    advanced: {
      ...{ name: "Demo application", country: "AT", description: "Staff access", type: "OTHER" },
      ...{ url: "https://example.com", email: "office@example.com", webhookUrl: "", restricted: false },
      ...{ webhookFeatures: [], secret: "demo-client-secret", status: "ACTIVE", webhookStatus: "ACTIVE" },
      ...{ failuresInARow: 0, ...dates },
    },
  });
}

/** A door that no token of ours may touch. */
export function seedForeignDoor(world: World): void {
  const door = { name: "Foreign door", type: 4, nukiId: 0x4f0e1a27, timeZone: "Europe/Berlin", battery: 90 };
  addDevice(world, { ...door, keypad: 1, accountId: foreignAccountId });
}

const firstNames = [
  "Ada",
  "Bela",
  "Cleo",
  "Dora",
  "Elia",
  "Finn",
  "Gita",
  "Hugo",
  "Inga",
  "Jona",
  "Kira",
  "Lars",
];
const lastNames = [
  "Amsel",
  "Birke",
  "Cerny",
  "Dahl",
  "Esche",
  "Falk",
  "Gans",
  "Holt",
  "Ilm",
  "Jung",
  "Kolb",
  "Lind",
];
const lockTypes = [4, 5, 4, 3, 0];
/** A keypad holds 100 or 200 codes; groups of this size stay well below. */
const groupSize = 80;
const openersPerBridge = 8;
const bridgeKey = (index: number) => (index === 0 ? "bridge" : `bridge-${index + 1}`);

function generatedStaff(count: number): OfficeStaff[] {
  return Array.from({ length: count }, (_, index) => {
    const firstName = firstNames[index % firstNames.length] ?? "Ada";
    const lastName = `${lastNames[Math.floor(index / 12) % lastNames.length]}${index >= 144 ? index : ""}`;
    const email = `${firstName}.${lastName}@example.com`.toLowerCase();
    const team = `team-${Math.floor(index / groupSize)}`;
    return {
      externalId: String(index + 1),
      firstName,
      lastName,
      team,
      language: index % 2 ? "en" : "de",
      email,
    };
  });
}

/** A world without an office file: so many locks, so many staff in groups that each share some of the doors. */
export function seedGenerated(world: World, size: { staff: number; locks: number; openers?: number }): void {
  const random = createRandom(world.settings.seed, "generated");
  const groups = Math.max(1, Math.ceil(size.staff / groupSize));
  const openers = size.openers ?? 0;
  const keys = Array.from({ length: size.locks }, (_, index) => `door-${index + 1}`);
  const office: Office = {
    company: "Generated office",
    sites: [{ key: "site", name: "Site", timeZone: "Europe/Vienna" }],
    bridges: Array.from({ length: Math.max(1, Math.ceil(openers / openersPerBridge)) }, (_, index) => ({
      ...{ key: bridgeKey(index), name: index === 0 ? "Bridge" : `Bridge ${index + 1}`, site: "site" },
    })),
    devices: keys.map((key, index): Office["devices"][number] => {
      const type = lockTypes[index % lockTypes.length] ?? 4;
      return {
        ...{ key, name: `Door ${index + 1}`, site: "site", type, online: true },
        keypad: index % 6 === 5 ? null : index % 2 ? 1 : 2,
        bridge: type === 0 ? "bridge" : null,
        battery: type === 0 ? null : random.int(40, 100),
      };
    }),
    areas: Array.from({ length: groups }, (_, group) => ({
      ...{ key: `area-${group}`, name: `Area ${group + 1}` },
      devices: keys.filter((_key, index) => index % groups === group),
    })),
    schedules: [
      { key: "office", name: "Office", windows: [{ days: "1111100", from: "07:00", until: "19:00" }] },
    ],
    teams: Array.from({ length: groups }, (_, group) => ({
      ...{ key: `team-${group}`, name: `Team ${group + 1}` },
      rules: [{ area: `area-${group}`, schedule: "office", app: true, keypad: true, remote: false }],
    })),
    staff: generatedStaff(size.staff),
    unmanaged: [],
  };
  for (let index = 0; index < openers; index++) {
    const bridge = bridgeKey(Math.floor(index / openersPerBridge));
    const opener = { key: `opener-${index + 1}`, name: `Opener ${index + 1}`, site: "site", type: 2 };
    office.devices.push({ ...opener, keypad: null, bridge, battery: null, online: true });
  }
  seedOffice(world, office);
}
