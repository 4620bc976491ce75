import type { Page } from "@playwright/test";
import { demoAccount } from "../lib/auth/demo-account";
import { expect, expectAccessible, test } from "./fixtures";

/** Every address that the browser asks for: no code may stand in one. */
function addressesOf(page: Page): string[] {
  const seen: string[] = [];
  page.on("request", (request) => seen.push(request.url()));
  return seen;
}

test("the office manager prints a starter's sheet from the staff list and has it signed for", async ({
  page,
}) => {
  const addresses = addressesOf(page);
  await page.goto("/staff?q=klara%20steiner");
  await page
    .getByRole("row", { name: /Klara Steiner/ })
    .getByRole("checkbox")
    .check();
  await page.getByRole("button", { name: "Print code sheets" }).click();

  await expect(page.getByRole("checkbox", { name: /Klara Steiner/ })).toBeChecked();
  const row = page.getByRole("row", { name: /Klara Steiner/ });
  await expect(row).toContainText("Ready");
  await expect(row).toContainText("Main entrance");
  await expectAccessible(page, ["light"]);
  // Nothing is printed without a reason.
  await page.getByRole("button", { name: "Print 1 sheet" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Why" })).toBeVisible();
  await page.getByLabel("Why").fill("Starts on Monday");
  await page.getByRole("button", { name: "Print 1 sheet" }).click();
  const dialog = page.getByRole("dialog", { name: "Print keypad codes" });
  await dialog.getByLabel("Password").fill(demoAccount.password);
  await dialog.getByRole("button", { name: "Continue" }).click();

  // The sheet: its person, its serial; digits on paper only.
  await expect(page).toHaveURL(/\/code-sheets\/[0-9a-f-]{36}$/);
  await expect(page.getByText("Klara Steiner").first()).toBeVisible();
  const serial = (await page.locator("body").innerText()).match(/[2-9B-Z]{4}-[2-9B-Z]{4}-[2-9B-Z]/)?.[0];
  if (serial === undefined) throw new Error("no serial on the sheet");

  // The person comes by: the QR code is scanned, the record opens, the signature is noted.
  await page.goto("/codes/sheets");
  await page.getByLabel("Serial of a sheet").fill(serial.toLowerCase());
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: `Sheet ${serial}` })).toBeVisible();
  await expect(page.getByText("14 days left")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Signed for" }).click();
  await expect(page.getByText("Demo office noted that it was signed for")).toBeVisible();
  await expect(page.getByRole("button", { name: "Signed for" })).toBeHidden();

  await page.goto("/codes/sheets?state=collected");
  await expect(page.getByRole("row", { name: /Klara Steiner/ })).toContainText("Signed for");
  // Ids have digits too, so only what stands alone could be a code.
  expect(addresses.filter((address) => /(?<![0-9a-f-])[1-9]{6}(?![0-9a-f-])/.test(address))).toEqual([]);
});
