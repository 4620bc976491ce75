import type { Page } from "@playwright/test";
import { expect, expectAccessible, sim, test } from "./fixtures";

test.describe.configure({ mode: "serial", timeout: 120_000 });

const door = "Main entrance";
const line = (page: Page) =>
  page.getByRole("row").filter({ hasText: door }).filter({ hasText: "Battery critical" });

test("a battery that runs empty is told by itself, on the page and in the sidebar", async ({ page }) => {
  await page.goto("/alerts");
  await expect(line(page)).toHaveCount(0);
  await sim.post(`devices/${door}/battery`, { charge: 4, critical: true });
  // Nothing is clicked or loaded again: the page hears of it.
  await expect(line(page)).toContainText("Change the batteries now", { timeout: 60_000 });
  await expect(page.getByRole("link", { name: /^Alerts.*open alert/ })).toBeVisible();
  await expect(line(page).getByRole("link", { name: door })).toHaveAttribute("href", /^\/locks\//);
  await expectAccessible(page);
});

test("somebody takes it on with a note, by keyboard", async ({ page }) => {
  await page.goto("/alerts?kind=battery_critical");
  await line(page)
    .getByRole("button", { name: `Acknowledge: Battery critical, ${door}` })
    .press("Enter");
  const dialog = page.getByRole("dialog", { name: "Acknowledge the alert" });
  await dialog.getByLabel("Note").fill("Ben brings batteries at noon");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Acknowledge" }).press("Enter");
  await expect(dialog).toBeHidden();
  await expect(line(page)).toHaveCount(0);
  await page.getByRole("link", { name: /^Acknowledged/ }).click();
  await expect(line(page)).toContainText("Ben brings batteries at noon");
});

test("the battery round lists it for paper and calendar", async ({ page, request }) => {
  await page.goto("/alerts/battery-round");
  const site = page.getByRole("region", { name: "Vienna headquarters" });
  await expect(site.getByRole("listitem").filter({ hasText: door })).toContainText("Almost empty");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("button", { name: "Put into calendar" })).toBeHidden();
  await expect(page.getByRole("navigation", { name: "Navigation" })).toBeHidden();
  await page.emulateMedia({ media: null });
  const answer = await request.get("/api/export/battery-round?date=2027-03-01");
  expect(answer.headers()["content-type"]).toContain("text/calendar");
  expect((await answer.text()).replaceAll("\r\n ", "")).toContain(`${door}: lock`);
  expect((await request.get("/api/export/battery-round?date=nonsense")).status()).toBe(400);
});

test("new batteries end it, and the list says so by itself", async ({ page }) => {
  await page.goto("/alerts?tab=acknowledged");
  await expect(line(page)).toHaveCount(1);
  await sim.post(`devices/${door}/battery`, { charge: 100, critical: false });
  await expect(line(page)).toHaveCount(0, { timeout: 60_000 });
  await page.getByRole("link", { name: "Resolved" }).click();
  await expect(line(page)).toContainText("Ben brings batteries at noon");
});

test("rules are set and a webhook is added, whose key is shown once", async ({ page }) => {
  await page.goto("/settings/alerts");
  await expect(page.getByText("No mail server is set up")).toBeVisible();
  const minutes = page.getByLabel("Door open: from when on");
  await minutes.fill("5000");
  await expect(page.getByText("From 1 to 1440.")).toBeVisible();
  await minutes.fill("12");
  await minutes.press("Enter");
  await expect(page.getByText("Door open: saved")).toBeVisible();
  await page.getByRole("button", { name: "Add webhook" }).click();
  const dialog = page.getByRole("dialog", { name: "Add webhook" });
  await dialog.getByLabel("Address").fill("http://hooks.example.com/doors");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog.getByText("This address is not called").first()).toBeVisible();
  await dialog.getByLabel("Address").fill("http://127.0.0.1:9/doors");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  const key = page.getByRole("dialog", { name: "The key of this webhook" });
  await expect(key.getByLabel("Key")).toHaveValue(/^[\w-]{43}$/);
  await key.getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("button", { name: "Send a test message to http://127.0.0.1:9/doors" }).click();
  await expect(page.getByText("The test message did not get through.")).toBeVisible({ timeout: 20_000 });
  await expectAccessible(page);
  await page.getByRole("button", { name: "Remove http://127.0.0.1:9/doors" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("Alerts are shown here only.")).toBeVisible();
});
