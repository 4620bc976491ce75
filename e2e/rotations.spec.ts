import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures";

const review = (page: Page) => page.getByRole("region", { name: "What will happen" });

test("a team's new codes are planned for the night, and called off", async ({ page }) => {
  await page.goto("/teams");
  await page.getByRole("link", { name: "Engineering", exact: true }).click();
  await page.getByRole("link", { name: "New codes" }).click();
  await expect(page.getByRole("combobox", { name: "A team" })).toHaveValue(/.+/);
  await page.getByRole("radio", { name: /^At a time/ }).check();
  await page.getByRole("button", { name: "Review" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "need your attention" })).toContainText(
    "Enter a day",
  );
  await page.getByRole("button", { name: "Tonight 02:00" }).click();
  await page.getByRole("button", { name: "Review" }).click();

  await expect(review(page)).toBeFocused();
  await expect(review(page).getByRole("heading", { name: /^\d+ people get new codes$/ })).toBeVisible();
  await expect(review(page)).toContainText("It is computed anew when it begins");
  await expect(review(page)).toContainText("One door cannot be reached");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Plan it" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Team Engineering" })).toBeVisible();
  await expect(page.getByText(/people get new codes when it begins/)).toBeVisible();
  await page.getByRole("button", { name: "Call off" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Call off" }).click();
  await expect(page.getByText("Called off", { exact: true }).first()).toBeVisible();
  await page.goto("/codes/rotations?state=cancelled");
  await expect(page.getByRole("row", { name: /Team Engineering/ })).toContainText("Routine");
});

test("a compromised code is replaced on every door, and the old one is seen to be gone", async ({ page }) => {
  await page.goto("/codes/rotations/new");
  await page.getByRole("searchbox", { name: "Find people" }).fill("Theo Shaw");
  await page.getByRole("button", { name: "Add Theo Shaw" }).click();
  await page.getByRole("radio", { name: /^Compromised/ }).check();
  await expect(page.getByText("A compromised code waits for nothing")).toBeVisible();
  await expectAccessible(page, ["light"]);
  await page.getByRole("button", { name: "Review" }).click();
  await expect(review(page).getByRole("heading", { name: "1 person gets a new code" })).toBeVisible();
  await page.getByRole("button", { name: "Give the new code" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Theo Shaw" })).toBeVisible();
  const person = page
    .getByRole("table", { name: "Person by person" })
    .getByRole("row", { name: /Theo Shaw/ });
  await expect(person).toContainText("Done", { timeout: 45_000 });
  await expect(person).toContainText("New code confirmed");
  await expect(person).toContainText("old one gone");
  await expect(page.locator("header").getByText("Done", { exact: true })).toBeVisible({ timeout: 20_000 });
  await expectAccessible(page);
});

test("everybody at a door asks for the number of people", async ({ page }) => {
  await page.goto("/keypads");
  await page.getByRole("link", { name: "Garage door", exact: true }).click();
  await page.getByRole("link", { name: "New codes" }).click();
  await page.getByRole("button", { name: "Review" }).click();
  const heading = review(page).getByRole("heading", { name: /^\d+ people get new codes$/ });
  const count = Number.parseInt(await heading.innerText(), 10);
  const confirm = page.getByRole("button", { name: "Give new codes" });
  await expect(confirm).toBeDisabled();
  await page.getByLabel(`Type ${count} to confirm`).fill(String(count + 1));
  await expect(confirm).toBeDisabled();
  await page.getByLabel(`Type ${count} to confirm`).fill(String(count));
  await expect(confirm).toBeEnabled();
});
