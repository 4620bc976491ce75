/** The description of an office that a file gives; only what the simulator reads. */
export type Office = {
  company: string;
  sites: { key: string; name: string; timeZone: string }[];
  bridges: { key: string; name: string; site: string }[];
  devices: OfficeDevice[];
  areas: { key: string; name: string; devices: string[] }[];
  schedules: { key: string; name: string; windows: { days: string; from: string; until: string }[] }[];
  teams: { key: string; name: string; rules: OfficeRule[] }[];
  staff: OfficeStaff[];
  unmanaged: { device: string; kind: string; name: string; expired?: boolean }[];
};

export type OfficeDevice = {
  key: string;
  name: string;
  site: string;
  type: number;
  keypad: number | null;
  bridge: string | null;
  battery: number | null;
  critical?: boolean;
  online: boolean;
};

export type OfficeRule = { area: string; schedule: string; app: boolean; keypad: boolean; remote: boolean };

export type OfficeStaff = {
  externalId: string;
  firstName: string;
  lastName: string;
  team: string;
  language: string;
  email: string;
};

const lists = ["sites", "bridges", "devices", "areas", "schedules", "teams", "staff", "unmanaged"];

/** Says what is wrong with a file before anything is built from it. */
export function parseOffice(text: string): Office {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) throw new Error("the office file is not an object");
  const office = value as Record<string, unknown>;
  for (const list of lists)
    if (!Array.isArray(office[list])) throw new Error(`the office file has no list "${list}"`);
  return value as Office;
}
