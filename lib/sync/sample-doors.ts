import type { AccountId, CredentialKind, DeviceId, NukiAuthId, StaffId } from "@/lib/access/types";
import { accounts, authorizations, bindings, devices, staff, staffCodes } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import type { TestDatabase } from "@/lib/db/testing";

const seenAt = new Date("2026-11-23T08:00:00Z");

/** Doors with codes on them as if they had been read, without a Nuki behind: for tests of single statements. */
export async function openDoors({ db }: TestDatabase) {
  let numbers = 0;
  const [account] = await db
    .insert(accounts)
    .values({ name: "Lab", apiUrl: "http://localhost", token: getSecrets().seal("token", "account_token") })
    .returning();
  if (!account) throw new Error("no account");
  const accountId: AccountId = account.id;

  async function door(type = 4): Promise<DeviceId> {
    numbers += 1;
    const [row] = await db
      .insert(devices)
      .values({
        accountId,
        nukiId: 17_179_869_184 + numbers,
        type,
        name: `Door ${numbers}`,
        serverState: 0,
        adminPinState: 0,
        batteryCritical: false,
        firmware: "1",
        seenAt,
      })
      .returning({ id: devices.id });
    if (!row) throw new Error("no door");
    return row.id;
  }

  async function codes(deviceId: DeviceId, count: number, codeHash = "foreign"): Promise<NukiAuthId[]> {
    const rows = Array.from({ length: count }, () => {
      numbers += 1;
      return {
        deviceId,
        nukiId: String(numbers).padStart(24, "0") as NukiAuthId,
        type: 13,
        name: "Code",
        enabled: true,
        remoteAllowed: false,
        codeHash,
        busy: false,
        seenAt,
      };
    });
    await db.insert(authorizations).values(rows);
    return rows.map((row) => row.nukiId);
  }

  async function code(deviceId: DeviceId, codeHash: string): Promise<NukiAuthId> {
    const [authId] = await codes(deviceId, 1, codeHash);
    if (!authId) throw new Error("no code");
    return authId;
  }

  async function giveCode(staffId: StaffId, codeHash: string, retiredAt: Date | null = null): Promise<void> {
    const sealed = getSecrets().seal("583194", `staff_code:${staffId}`);
    await db.insert(staffCodes).values({ staffId, code: sealed, codeHash, retiredAt });
  }

  const bind = async (
    staffId: StaffId,
    deviceId: DeviceId,
    authId: NukiAuthId,
    kind: CredentialKind,
    endedAt: Date | null = null,
  ): Promise<void> => {
    await db.insert(bindings).values({ staffId, deviceId, kind, authId, origin: "created", endedAt });
  };

  /** Somebody whose present code, `code of {id}`, is on these doors. */
  async function person(at: readonly DeviceId[]): Promise<StaffId> {
    const [row] = await db.insert(staff).values({ displayName: "Anna" }).returning({ id: staff.id });
    if (!row) throw new Error("nobody");
    await giveCode(row.id, `code of ${row.id}`);
    for (const deviceId of at)
      await bind(row.id, deviceId, await code(deviceId, `code of ${row.id}`), "keypad");
    return row.id;
  }

  return { accountId, door, codes, code, giveCode, bind, person };
}

export type Doors = Awaited<ReturnType<typeof openDoors>>;
