import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures";

/** A row of the keypads, by its door. */
const row = (page: Page, door: string) =>
  page.getByRole("table", { name: "Keypads" }).getByRole("row", { name: new RegExp(door) });

async function openKeypad(page: Page, door: string): Promise<void> {
  await page.goto("/keypads");
  await row(page, door).getByRole("link", { name: door }).click();
  await expect(page.getByRole("heading", { level: 1, name: door })).toBeVisible();
}

async function chooseOwner(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("searchbox", { name: "Person" }).fill(name);
  await dialog.getByRole("button", { name: new RegExp(`^${name}`) }).click();
}

test("who tries codes at the workshop is seen without a reload, with the time of it", async ({
  page,
  sim,
}) => {
  await page.goto("/keypads");
  await expect(row(page, "Workshop")).toContainText("none");
  await sim.post("devices/Workshop/wrong-code", { times: 6 });
  await expect(row(page, "Workshop")).toContainText("6 wrong codes", { timeout: 40_000 });

  await openKeypad(page, "Workshop");
  await expect(page.getByText("6 wrong codes in 24 hours")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: /^6 from .+ to \d\d:\d\d$/ })).toBeVisible();
  await page.goto("/keypads?attention=burst");
  await expect(row(page, "Workshop")).toBeVisible();
});

test("a stranger's code can be left alone: nothing happens before somebody confirms", async ({ page }) => {
  await openKeypad(page, "Main entrance");
  await expectAccessible(page, ["dark"]);
  const stranger = page.getByRole("row", { name: /Postbote/ });
  await expect(stranger).toContainText("Not ours");
  await page.getByRole("button", { name: "Adopt Postbote" }).click();
  // Whoever has a code of ours there does not get a second one.
  await chooseOwner(page, "Anna Berger");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("already has a code of ours")).toBeVisible();
  await dialog.getByRole("button", { name: "Another person" }).click();
  await chooseOwner(page, "Theo Shaw");
  await expect(dialog.getByText("No rule lets Theo Shaw in at this door")).toBeVisible();
  await expectAccessible(page, ["light"]);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.reload();
  await expect(stranger).toContainText("Not ours");
});

test("an expired code of a stranger is adopted, comes off the keypad, and that is confirmed", async ({
  page,
}) => {
  await openKeypad(page, "Back door");
  const expired = page.getByRole("row", { name: /Fire brigade/ });
  await expect(expired).toContainText("Not ours, expired");
  await page.getByRole("button", { name: "Adopt Fire brigade" }).click();
  await chooseOwner(page, "Paul Schmid");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Adopt and remove" }).click();
  await expect(dialog).toBeHidden();
  await expect(expired).toBeHidden({ timeout: 40_000 });
  await page.goto("/changes?tab=history&q=paul%20schmid");
  await expect(page.getByRole("row", { name: /Back door/ }).first()).toContainText("Confirmed");
});
