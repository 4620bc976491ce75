/** The zone of what is about no single site: that of the site with most doors, of several the first. */
export function mainZone(sites: readonly { readonly timeZone: string; readonly devices: number }[]): string {
  const most = Math.max(...sites.map(({ devices }) => devices));
  return sites.find(({ devices }) => devices === most)?.timeZone ?? "UTC";
}
