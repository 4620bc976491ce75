export const signals = ["strong", "fair", "weak", "none"] as const;
export type Signal = (typeof signals)[number];

/** A radio signal in words. Between -55 and -80 dBm is usual in offices; below -80 connections begin to break. */
export function signalOf(rssi: number | null): Signal {
  if (rssi === null) return "none";
  if (rssi >= -65) return "strong";
  return rssi >= -80 ? "fair" : "weak";
}
