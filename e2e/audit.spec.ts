import { readFile } from "node:fs/promises";
import { expect, expectAccessible, test } from "./fixtures";

const door = "Main entrance";

test("a wrong code is found in the door log as it happens, opened, filtered, saved and exported", async ({
  page,
  sim,
}) => {
  await page.goto("/audit");
  const table = page.getByRole("table", { name: "Entries at the doors" });
  await expect(table).toBeVisible();
  await expectAccessible(page);

  // The newest page goes on by itself.
  await sim.post(`devices/${door}/wrong-code`, { times: 1 });
  const refused = table.getByRole("row").filter({ hasText: door }).filter({ hasText: "Wrong code" }).first();
  await expect(refused).toBeVisible({ timeout: 45_000 });

  await page.getByLabel("Outcome").selectOption({ label: "Refused" });
  await expect(page).toHaveURL(/outcome=refused/);
  await expect(table.getByText("Opened", { exact: true })).toHaveCount(0);

  // By keyboard: from the row into its detail and back.
  await table.getByRole("row").nth(1).focus();
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: "Entry" });
  await expect(sheet.getByText("As Nuki told it", { exact: true })).toBeVisible();
  await expect(sheet.getByText(/"trigger": /)).toBeVisible();
  await expectAccessible(page, ["light"]);
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(page).toHaveURL(/outcome=refused$/);
  await expect(table.getByRole("row").nth(1)).toBeFocused();

  await page.getByRole("button", { name: "Saved views" }).click();
  await page.getByRole("menuitem", { name: /^Save these filters/ }).click();
  const dialog = page.getByRole("dialog", { name: "Save these filters" });
  await dialog.getByLabel("Name").fill("Refused");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await page.goto("/audit");
  await page.getByRole("button", { name: "Saved views" }).click();
  await page.getByRole("menuitem", { name: "Refused" }).first().click();
  await expect(page).toHaveURL(/outcome=refused$/);

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export as CSV: all entries that match" }).click();
  const file = await readFile(await (await download).path(), "utf8");
  const [header, ...rows] = file.trim().split("\r\n");
  expect(header).toContain("Door");
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every((row) => row.includes("Refused"))).toBe(true);
});

test("older pages lead back to the newest, and a time of day is jumped to", async ({ page }) => {
  await page.goto("/audit");
  const pages = page.getByRole("navigation", { name: "Pages" });
  const first = page.getByRole("rowheader").first();
  const newest = await first.textContent();
  await pages.getByRole("link", { name: "Older" }).click();
  await expect(page).toHaveURL(/page=older/);
  await expect(first).not.toHaveText(newest ?? "");
  await pages.getByRole("link", { name: "Newest" }).click();
  await expect(page).toHaveURL(/audit$/);

  await page.getByLabel("Time", { exact: true }).selectOption("last7");
  await expect(page).toHaveURL(/when=last7/);
  const now = new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 16);
  await page.getByLabel("Jump to").fill(now);
  await page.getByRole("button", { name: "Jump", exact: true }).click();
  await expect(page).toHaveURL(/page=at\./);
  await expect(pages.getByRole("link", { name: "Newer" })).toBeVisible();
});

test("times are typed on the clock of the door that is chosen, and in their order", async ({ page }) => {
  await page.goto("/audit?entry=999999999");
  await expect(page.getByText(/^This entry is not here/)).toBeVisible();
  await expect(page.getByText("Times you type: Europe/Vienna")).toBeVisible();
  await page.getByLabel("Door", { exact: true }).selectOption({ label: "Front door" });
  await expect(page).toHaveURL(/door=/);
  await expect(page.getByText("Times you type: Europe/London")).toBeVisible();
  await page.getByLabel("Time", { exact: true }).selectOption({ label: "From … until …" });
  await page.getByLabel("From", { exact: true }).fill("2026-03-03T20:00");
  await page.getByLabel("Until", { exact: true }).fill("2026-03-03T18:00");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("Until must be later than From.")).toBeVisible();
  await expect(page).not.toHaveURL(/from=/);
  await page.getByLabel("Until", { exact: true }).fill("2026-03-03T21:00");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/from=2026-03-03T20/);
});

test("what is asked for seldom stands behind one step, and in sight while it is in use", async ({ page }) => {
  await page.goto("/audit");
  const site = page.getByRole("main").getByLabel("Site", { exact: true });
  await expect(site).toBeHidden();
  await page.getByText("More filters").click();
  await expectAccessible(page, ["light"]);
  await site.selectOption({ label: "London office" });
  await expect(page).toHaveURL(/site=/);
  await expect(page.getByRole("link", { name: "Clear filter Site: London office" })).toBeVisible();
  await page.reload();
  await expect(site).toBeVisible();
  await expect(page.getByRole("main").getByLabel("Weekday")).toBeHidden();
});

test("an hour of the week leads from the picture to its entries, and a person is chosen by a part of the name", async ({
  page,
}) => {
  await page.goto("/audit?view=pictures");
  const week = page.getByRole("table", { name: "Entries by hour and weekday" });
  const hours = week.getByRole("link");
  // One tab stop, however many hours; the arrows lead on.
  await expect(week.locator('a[tabindex="0"]')).toHaveCount(1);
  await hours.first().focus();
  await page.keyboard.press("End");
  await expect(hours.last()).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  const name = await page.locator(":focus").getAttribute("aria-label");
  expect(name).toMatch(/^\w+day \d{2}:00, \d+ entr/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/weekday=\d&hour=\d+/);
  const weekday = /^\w+/.exec(name ?? "")?.[0];
  await expect(page.getByRole("link", { name: `Clear filter Weekday: ${weekday}` })).toBeVisible();
  await expect(
    page.getByRole("table", { name: "Entries at the doors" }).getByRole("row").nth(1),
  ).toBeVisible();

  await page.goto("/audit");
  const person = page.getByRole("combobox", { name: "Person" });
  await person.fill("a");
  await expect(page.getByRole("listbox", { name: "Person" }).getByRole("option").first()).toBeVisible();
  await expectAccessible(page, ["light"]);
  await person.press("ArrowDown");
  await person.press("Enter");
  await expect(page).toHaveURL(/person=[0-9a-f-]{36}/);
  await expect(page.getByRole("link", { name: /^Clear filter Person: / })).toBeVisible();
});

test("the admins' trail stands beside it", async ({ page }) => {
  await page.goto("/audit");
  await page.getByRole("link", { name: "Admins" }).click();
  await expect(page).toHaveURL(/\/audit\/admins$/);
  await expect(page.getByRole("table").first()).toBeVisible();
  await page.getByRole("button", { name: "Check that nothing was rewritten" }).click();
  const result = page.getByRole("status", { name: "Result of the check" });
  await expect(result).toContainText("The trail is whole");
  await expectAccessible(page, ["light"]);
});
