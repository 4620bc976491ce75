import { readFile } from "node:fs/promises";
import { expect, expectAccessible, test } from "./fixtures";

test("a door is reviewed row by row and signed, and what was revoked is seen to be gone", async ({
  page,
}) => {
  await page.goto("/locks?type=all&q=Meeting+suite");
  await page.getByRole("link", { name: "Meeting suite", exact: true }).click();
  await page.getByRole("link", { name: "Access review…" }).click();
  await expect(page.getByText(/^The review will have \d+ rows/)).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue(/^Meeting suite, Q\d \d{4}$/);
  await page.getByRole("button", { name: "Begin the review" }).click();

  const rows = page.getByRole("table", { name: "Rows" });
  const first = rows.getByRole("row").nth(1);
  await expect(first).toBeVisible();
  await expect(page.getByRole("link", { name: "Sign off…" })).toHaveCount(0);
  await expectAccessible(page);

  // By keyboard: revoke the first one, with a note; keep all others at once.
  await first.getByRole("button", { name: "Revoke" }).focus();
  await page.keyboard.press("Enter");
  await expect(first.getByRole("button", { name: "Revoke" })).toHaveAttribute("aria-pressed", "true");
  await first.getByRole("button", { name: /^Add a note/ }).click();
  await page.getByRole("dialog").getByRole("textbox").fill("Moved to the London office");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(first).toContainText("Moved to the London office");
  await page.getByLabel("Decision", { exact: true }).selectOption({ label: "Undecided" });
  await expect(page).toHaveURL(/decision=undecided/);
  await page.getByRole("checkbox", { name: "Select all on this page" }).check();
  await page.getByRole("region", { name: "Selected rows" }).getByRole("button", { name: "Keep" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Decide" }).click();

  await page.getByRole("link", { name: "Sign off…" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: /^\d+ removed$/ })).toBeVisible();
  await expectAccessible(page, ["light"]);
  await page.getByRole("button", { name: "Sign and change one access" }).click();
  await expect(page.getByText("Type your name: it is your signature.")).toBeVisible();
  await page.getByLabel("Your name").fill("Olga Owner");
  await page.getByRole("button", { name: "Sign and change one access" }).click();

  await expect(page.getByText(/^Signed by Olga Owner on /)).toBeVisible();
  await expect(page.getByText("The rows are what was signed.")).toBeVisible();
  await expect(page.getByText(/^One change was read back: /)).toBeVisible({
    timeout: 45_000,
  });
  await expect(first.getByText("Removed", { exact: true })).toBeVisible();
  await expectAccessible(page, ["light"]);

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Evidence as PDF" }).click();
  const pdf = await readFile(await (await download).path(), "latin1");
  expect(pdf.startsWith("%PDF-1.7")).toBe(true);
  expect(pdf).toContain("/StructTreeRoot");
});
