import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { demoAccount } from "../lib/auth/demo-account";
import { expect, expectAccessible, test } from "./fixtures";

/** The password, where this browser did not give it in the last five minutes. */
async function givePassword(page: Page) {
  const dialog = page.getByRole("dialog", { name: "Your password, please" });
  await dialog.getByLabel("Password", { exact: true }).fill(demoAccount.password);
  await dialog.getByRole("button", { name: "Continue" }).click();
}

// What is switched here holds for the whole office, so the journeys about it are one.
test("names are hidden, revealed with a reason, seen and hidden again; then who is inside is asked", async ({
  page,
}) => {
  await page.goto("/settings/privacy");
  const hide = page.getByLabel("Hide names");
  await hide.click();
  await expect(hide).toBeChecked();

  await page.goto("/audit?action=opening");
  const table = page.getByRole("table", { name: "Entries at the doors" });
  await expect(table.getByText(/^Person [A-Z2-9]{6}$/).first()).toBeVisible();
  await expect(page.getByText("Names are hidden")).toBeVisible();
  await expect(page.getByLabel("Search names")).toHaveCount(0);
  await expectAccessible(page);
  await page.goto("/audit?q=anna");
  await expect(page.getByText("These filters ask for people by name")).toBeVisible();
  await page.getByRole("link", { name: "Show without these filters" }).click();
  await expect(table).toBeVisible();

  await page.getByRole("button", { name: "Reveal names…" }).click();
  const dialog = page.getByRole("dialog", { name: "Reveal names in the door log" });
  await dialog.getByLabel("Reason").fill("why not");
  await dialog.getByRole("button", { name: "Reveal names" }).click();
  await expect(dialog.getByText("Say why, in at least 10 characters").first()).toBeVisible();
  await dialog.getByLabel("Reason").fill("Lost laptop, ticket 12");
  await expectAccessible(page, ["light"]);
  await dialog.getByRole("button", { name: "Reveal names" }).click();
  await givePassword(page);
  await expect(page.getByText(/^Names are visible until/).first()).toBeVisible();
  await expect(table.getByText(/^Person [A-Z2-9]{6}$/)).toHaveCount(0);
  await page.getByRole("button", { name: "Hide now" }).click();
  await expect(table.getByText(/^Person [A-Z2-9]{6}$/).first()).toBeVisible();

  await page.goto("/settings/privacy");
  await page.getByLabel("Hide names").click();
  await page.getByRole("button", { name: "Show names" }).click();
  await expect(page.getByLabel("Hide names")).not.toBeChecked();
  await page.getByLabel("Let people ask who is probably inside").click();
  await expect(page.getByLabel("Let people ask who is probably inside")).toBeChecked();
  await page.goto("/audit/inside");
  await expect(page.getByText("Nuki knows who came in, not who left", { exact: false })).toBeVisible();
  await expectAccessible(page);
  await page.setViewportSize({ width: 360, height: 740 });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider).toBeLessThanOrEqual(0);
});

test("all data about a person is one page to read, and says who took it", async ({ page }) => {
  await page.goto("/staff");
  await page.getByRole("rowheader").first().getByRole("link").click();
  await expect(page).toHaveURL(/\/staff\/[0-9a-f-]{36}$/);
  const name = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
  await page.getByRole("button", { name: "All data about this person…" }).click();
  const dialog = page.getByRole("dialog", { name: `All data about ${name}` });
  await dialog.getByLabel("Language of the file").selectOption("en");
  await expectAccessible(page, ["light"]);
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download" }).click();
  await givePassword(page);
  const file = await download;
  expect(file.suggestedFilename()).toBe("data-about-person.html");
  const html = await readFile(await file.path(), "utf8");
  expect(html).toContain(`<h1>All data about ${name}</h1>`);
  expect(html.trim().endsWith("</html>")).toBe(true);
});
