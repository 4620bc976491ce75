import { useTranslations } from "next-intl";
import { isKnownType } from "@/lib/devices/facts";
import type { Device } from "@/lib/devices/queries";

const variants = [1, 2, 3] as const;

/** What kind of device it is; a type that this release does not know is told by its number. */
export function ModelName({ device }: { device: Pick<Device, "type" | "productVariant"> }) {
  const t = useTranslations("devices");
  const { type, productVariant } = device;
  const variant = variants.find((known) => known === productVariant);
  if (type === 5 && variant) return t(`variant.${variant}`);
  return isKnownType(type) ? t(`type.${type}`) : t("unknownType", { type });
}
