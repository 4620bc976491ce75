import { describe, expect, test } from "vitest";
import { readYesNo } from "./booleans";
import type { CellValue } from "./cell-value";
import { findDateOrder, readDate } from "./dates";
import { readEmail } from "./email";
import { readWindow } from "./hours";
import { readFullName } from "./names";
import { readTime } from "./times";
import { clashingLanguages, readWeekdays } from "./weekdays";
import { readAccessType, readAction, readLanguage, readList } from "./words";

const codes = (cell: CellValue<unknown>) => cell.problems.map(({ code }) => code);

describe("dates", () => {
  test.each([
    ["2026-09-01", "2026-09-01"],
    ["2026-09-01T00:00:00", "2026-09-01"],
    ["01.09.2026", "2026-09-01"],
    ["1.9.2026", "2026-09-01"],
    ["01.09.2026 00:00:00", "2026-09-01"],
    ["31/12/2026", "2026-12-31"],
    ["12/31/2026", "2026-12-31"],
    ["31-12-2026", "2026-12-31"],
    ["05/05/2026", "2026-05-05"],
    ["29.02.2028", "2028-02-29"],
  ])("%s is %s without asking", (text, date) => {
    expect(readDate(text, "valid_from", null)).toEqual({ value: date, problems: [] });
  });

  test.each([
    ["31.02.2026", "date_impossible"],
    ["29/02/2027", "date_impossible"],
    ["13/13/2026", "date_impossible"],
    ["00.00.0000", "date_impossible"],
    ["tomorrow", "date_unknown"],
    ["2026", "date_unknown"],
    ["01/02-2026", "date_unknown"],
    ["12345", "date_unknown"],
    ["03/04/2026", "date_order_unknown"],
  ])("%s is refused: %s", (text, code) => {
    const cell = readDate(text, "valid_from", null);
    expect(cell.value).toBeUndefined();
    expect(codes(cell)).toEqual([code]);
  });

  test("the order decides what could be read both ways", () => {
    expect(readDate("03/04/2026", "valid_from", "day_first").value).toBe("2026-04-03");
    expect(readDate("03/04/2026", "valid_from", "month_first").value).toBe("2026-03-04");
    expect(readDate("03.04.2026", "valid_from", "month_first").value).toBe("2026-04-03");
  });

  test("a serial, a short year and an open end are read with a notice", () => {
    expect(readDate("46266", "valid_from", null)).toMatchObject({
      value: "2026-09-01",
      problems: [{ severity: "notice", code: "date_from_serial" }],
    });
    expect(readDate("01.09.26", "valid_from", null)).toMatchObject({
      value: "2026-09-01",
      problems: [{ severity: "notice", code: "date_two_digit_year" }],
    });
    expect(readDate("31.12.9999", "valid_until", null)).toMatchObject({
      value: null,
      problems: [{ severity: "notice", code: "date_open_end" }],
    });
  });

  test.each([
    [["03/04/2026", "13/04/2026"], "day_first"],
    [["03/04/2026", "04/13/2026"], "month_first"],
    [["03/04/2026", "05-06-2026"], "unsettled"],
    [["13/04/2026", "04/13/2026", "03/04/2026"], "unsettled"],
    [["05/05/2026", "01.02.2026", "2026-01-02", "x"], "not_needed"],
  ])("the column %j settles the order as %s", (cells, order) => {
    expect(findDateOrder(cells)).toBe(order);
  });
});

describe("times", () => {
  test.each([
    ["08:00", 480],
    ["8:00", 480],
    ["08:00:00", 480],
    ["0800", 480],
    ["8.00", 480],
    ["8.30", 510],
    ["8h30", 510],
    ["8h", 480],
    ["8 h 30", 510],
    ["8 AM", 480],
    ["12 AM", 0],
    ["12:30 pm", 750],
    ["6:15 p.m.", 1095],
    ["8 Uhr", 480],
    ["8:30 Uhr", 510],
    ["8", 480],
    ["00:00", 0],
    ["24:00", 1440],
    ["2400", 1440],
  ])("%s is minute %i", (text, minute) => {
    expect(readTime(text, "time_from")).toEqual({ value: minute, problems: [] });
  });

  test("a share of the day is read with a notice", () => {
    expect(readTime("0,354166667", "time_from")).toMatchObject({
      value: 510,
      problems: [{ code: "time_from_fraction" }],
    });
  });

  test.each(["25:00", "24:01", "8:60", "13 PM", "0 AM", "8.5", "8,5", "noon", "8:0", "080", "-8:00"])(
    "%s is refused",
    (text) => {
      expect(codes(readTime(text, "time_from"))).toEqual(["time_unknown"]);
    },
  );
});

