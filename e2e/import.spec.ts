import { makeStaffFile } from "../scripts/testing/staff-file";
import { expect, expectAccessible, test } from "./fixtures";

const german = {
  name: "Personal 2026.csv",
  mimeType: "text/csv",
  buffer: Buffer.from(makeStaffFile({ rows: 300 })),
};

test.describe.configure({ mode: "serial" });

test("the office manager imports the German list, leaves, comes back, and sees every door confirm it", async ({
  page,
  context,
  sim,
}) => {
  test.setTimeout(240_000);
  await page.goto("/staff/import");
  await page.getByLabel("Choose a file").first().setInputFiles(german);

  await expect(page.getByRole("heading", { name: "What each column means" })).toBeVisible();
  await expect(page.getByText("Are umlauts and accents right below?")).toBeVisible();
  await expect(page.getByRole("cell", { name: "Dörr" })).toBeVisible();
  await expect(page.getByLabel("Meaning of “Türen”")).toHaveValue("areas");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Check the rows" }).click();

  await expect(page.getByText("298 rows are fine, 2 are blocked")).toBeVisible();
  await expect(page.getByText("There is no door or area “Nebeneingang Süd”.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "See the plan" }).click();

  await expect(page.getByText("298 added and 2 blocked")).toBeVisible();
  await expect(page.getByText("540 authorizations in 298 calls")).toBeVisible();
  await expect(page.getByText("Side entrance is offline: 61 will wait")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Go to confirmation" }).click();
  await expect(page.getByRole("link", { name: "Fix the 2 first" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Import the 298 good rows" }).click();
  await expect(page).not.toHaveURL(/step=confirm/);
  const address = page.url();

  // Closing the tab is safe: the job goes on without anybody looking.
  await page.close();
  const later = await context.newPage();
  await later.goto("/staff/import");
  await later.getByRole("link", { name: german.name }).first().click();
  await later.goto(`${address}?step=verify`);
  await expect(later.getByText("479 of 540 confirmed")).toBeVisible({ timeout: 150_000 });
  await expect(later.getByText("61 wait for a door")).toBeVisible();
  await expectAccessible(later);

  await later.goto(`${address}?step=result`);
  await expect(later.getByText("298 added and 2 blocked")).toBeVisible();
  await expectAccessible(later);
  const download = later.waitForEvent("download");
  await later.getByRole("link", { name: "Download failed rows" }).click();
  expect((await download).suggestedFilename()).toBe("Personal 2026-failed-rows.csv");

  // The door is back: what waited arrives by itself.
  await sim.post("devices/Side entrance/online");
  await later.goto(`${address}?step=verify`);
  await expect(later.getByText("540 of 540 confirmed")).toBeVisible({ timeout: 120_000 });
  await sim.post("devices/Side entrance/offline");
});

test("the same file again: nothing to do, and who imported it when", async ({ page }) => {
  await page.goto("/staff/import");
  await page.getByLabel("Choose a file").first().setInputFiles(german);
  await expect(page.getByText(/This very file was imported on .* by Demo office/)).toBeVisible();
  await page.getByRole("button", { name: "Check the rows" }).click();
  await page.getByRole("link", { name: "See the plan" }).click();
  await expect(page.getByText("Nothing to do")).toBeVisible();
  await expect(page.getByRole("button", { name: /Import/ })).toHaveCount(0);
});

test("with the keyboard alone: a wrong cell is corrected in its place, and the draft is discarded", async ({
  page,
}) => {
  await page.goto("/staff/import");
  await page.getByText("Paste from a spreadsheet instead").focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Cells with their headings").focus();
  await page.keyboard.insertText(
    "Name\tDoors\tDays\tFrom\tUntil\nEva Test\tSide entrnce\tMon-Fri\t08:00\t18:00",
  );
  await page.getByRole("button", { name: "Read pasted cells" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Check the rows" }).focus();
  await page.keyboard.press("Enter");
  const wrong = page.getByRole("button", { name: "Doors, line 2: Side entrnce" });
  await expect(wrong).toBeVisible();
  await page.getByRole("button", { name: "Name, line 2: Eva Test" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(wrong).toBeFocused();
  await page.keyboard.press("Enter");
  const editor = page.getByLabel("New value for Doors, line 2");
  await expect(editor).toBeFocused();
  await page.keyboard.insertText("Main entrance");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The one row is fine")).toBeVisible();
  await page.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("button", { name: "Discard import" }).click();
  await expect(page).toHaveURL(/\/staff\/import$/);
});

test("a workbook is refused with the reason, and nothing is stored", async ({ page }) => {
  await page.goto("/staff/import");
  const workbook = Buffer.from([0x50, 0x4b, 0x03, 0x04, ...Buffer.from("xl/workbook.xml")]);
  await page
    .getByLabel("Choose a file")
    .first()
    .setInputFiles({ name: "staff.xlsx", mimeType: "application/vnd.ms-excel", buffer: workbook });
  await expect(page.getByText("This is an Excel workbook.")).toBeVisible();
  await expect(page).toHaveURL(/\/staff\/import$/);
});
