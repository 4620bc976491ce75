import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures";

/** A device is given time to say what it has before it is written: two doors share that wait. */
test.describe.configure({ timeout: 120_000 });

async function openDoor(page: Page, name: string): Promise<void> {
  await page.goto(`/locks?type=all&q=${encodeURIComponent(name)}`);
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

const settingsOf = (page: Page): Locator =>
  page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name: "Settings" }) });

/** The line of one setting: its value, and what is on its way to it. */
const line = (page: Page, setting: string): Locator =>
  settingsOf(page)
    .locator("dl > div")
    .filter({ has: page.getByText(setting, { exact: true }) });

async function change(page: Page, group: string, edit: (sheet: Locator) => Promise<void>): Promise<void> {
  await page.getByRole("button", { name: `Edit ${group}` }).click();
  const sheet = page.getByRole("dialog", { name: new RegExp(`^${group}: `) });
  await edit(sheet);
  await sheet.getByRole("button", { name: /^Change \d+ settings?$/ }).click();
  await expect(sheet).toBeHidden();
}

test("auto lock is switched off and seen at the door; what somebody changed in the app is not undone", async ({
  page,
  context,
  sim,
}) => {
  await openDoor(page, "Main entrance");
  await expect(line(page, "Auto lock")).toContainText("On");
  await change(page, "Locking", async (sheet) => {
    await expect(sheet).toContainText("That takes about half a minute.");
    await expectAccessible(page);
    await sheet.getByRole("checkbox", { name: /^Auto lock/ }).uncheck();
  });
  await expect(line(page, "Auto lock")).toContainText("Asking the device");

  // Meanwhile, at another door, somebody with the app has changed what is about to be changed here.
  const other = await context.newPage();
  await sim.post("devices/Office 2nd floor/app-config", { smartdoorAdvancedConfig: { autoLockTimeout: 90 } });
  await openDoor(other, "Office 2nd floor");
  await change(other, "Locking", (sheet) => sheet.getByLabel("Auto lock after").fill("300"));

  await expect(line(page, "Auto lock")).toContainText("Confirmed", { timeout: 60_000 });
  await expect(line(page, "Auto lock")).toContainText("Off");
  const review = line(other, "Auto lock after");
  await expect(review).toContainText("Changed elsewhere meanwhile from 10 minutes to 90 seconds.", {
    timeout: 60_000,
  });
  await expect(review).toContainText("You wanted 5 minutes. Nothing was written.");
  await expectAccessible(other);
  await review.getByRole("button", { name: "Take what the device has: Auto lock after" }).click();
  await expect(review).not.toContainText("Needs review");
  await expect(review).toContainText("90 seconds");
  await other.close();
});

test("a door is renamed, and asked to tell what it has", async ({ page }) => {
  await openDoor(page, "Store room");
  await page.getByRole("button", { name: "Rename" }).click();
  const dialog = page.getByRole("dialog", { name: "Rename Store room" });
  await dialog.getByLabel("Name").fill("Archive store");
  await dialog.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Archive store" })).toBeVisible({
    timeout: 30_000,
  });
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect(page.getByText("The device was asked to tell everything it has.")).toBeVisible();
});

test("the list tells apart what is known now, and the address keeps what was asked", async ({ page }) => {
  await page.goto("/locks?state=other");
  await expect(page.getByRole("row", { name: /Side entrance/ })).toContainText(/as of \d\d:\d\d/);
  await expect(page.getByRole("row", { name: /Front door/ })).toHaveCount(0);
  await page.goto("/locks");
  await expect(page.getByRole("row", { name: /intercom/i })).toHaveCount(0);
  await page.getByRole("combobox", { name: "Type" }).selectOption("Every device, openers too");
  await expect(page).toHaveURL(/type=all/);
  await expect(page.getByRole("row", { name: /intercom/i }).first()).toBeVisible();
  await expectAccessible(page);
});