describe("weekdays", () => {
  const WORK_DAYS = 0b0011111;
  test.each([
    ["Mo-Fr", WORK_DAYS],
    ["Mo–Fr", WORK_DAYS],
    ["Mon—Fri", WORK_DAYS],
    ["Mo. - Fr.", WORK_DAYS],
    ["Mo‑Fr", WORK_DAYS],
    ["Monday to Friday", WORK_DAYS],
    ["Montag bis Freitag", WORK_DAYS],
    ["du lundi au vendredi", WORK_DAYS],
    ["lunedì-venerdì", WORK_DAYS],
    ["lunes a viernes", WORK_DAYS],
    ["maandag t/m vrijdag", WORK_DAYS],
    ["1-5", WORK_DAYS],
    ["12345", WORK_DAYS],
    ["1,2,3,4,5", WORK_DAYS],
    ["MTWTF--", WORK_DAYS],
    ["MDMDF--", WORK_DAYS],
    ["LMXJV..", WORK_DAYS],
    ["1111100", WORK_DAYS],
    ["1111111", 127],
    ["daily", 127],
    ["täglich", 127],
    ["todos los días", 127],
    ["Mo,Di,Mi", 0b111],
    ["Mo/Mi/Fr", 0b10101],
    ["Mo und Mi", 0b101],
    ["Lu,Ma", 0b11],
    ["Mo-Mi, Sa", 0b0100111],
    ["Sa-Mo", 0b1100001],
    ["7", 0b1000000],
    ["--W----", 0b100],
    ["SATURDAY", 0b0100000],
  ])("%s is read without a language", (text, days) => {
    expect(readWeekdays(text, null)).toEqual({ value: days, problems: [] });
  });

  test.each([
    ["Di", "de", 0b10],
    ["di", "nl", 0b10],
    ["di", "fr", 0b1000000],
    ["ma", "nl", 0b1],
    ["ma", "fr", 0b10],
    ["ma", "it", 0b10],
    ["do", "de", 0b1000],
    ["do", "it", 0b1000000],
  ] as const)("%s in %s is a day of its own", (text, language, days) => {
    expect(readWeekdays(text, language).value).toBe(days);
  });

  test("a clash is asked with the languages that it is between", () => {
    expect(readWeekdays("Di", null)).toMatchObject({
      value: undefined,
      problems: [{ severity: "error", code: "weekdays_ambiguous", choices: ["de", "fr", "nl"] }],
    });
    expect(readWeekdays("ma", "de").problems[0]?.code).toBe("weekdays_ambiguous");
    expect(clashingLanguages("ma")).toEqual(["fr", "it", "es", "nl"]);
    expect(clashingLanguages("Mo")).toEqual([]);
  });

  test("the other words of the cell settle a clash, against the chosen language if it does not know them", () => {
    expect(readWeekdays("Di, Mi", "fr").value).toBe(0b110);
    expect(readWeekdays("wo,do", "it").value).toBe(0b1100);
  });

  test.each(["Funday", "Mo-", "-Fr", "Mo-Mi-Fr", "0000000", "-------", "11111", "8", "0", "1-8"])(
    "%s is refused",
    (text) => {
      const cell = readWeekdays(text, "de");
      expect(cell.value).toBeUndefined();
      expect(codes(cell)).toEqual(["weekdays_unknown"]);
    },
  );
});

