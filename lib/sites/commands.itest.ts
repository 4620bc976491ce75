import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { SiteId } from "@/lib/access/types";
import { auditEvents } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { addPerson, openPeopleOffice, type TestOffice } from "@/lib/staff/testing";
import { createSite, previewUpdateSite, updateSite } from "./commands";
import { findSite, listSites } from "./queries";
import type { SiteInput } from "./schema";

describeDatabases("sites", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let office: TestOffice;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
  });
  beforeEach(async () => {
    await database.empty();
    office = await openPeopleOffice(database);
    for (const job of await queue.take("sync", 1000)) await queue.done("sync", [job.id]);
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });

  const policy = { remoteOpening: true, reasonRequired: false };
  const edit = async (siteId: SiteId, site: { name: string; timeZone: string } & Partial<SiteInput>) => ({
    siteId,
    version: (await findSite(office.owner, siteId))?.version ?? "",
    site: { ...policy, ...site },
  });
  const jobs = async () => (await queue.take("sync", 100)).map((job) => job.data.staffIds);

  test("another time zone reaches everybody with a rule for a door there; another name reaches nobody", async () => {
    const anna = await addPerson(office.owner, { teamIds: [office.engineering] });
    await jobs();
    const vienna = office.siteOf("Vienna headquarters");
    const renamed = await edit(vienna, { name: "Vienna", timeZone: "Europe/Vienna" });
    expectOk(await updateSite(office.owner, renamed, null));
    expect(await jobs()).toEqual([]);
    const moved = await edit(vienna, { name: "Vienna", timeZone: "Europe/London" });
    const { fingerprint } = expectOk(await previewUpdateSite(office.owner, moved));
    expectOk(await updateSite(office.owner, moved, fingerprint));
    expect(await jobs()).toEqual([[anna]]);
  });

  test("a zone that does not exist, an offset, and a name that is taken are refused at their field", async () => {
    for (const timeZone of ["Europe/Atlantis", "+01:00"]) {
      expect(await createSite(office.owner, { name: "Graz", timeZone, ...policy })).toMatchObject({
        ok: false,
        refusal: { code: "invalid_input", field: "timeZone" },
      });
    }
    expect(
      await createSite(office.owner, { name: "London office", timeZone: "Europe/Vienna", ...policy }),
    ).toMatchObject({
      ok: false,
      refusal: { code: "duplicate_name", field: "name" },
    });
  });

  test("what may be done from afar is kept, and leaves a trace of its own", async () => {
    const vienna = office.siteOf("Vienna headquarters");
    const same = { name: "Vienna headquarters", timeZone: "Europe/Vienna" };
    expectOk(
      await updateSite(
        office.owner,
        await edit(vienna, { ...same, remoteOpening: false, reasonRequired: true }),
        null,
      ),
    );
    expect(await findSite(office.owner, vienna)).toMatchObject({
      remoteOpening: false,
      reasonRequired: true,
    });
    const events = await database.db.select().from(auditEvents);
    expect(events.map(({ type, detail }) => ({ type, detail }))).toEqual([
      {
        type: "site.policy_changed",
        detail: {
          name: same.name,
          before: { remoteOpening: true, reasonRequired: false },
          after: { remoteOpening: false, reasonRequired: true },
        },
      },
    ]);
    expect(await jobs()).toEqual([]);
  });

  test("a policy that somebody else changed meanwhile is not overwritten unseen", async () => {
    const vienna = office.siteOf("Vienna headquarters");
    const same = { name: "Vienna headquarters", timeZone: "Europe/Vienna" };
    const mine = await edit(vienna, { ...same, reasonRequired: true });
    expectOk(await updateSite(office.owner, await edit(vienna, { ...same, remoteOpening: false }), null));
    expect(await updateSite(office.owner, mine, null)).toMatchObject({ refusal: { code: "plan_changed" } });
  });

  test("an edit that somebody else overtook is refused", async () => {
    const london = office.siteOf("London office");
    const mine = await edit(london, { name: "Mine", timeZone: "Europe/London" });
    expectOk(
      await updateSite(office.owner, await edit(london, { name: "Theirs", timeZone: "Europe/London" }), null),
    );
    expect(await updateSite(office.owner, mine, null)).toMatchObject({
      ok: false,
      refusal: { code: "plan_changed" },
    });
  });

  test("who looks after one site changes that one, and makes no others", async () => {
    const london = office.actor("admin", ["London office"]);
    expect((await listSites(london)).map((site) => [site.name, site.devices])).toEqual([
      ["London office", 8],
    ]);
    const refused = { ok: false, refusal: { code: "forbidden" } };
    expect(await createSite(london, { name: "Graz", timeZone: "Europe/Vienna", ...policy })).toMatchObject(
      refused,
    );
    const vienna = office.siteOf("Vienna headquarters");
    expect(await findSite(london, vienna)).toBeNull();
    const other = await edit(vienna, { name: "Mine now", timeZone: "Europe/Vienna" });
    expect(await updateSite(london, other, null)).toMatchObject(refused);
    await expect(
      createSite(office.actor("manager"), { name: "G", timeZone: "UTC", ...policy }),
    ).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
