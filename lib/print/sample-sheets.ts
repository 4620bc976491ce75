import { weekdays } from "@/lib/time/weekdays";
import type { SheetContent, SheetDoor } from "./sheet";
import { weekTextOf } from "./week-text";

const office = { days: weekdays(31), fromMinute: 480, untilMinute: 1080 };

export function sampleDoor(
  name: string,
  changes: Partial<SheetDoor> = {},
  language: "en" | "de" = "en",
): SheetDoor {
  const door = {
    name,
    site: "Vienna",
    timeZone: "Europe/Vienna",
    firstDay: null,
    lastDay: null,
    ...office,
    ...changes,
  };
  return { ...door, weekText: weekTextOf(door, language) };
}

/** A sheet as most people get it; tests change what they are about. */
export function sampleSheet(changes: Partial<SheetContent> = {}): SheetContent {
  const language = changes.language ?? "en";
  return {
    serial: "7KQ2-94MX-3",
    language,
    company: "Acme Ltd",
    site: "Vienna office",
    name: "Anna Berger",
    personnelNumber: "10042",
    code: "583946",
    doors: ["Front door", "Back door", "Archive"].map((name) => sampleDoor(name, {}, language)),
    notConfirmed: [],
    issuedOn: "2026-11-23",
    issuedBy: "Maria Huber",
    collectBy: "2026-12-07",
    contact: "Reception, +43 1 234 56 78",
    ...changes,
  };
}

const germanDoors = [
  "Haupteingang Verwaltungsgebäude",
  "Hintereingang Lieferantenzufahrt",
  "Besprechungszimmer Donauschifffahrt",
  "Serverraum Untergeschoß",
  "Personalabteilung",
  "Archiv Buchhaltung",
  "Küche Dachgeschoß",
  "Garage Tiefgaragenabfahrt",
  "Werkstatt",
  "Labor Qualitätssicherung",
  "Lagerhalle Nord",
  "Lagerhalle Süd",
];

/** What is hard to print: long words, many doors, many times, other scripts, one name only, signs that no font has. */
export const difficultSheets: Readonly<Record<string, SheetContent>> = {
  plain: sampleSheet(),
  german: sampleSheet({
    language: "de",
    company: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    site: "Verwaltungsstandort Klosterneuburg",
    name: "Maximiliane-Friederike Freifrau von Hohenlohe-Waldenburg-Schillingsfürst",
    doors: germanDoors.slice(0, 3).map((name) => sampleDoor(name, {}, "de")),
    issuedBy: "Bernhard-Alexander Wolfenstein-Gruber",
    contact: "Empfang Verwaltungsgebäude, +43 1 234 56 78-900",
  }),
  twelve: sampleSheet({ language: "de", doors: germanDoors.map((name) => sampleDoor(name, {}, "de")) }),
  twelveTimes: sampleSheet({
    doors: germanDoors.map((name, index) =>
      sampleDoor(name, {
        fromMinute: 360 + index * 15,
        site: index % 2 === 0 ? "Vienna" : "London",
        timeZone: index % 2 === 0 ? "Europe/Vienna" : "Europe/London",
        lastDay: index % 3 === 0 ? "2026-12-31" : null,
      }),
    ),
  }),
  oneName: sampleSheet({
    name: "Suharto",
    personnelNumber: null,
    site: null,
    doors: [sampleDoor("Front door")],
  }),
  arabic: sampleSheet({ name: "محمد عبد الله الحسيني (Lager 7)" }),
  hebrew: sampleSheet({ name: "יעל בן-דוד", doors: [sampleDoor("Front door", { lastDay: "2026-12-31" })] }),
  chinese: sampleSheet({ name: "欧阳娜娜 龘", issuedBy: "王小明" }),
  slavic: sampleSheet({ name: "Łukasz Šťastný Нестеренко", issuedBy: "Ελένη Παππά, Nguyễn Thị" }),
  unknown: sampleSheet({ name: "Tester 😀 ก ᴬ한" }),
};
