import { readFile } from "node:fs/promises";
import { expect, expectAccessible, test } from "./fixtures";

test("who could open a door is asked of now and of long ago, by rule, since when, and as a file", async ({
  page,
}) => {
  await page.goto("/audit");
  await page.getByRole("link", { name: "Past" }).click();
  await expect(page.getByText("Who could open a door?")).toBeVisible();
  await page.getByLabel("Door").selectOption({ label: "Main entrance" });
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/door=/);
  const table = page.getByRole("table", { name: "What could be opened" });
  const row = table.getByRole("row").filter({ hasText: "Max Hofer" }).filter({ hasText: "Keypad code" });
  await expect(row).toContainText("Facility: Vienna, public doors, Around the clock");
  await expect(row).toContainText("Could open");
  await expectAccessible(page);

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export as CSV: the whole answer" }).click();
  const file = await readFile(await (await download).path(), "utf8");
  expect(file).toMatch(/Max Hofer.*Facility: Vienna, public doors, Around the clock/);

  await row.getByRole("link", { name: /since when/ }).click();
  await expect(page.getByRole("heading", { name: "Max Hofer, Main entrance" })).toBeVisible();
  await expect(page.getByRole("table", { name: "On the door" })).toContainText("still there");
  await expectAccessible(page, ["light"]);

  // What the person could open, and nothing is claimed of times before the first reading.
  await page.getByRole("link", { name: "Who could open what" }).click();
  await expect(table.getByRole("row").filter({ hasText: "Main entrance" }).first()).toBeVisible();
  await page.getByRole("link", { name: "A door", exact: true }).click();
  await page.getByLabel("Door").selectOption({ label: "Main entrance" });
  await page.getByLabel("Day").fill("2020-03-03");
  await page.getByLabel("Time").fill("19:00");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByText(/^Not known before/)).toBeVisible();
  await page.getByRole("link", { name: "Now", exact: true }).click();
  await expect(table).toBeVisible();
});

test("a link to a door that is not there says so", async ({ page }) => {
  await page.goto("/audit/past?door=00000000-0000-4000-8000-000000000000");
  await expect(page.getByText("There is no such door here")).toBeVisible();
  await page.goto("/audit/past");
  await expect(page.getByText("Who could open a door?")).toBeVisible();
});
