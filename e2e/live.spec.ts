import type { Page } from "@playwright/test";
import { expect, expectAccessible, signedOut, test } from "./fixtures";

const door = "Main entrance";

// Doors are read every 30 seconds at any rate: what shows within the ten that an expectation waits came by itself.

/** Shows the door's page, with the stream of its tab open. */
async function watchDoor(page: Page): Promise<void> {
  await page.goto("/locks");
  await page.getByRole("link", { name: door, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: door })).toBeVisible();
  const stream = page.waitForResponse((response) => response.url().includes("/api/live"));
  await page.reload();
  expect((await stream).headers()["content-type"]).toContain("text/event-stream");
  // Stays only while the page is not loaded anew.
  await page.evaluate(() => document.body.setAttribute("data-marked", "yes"));
}

/** What the page says about the bolt. */
function stateOf(page: Page) {
  return page
    .getByRole("main")
    .getByText(/^(un)?locked/i)
    .first();
}

async function expectState(page: Page, state: RegExp): Promise<void> {
  await expect(stateOf(page)).toHaveText(state);
  await expect(page.locator("body")).toHaveAttribute("data-marked", "yes");
}

test("a door that somebody turns by hand is seen to move, in two browsers, without a reload", async ({
  page,
  browser,
  sim,
}) => {
  const context = await browser.newContext({ storageState: await page.context().storageState() });
  const other = await context.newPage();
  await Promise.all([watchDoor(page), watchDoor(other)]);
  await sim.post(`devices/${door}/hand`, { action: 1 });
  await Promise.all([expectState(page, /^unlocked/i), expectState(other, /^unlocked/i)]);
  await sim.post(`devices/${door}/hand`, { action: 2 });
  await Promise.all([expectState(page, /^locked/i), expectState(other, /^locked/i)]);
  await context.close();
});

test("a browser that cannot keep the stream asks now and then, and hears again when it can", async ({
  page,
  sim,
  expectedErrors,
}) => {
  expectedErrors.push("/api/live");
  await page.route("**/api/live*", (route) => route.abort());
  await page.goto("/locks");
  await page.getByRole("link", { name: door, exact: true }).click();
  await page.evaluate(() => document.body.setAttribute("data-marked", "yes"));
  await sim.post(`devices/${door}/hand`, { action: 1 });
  await expect(stateOf(page)).toHaveText(/^unlocked/i, { timeout: 25_000 });
  const stream = page.waitForResponse((response) => response.url().includes("/api/live") && response.ok());
  await page.unroute("**/api/live*");
  await stream;
  await sim.post(`devices/${door}/hand`, { action: 2 });
  await expectState(page, /^locked/i);
});

test("the owner sees that Nuki calls, and may switch it off and on", async ({ page, sim }) => {
  await page.goto("/settings/connection");
  const title = page.getByRole("heading", { name: "Instant news from Nuki" });
  const card = page.locator("section", { has: title }).first();
  await expect(card.getByText("On", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await card.getByRole("button", { name: "Switch off" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Switch off" }).click();
  await expect(card.getByText("Off: doors are read every 30 seconds")).toBeVisible();
  expect(await sim.get("webhooks")).toMatchObject({ targets: [] });
  await card.getByRole("button", { name: "Switch on" }).click();
  await expect(card.getByText("On", { exact: true })).toBeVisible();
  expect(await sim.get("webhooks")).toMatchObject({ targets: [{ kind: "decentral" }] });
});

test.describe("who is nobody", () => {
  test.use(signedOut);

  test("hears nothing, and is not believed to be Nuki", async ({ request, sim }) => {
    expect((await request.get("/api/live")).status()).toBe(401);
    const { targets } = (await sim.get("webhooks")) as { targets: { url: string }[] };
    const known = new URL(targets[0]?.url ?? "").pathname;
    const unknown = known.replace(/[^/]+$/, "3f0c2f52-0d5e-4b59-9a57-6f1f5d1f0c11");
    const news = { feature: "DEVICE_STATUS", smartlockId: 17_179_869_999, state: {} };
    const headers = { "X-Nuki-Signature-SHA256": "0".repeat(64) };
    for (const path of [known, unknown, "/api/nuki/webhook/nobody"]) {
      const answer = await request.post(path, { data: news, headers });
      expect([answer.status(), await answer.text()]).toEqual([401, ""]);
    }
    const tooMuch = await request.post(known, { data: "x".repeat(300 * 1024), headers });
    expect(tooMuch.status()).toBe(413);
    // Without a signature nobody waits for the body to arrive.
    expect((await request.post(known, { data: "x".repeat(300 * 1024) })).status()).toBe(401);
  });
});
