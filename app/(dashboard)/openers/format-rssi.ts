/** With a minus sign, which does not break from its number as a hyphen does. */
export function formatRssi(rssi: number): string {
  return rssi < 0 ? `\u2212${-rssi}` : String(rssi);
}