describe("a window in one cell", () => {
  test.each([
    ["Mo-Fr 08:00-18:00", { days: 31, fromMinute: 480, untilMinute: 1080 }],
    ["Mon–Fri, 8 AM to 6 PM", { days: 31, fromMinute: 480, untilMinute: 1080 }],
    ["8-18", { days: 127, fromMinute: 480, untilMinute: 1080 }],
    ["täglich 06:00–24:00 Uhr", { days: 127, fromMinute: 360, untilMinute: 1440 }],
    ["Office hours", null],
    ["Schicht 1", null],
    ["Mo-Fr 18:00-08:00", null],
  ])("%s", (text, window) => {
    expect(readWindow(text, "de")).toEqual(window);
  });
});

describe("yes and no", () => {
  test.each([
    "yes",
    "Y",
    "true",
    "1",
    "x",
    "X",
    "ja",
    "Oui",
    "sì",
    "sí",
    "WAHR",
    "VRAI",
    "VERO",
    "VERDADERO",
    "WAAR",
  ])("%s is yes", (text) => expect(readYesNo(text, "remote_allowed").value).toBe(true));
  test.each(["no", "n", "false", "0", "nein", "non", "nee", "FALSCH", "FAUX", "FALSO", "ONWAAR"])(
    "%s is no",
    (text) => expect(readYesNo(text, "remote_allowed").value).toBe(false),
  );
  test("anything else is refused", () => {
    expect(codes(readYesNo("maybe", "remote_allowed"))).toEqual(["yes_no_unknown"]);
  });
});

describe("names", () => {
  test.each([
    ["Müller, Anna", "Anna", "Müller", true],
    ["Müller,Anna", "Anna", "Müller", true],
    ["Anna Müller", "Anna", "Müller", false],
    ["Anna  Maria\u00a0Müller", "Anna Maria", "Müller", false],
    ["Ludwig van Beethoven", "Ludwig", "van Beethoven", false],
    ["Cher", "", "Cher", false],
    ["Müller,", "", "Müller", false],
  ])("%s", (text, firstName, lastName, turned) => {
    expect(readFullName(text)).toEqual({ firstName, lastName, turned });
  });
});

describe("other words", () => {
  test.each([
    ["J.Mueller@Example.COM", "j.mueller@example.com"],
    ["mailto:a@b.at", "a@b.at"],
    ["Anna <anna@example.com>", "anna@example.com"],
    ["jürgen@müller.at", "jürgen@müller.at"],
  ])("%s is the address %s", (text, address) => {
    expect(readEmail(text)).toEqual({ value: address, problems: [] });
  });

  test.each(["a@b", "a b@c.at", "@c.at", "a@.at", "a@c..at", "a@b.at;c@d.at", "n/a"])(
    "%s is no address",
    (text) => {
      expect(codes(readEmail(text))).toEqual(["email_invalid"]);
    },
  );

  test.each([
    ["de", "de"],
    ["DE-AT", "de"],
    ["Deutsch", "de"],
    ["français", "fr"],
    ["Čeština", "cs"],
  ])("the language %s is %s", (text, language) => {
    expect(readLanguage(text).value).toBe(language);
  });

  test("an unknown language warns and blocks nothing", () => {
    expect(readLanguage("Klingon")).toMatchObject({ value: undefined, problems: [{ severity: "warning" }] });
  });

  test.each([
    ["app", "app"],
    ["Keypad", "keypad"],
    ["Code", "keypad"],
    ["both", "both"],
    ["beides", "both"],
    ["App + Keypad", "both"],
    ["app|keypad", "both"],
    ["Keypad und App", "both"],
  ])("the access type %s is %s", (text, type) => {
    expect(readAccessType(text).value).toBe(type);
  });

  test("actions are read in other languages, and an unknown one is refused", () => {
    expect(readAction("Löschen").value).toBe("remove");
    expect(readAction("sperren").value).toBe("suspend");
    expect(codes(readAction("explode"))).toEqual(["action_unknown"]);
    expect(codes(readAccessType("key"))).toEqual(["access_type_unknown"]);
  });

  test("several values stand between pipes, without gaps and repetitions", () => {
    expect(readList(" a | b||a ")).toEqual(["a", "b"]);
  });
});
