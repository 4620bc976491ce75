import { expect, test } from "vitest";
import type { DeviceId } from "@/lib/access/types";
import type { AlertId } from "@/lib/db/tables/alerts";
import { digestMail, singleMail, webhookBody } from "./message";
import type { AlertView } from "./queries";
import { alertKinds } from "./schema";
import { alertHref } from "./words";

const openedAt = new Date("2026-03-02T08:00:00.000Z");
const url = "https://postern.office.test";

const alert = (facts: Partial<AlertView>): AlertView => ({
  id: "00000000-0000-4000-8000-0000000000dd" as AlertId,
  kind: "door_open",
  severity: "warning",
  detail: {},
  openedAt,
  resolvedAt: null,
  deviceId: "00000000-0000-4000-8000-000000000001" as DeviceId,
  deviceName: "Side entrance",
  deviceType: 4,
  bridgeId: null,
  bridgeName: null,
  accountName: null,
  siteName: "Vienna",
  timeZone: "Europe/Vienna",
  ...facts,
});

/** Every reason that an alert of some kind may have. */
const reasons = [
  ...["offline", "reconnect", "missing", "away", "silent", "unread", "unauthorized", "unreachable"],
  ...["not_allowed", "stopped", "refused", "removal", "change", "a reason of a later release"],
];

test.each(alertKinds)("%s has words for every reason, in both languages", (kind) => {
  for (const why of reasons) {
    for (const locale of ["en", "de"] as const) {
      const detail = { why, since: openedAt.getTime(), count: 2, openers: 2, charge: 12, days: 3 };
      const { subject, text } = singleMail({ alert: alert({ kind, detail }), event: "opened" }, locale, url);
      expect(subject).toContain("Side entrance");
      // A message that cannot be filled comes back as its key.
      expect(`${subject} ${text}`).not.toMatch(/alerts\.|[{}]/);
    }
  }
});

test("moments are told by the clock of the door's site", () => {
  const told = { alert: alert({ detail: { since: openedAt.getTime() } }), event: "opened" } as const;
  expect(singleMail(told, "en", url).text).toContain("Open or ajar since 2 Mar 2026, 09:00.");
  expect(JSON.parse(webhookBody(told, "de")).text).toBe("Offen oder angelehnt seit 02.03.2026, 09:00.");
});

test("a digest tells what came and went as over, once", () => {
  const id = "00000000-0000-4000-8000-0000000000ee" as AlertId;
  const gone = alert({ id, deviceName: "Garage", resolvedAt: new Date(openedAt.getTime() + 60_000) });
  const { subject, text, html } = digestMail(
    [
      { alert: gone, event: "opened" },
      { alert: gone, event: "resolved" },
      { alert: alert({}), event: "opened" },
    ],
    1,
    "en",
    url,
  );
  expect(subject).toBe("Doors today: 1 new, 1 fine again");
  expect(text.match(/Garage/g)).toHaveLength(1);
  expect(text).toContain("It was so from 2 Mar 2026, 09:00 until 2 Mar 2026, 09:01.");
  expect(html).toContain('<a href="https://postern.office.test/alerts">');
});

test("each alert leads to where something can be done about it", () => {
  const id = alert({}).deviceId;
  expect(alertHref(alert({}))).toBe(`/locks/${id}`);
  expect(alertHref(alert({ deviceType: 2 }))).toBe(`/openers/${id}`);
  expect(alertHref(alert({ kind: "change_waiting" }))).toBe(`/changes?tab=open&door=${id}`);
  expect(alertHref(alert({ kind: "token_broken", deviceId: null }))).toBe("/settings/connection");
});
