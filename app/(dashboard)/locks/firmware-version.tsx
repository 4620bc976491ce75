import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { Device } from "@/lib/devices/queries";

/** The firmware, and whether another device of the same kind has a newer one: more cannot be known. */
export function FirmwareVersion({
  device: { firmware, newerFirmware },
  explained = false,
}: {
  device: Device;
  explained?: boolean;
}) {
  const t = useTranslations("devices");
  return (
    <span className="tnum block">
      {firmware || t("unknown")}
      {newerFirmware && (
        <span className="mt-0.5 block">
          <Badge tone="warn" icon="arrow-up">
            {t("behind", { version: newerFirmware })}
          </Badge>
        </span>
      )}
      {newerFirmware && explained && (
        <span className="mt-1 block text-sm text-muted">
          {t("behindExplained", { version: newerFirmware })}
        </span>
      )}
    </span>
  );
}
