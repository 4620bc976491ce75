import encodeQR from "qr";
import { modulesPicture, type Picture } from "./pictures";

/** The serial and nothing else: who finds a sheet and scans it learns no address and no door. */
export function qrOf(serial: string): Picture {
  return modulesPicture(encodeQR(serial, "raw", { ecc: "quartile", border: 2 }));
}
