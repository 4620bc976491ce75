import type { SettingRow } from "@/lib/device-settings/queries";
import type { Device } from "@/lib/devices/queries";
import { PlaceButton } from "../place-button";
import { RenameButton } from "../settings/rename-button";
import { SyncButton } from "../settings/sync-button";

/** What can be done with a device that is no operating of a door. */
export function DeviceActions({
  device,
  label,
  sites,
}: {
  device: Device;
  /** Its name, with the change that may be on its way. */
  label: SettingRow | null;
  sites: readonly { id: string; name: string }[];
}) {
  const renaming = label?.change != null && label.change.closedAt === null;
  return (
    <>
      <SyncButton deviceId={device.id} />
      <RenameButton deviceId={device.id} name={device.name} pending={renaming} />
      {sites.length > 0 && (
        <PlaceButton
          deviceId={device.id}
          name={device.name}
          siteId={device.siteId}
          sites={sites.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
    </>
  );
}
