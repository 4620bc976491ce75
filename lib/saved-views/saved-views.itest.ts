import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Actor, makeActor } from "@/lib/auth/actor";
import { admins } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { removeView, saveView } from "./commands";
import { listSavedViews } from "./queries";
import { savedViewSchema } from "./schema";

describeDatabases("saved views", (open) => {
  let database: TestDatabase;
  let eva: Actor;
  let max: Actor;

  const sign = async (name: string): Promise<Actor> => {
    const email = `${name}@example.com`;
    const [admin] = await database.db
      .insert(admins)
      .values({ name, email, role: "reception", passwordHash: "none" })
      .returning({ id: admins.id });
    if (!admin) throw new Error("nobody");
    return makeActor({ adminId: admin.id, name, email, role: "reception", sites: "all" });
  };
  const view = (query: string, name = "Refused") => savedViewSchema.parse({ list: "entries", name, query });

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.empty();
    eva = await sign("eva");
    max = await sign("max");
  });

  test("keep what is looked for, but not the page that somebody was on", async () => {
    await saveView(eva, view("outcome=refused,fault&page=older.1.2&entry=7&q=a%26b"));
    expect(await listSavedViews(eva, "entries")).toMatchObject([
      { name: "Refused", query: "outcome=refused,fault&q=a%26b" },
    ]);
    expect(await listSavedViews(eva, "audit")).toEqual([]);
  });

  test("belong to one person, who alone sees and removes them", async () => {
    const saved = await saveView(eva, view("q=1"));
    const viewId = saved.ok ? saved.value.viewId : "";
    expect(await listSavedViews(max, "entries")).toEqual([]);
    await removeView(max, { viewId });
    expect(await listSavedViews(eva, "entries")).toHaveLength(1);
    await removeView(eva, { viewId });
    await removeView(eva, { viewId });
    expect(await listSavedViews(eva, "entries")).toEqual([]);
  });

  test("have different names, person by person", async () => {
    await saveView(eva, view("q=1"));
    expect(await saveView(eva, view("q=2"))).toMatchObject({
      refusal: { code: "view_name_taken", field: "name" },
    });
    expect(await saveView(max, view("q=2"))).toMatchObject({ ok: true });
  });

  test("of the admins' trail are for who may read it", async () => {
    const trail = savedViewSchema.parse({ list: "audit", name: "Mine", query: "" });
    await expect(saveView(eva, trail)).rejects.toMatchObject({ code: "forbidden" });
  });
});
