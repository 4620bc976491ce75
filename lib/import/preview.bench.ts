import Papa from "papaparse";
import { z } from "zod";
import type { DeviceId, SiteId } from "@/lib/access/types";
import { keypadDoorNames, makeStaffFile } from "@/scripts/testing/staff-file";
import { suggestMapping } from "./columns";
import { decodeFile } from "./decode";
import type { Directory } from "./directory";
import { matchRows } from "./match";
import { parseTable } from "./parse";
import { readRows } from "./rows";

const ROWS = 5_000;
const ROUNDS = 20;
const WARM_UP_ROUNDS = 10;

const plainRow = z.object({
  Personalnummer: z.string().min(1),
  Vorname: z.string().min(1).max(100),
  Nachname: z.string().min(1).max(100),
  "E-Mail": z.union([z.literal(""), z.email()]),
  Abteilung: z.string().max(100),
  Türen: z.string(),
  Wochentage: z.string(),
  Von: z.string().regex(/^\d{1,2}[:.]\d{2}$/),
  Bis: z.string().regex(/^\d{1,2}[:.]\d{2}$/),
  "Gültig ab": z.string().regex(/^\d{2}\.\d{2}\.\d{4}$/),
  "Gültig bis": z.string().regex(/^(\d{2}\.\d{2}\.\d{4})?$/),
  Zugangsart: z.enum(["app", "keypad", "both"]),
});

/** The import's preview beside the least that anybody would do with the same bytes: parse them, zod each row. */
export async function bench(): Promise<{ name: string; value: number; unit: string; limit?: number }[]> {
  const file = makeStaffFile({ rows: ROWS });
  const directory = doorsOnly();
  const times = { preview: [] as number[], plain: [] as number[] };
  // In turns and the best of all rounds: what a busy machine adds is not what is measured.
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const plainMs = timed(() => plain(file));
    const previewMs = timed(() => preview(file, directory));
    if (round < 0) continue;
    times.plain.push(plainMs);
    times.preview.push(previewMs);
  }
  const [previewTime, plainTime] = [Math.min(...times.preview), Math.min(...times.plain)];
  return [
    { name: `import preview, ${ROWS} rows`, value: round1(previewTime), unit: "ms" },
    { name: `papaparse and zod, ${ROWS} rows`, value: round1(plainTime), unit: "ms" },
    {
      name: "import preview to parse and validate",
      value: round1(previewTime / plainTime),
      unit: "x",
      limit: 3,
    },
  ];
}

function plain(file: Uint8Array): number {
  const text = new TextDecoder("windows-1252").decode(file);
  const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  return data.filter((row) => plainRow.safeParse(row).success).length;
}

function preview(file: Uint8Array, directory: Directory): number {
  const decoded = decodeFile(file);
  if (!decoded.ok) throw new Error(decoded.problem.code);
  const parsed = parseTable(decoded.text);
  if (!parsed.ok) throw new Error(parsed.problem.code);
  const { mapping, language } = suggestMapping(parsed.table.headers);
  const { rows } = readRows(parsed.table, mapping, { today: "2026-11-23", language, dateOrder: null });
  return matchRows(rows, directory).length;
}

function doorsOnly(): Directory {
  const devices = keypadDoorNames().map((name) => ({ id: name as DeviceId, name, siteId: "site" as SiteId }));
  return { staff: [], teams: [], areas: [], devices, schedules: [] };
}

function timed(run: () => number): number {
  const start = performance.now();
  if (run() === 0) throw new Error("nothing was read");
  return performance.now() - start;
}

function round1(value: number): number {
  return Math.round(value * 10) / 10;
}
