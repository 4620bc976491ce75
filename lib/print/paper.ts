import { formatLocalDate } from "@/lib/time/format";
import { type DoorGroup, groupCode, groupDoors, type SheetContent } from "./sheet";
import { paperWords } from "./words";

export interface PaperDoors {
  readonly key: string;
  readonly names: readonly string[];
  readonly window: DoorGroup["window"];
  /** "Mon-Fri 08:00-18:00" */
  readonly week: string;
  /** "until 31 Dec 2026", "Time zone Europe/London": what holds beside the week. */
  readonly notes: readonly string[];
}

export const stepPictures = ["press", "enter", "lock"] as const;
export type StepPicture = (typeof stepPictures)[number];

/** A sheet in words, the same for the printed page and for the PDF. */
export type Paper = ReturnType<typeof paperOf>;

export function paperOf(sheet: SheetContent) {
  const { language } = sheet;
  const t = paperWords(language);
  const day = (localDate: string) => formatLocalDate(localDate, language);
  const [issuedOn, collectBy] = [day(sheet.issuedOn), day(sheet.collectBy)];
  const count = sheet.doors.length;
  return {
    language,
    serial: sheet.serial,
    company: [sheet.company, sheet.site].filter(Boolean).join(" · "),
    name: sheet.name,
    number: sheet.personnelNumber ? t("number", { number: sheet.personnelNumber }) : null,
    code: groupCode(sheet.code),
    doors: groupDoors(sheet.doors).map((group) => doorsOf(group, language)),
    steps: stepPictures.map((picture) => ({
      picture,
      alt: t(`picture.${picture}`),
      text: t(`step.${picture}`),
      brief: t(`brief.${picture}`),
    })),
    facts: [
      { term: t("issued"), value: issuedOn },
      { term: t("issuedBy"), value: sheet.issuedBy },
      { term: t("collectBy"), value: collectBy },
    ],
    factsBrief: t("facts", { serial: sheet.serial, issuedOn, issuedBy: isolated(sheet.issuedBy), collectBy }),
    words: {
      code: t("code"),
      oneCode: t("oneCode", { doors: count }),
      doors: t("doors"),
      doorsOf: t("doorsOf", { name: isolated(sheet.name) }),
      overleaf: t("overleaf", { doors: count }),
      how: t("how"),
      light: t("light"),
      pause: t("pause"),
      lightBrief: t("brief.light"),
      lost: t("lost"),
      call: t("call", { contact: isolated(sheet.contact) }),
      personal: t("personal"),
      serial: t("serial"),
      qr: t("qr", { serial: sheet.serial }),
      receipt: t("receipt"),
      received: t("received"),
      date: t("date"),
      signature: t("signature"),
      fold: t("fold"),
      cut: t("cut"),
      unprintable: t("unprintable"),
    },
  };
}

function doorsOf(group: DoorGroup, language: "en" | "de"): PaperDoors {
  const t = paperWords(language);
  const { key, window, weekText, timeZone } = group;
  const names = group.doors.map(({ name, site }) =>
    site === null ? isolated(name) : t("doorAtSite", { door: isolated(name), site: isolated(site) }),
  );
  const notes = [validity(group, language), timeZone && t("zone", { zone: timeZone })];
  return { key, names, window, week: weekText, notes: notes.filter((note) => note !== null) };
}

function validity({ firstDay, lastDay }: DoorGroup, language: "en" | "de"): string | null {
  const t = paperWords(language);
  const first = firstDay && formatLocalDate(firstDay, language);
  const last = lastDay && formatLocalDate(lastDay, language);
  if (first && last) return t("fromUntil", { first, last });
  if (first) return t("from", { first });
  return last ? t("until", { last }) : null;
}

/** A name keeps its own direction within a sentence: first-strong isolate, and its end. */
function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}
