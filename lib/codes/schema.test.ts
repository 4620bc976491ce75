import { describe, expect, test } from "vitest";
import { rotationSchema } from "@/lib/rotations/schema";
import { issueSchema, printOptionsSchema } from "@/lib/sheets/schema";
import { recordedAnswerSchema, visitSchema } from "@/lib/visits/schema";
import { doorCodesSchema } from "./schema";

describe("every form whose words are recorded keeps no code of them", () => {
  const id = "11111111-2222-4333-8444-555555555555";
  const said = "Now 583 946";
  const kept = "Now *** ***";

  test("a door's list of codes", () => {
    expect(doorCodesSchema.parse({ deviceId: id, reason: said })).toMatchObject({ reason: kept });
  });

  test("sheets", () => {
    const words = { reason: said, keepReason: said, reprint: "keep" as const, language: "own" as const };
    const expected = { reason: kept, keepReason: kept };
    expect(issueSchema.parse({ ...words, staffIds: [id], format: "a4_1", again: [] })).toMatchObject(
      expected,
    );
    expect(printOptionsSchema.parse({ ...words, paper: "a4", perPage: "1" })).toMatchObject(expected);
  });

  test("a rotation", () => {
    const values = {
      ...{ kind: "staff", staffIds: [id], teamId: "", deviceId: "", reason: "routine", mode: "seamless" },
      ...{
        keep: false,
        keepDay: "",
        keepTime: "",
        when: "now",
        day: "",
        time: "",
        timeZone: "Europe/Vienna",
      },
    };
    expect(rotationSchema.parse({ ...values, note: said })).toMatchObject({ note: kept });
  });

  test("a visit and what its host said", () => {
    const visit = {
      ...{ firstName: "Eva", lastName: "Wolf", company: "", kind: "visitor", language: "en", purpose: said },
      ...{ hostId: id, areaId: id, scheduleId: id, firstDay: "2026-03-02", lastDay: "2026-03-02" },
      ...{ hours: "schedule", window: { days: 0, allDay: true, from: "", until: "" } },
    };
    expect(visitSchema.parse(visit)).toMatchObject({ purpose: kept });
    const answer = { staffId: id, lastDay: "2026-03-09", answer: "yes", note: said };
    expect(recordedAnswerSchema.parse(answer)).toMatchObject({ note: kept });
  });
});
