import type { Guard, Http } from "@/lib/nuki/http";

/** A settings object exactly as Nuki answered it, with every member that we do not know. */
export type WholeConfig = Readonly<Record<string, unknown>>;

/**
 * Writes settings of devices. Nuki takes whole objects only: what is not sent is lost, and what is old undoes a change that
 * somebody made in the app (field notes H). So callers hand in the object as they just read it, with one member changed.
 * Resolved means accepted; only reading again shows that the device has it.
 */
export interface NukiConfigurator {
  /** Nuki Web's own label of the device; the device is not told. */
  rename(deviceId: number, name: string, guard?: Guard): Promise<void>;
  writeConfig(deviceId: number, whole: WholeConfig, guard?: Guard): Promise<void>;
  writeAdvanced(deviceId: number, whole: WholeConfig, guard?: Guard): Promise<void>;
  writeOpener(deviceId: number, whole: WholeConfig, guard?: Guard): Promise<void>;
  writeSmartdoor(deviceId: number, whole: WholeConfig, guard?: Guard): Promise<void>;
}

const readOnly = {
  config: [
    ...["capabilities", "fobPaired", "fobAction1", "fobAction2", "fobAction3", "operatingMode"],
    ...["keypadPaired", "keypad2Paired", "homekitState", "matterState", "deviceType", "wifiEnabled"],
    ...["productVariant", "operationId"],
  ],
  advanced: ["totalDegrees", "operationId"],
  opener: ["intercomId", "busModeSwitch", "operationId"],
  smartdoor: ["supportedBatteryTypes", "operationId"],
} as const;

export function createConfigurator(http: Http): NukiConfigurator {
  const write =
    (kind: keyof typeof readOnly, path: string) =>
    (deviceId: number, whole: WholeConfig, guard?: Guard): Promise<void> =>
      http.send({
        method: "POST",
        path: `/smartlock/{smartlockId}${path}`,
        params: { smartlockId: deviceId },
        body: writable(whole, readOnly[kind]),
        policy: "write",
        guard,
      });
  return {
    rename: (deviceId, name, guard) =>
      http.send({
        method: "POST",
        path: "/smartlock/{smartlockId}",
        params: { smartlockId: deviceId },
        body: { name },
        policy: "write",
        guard,
      }),
    writeConfig: write("config", "/config"),
    writeAdvanced: write("advanced", "/advanced/config"),
    writeOpener: write("opener", "/advanced/openerconfig"),
    writeSmartdoor: write("smartdoor", "/advanced/smartdoorconfig"),
  };
}

function writable(whole: WholeConfig, members: readonly string[]): Record<string, unknown> {
  // A member that is null was not there for this device: sent back, it would fail Nuki's own check of types.
  return Object.fromEntries(
    Object.entries(whole).filter(([name, value]) => !members.includes(name) && value !== null),
  );
}
