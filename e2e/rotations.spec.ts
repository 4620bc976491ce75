import { expect, expectAccessible, test } from "./fixtures";

test("a compromised code is replaced on every door, and the old one is seen to be gone", async ({ page }) => {
  await page.goto("/codes/rotations/new");
  await page.getByRole("searchbox", { name: "Find people" }).fill("Theo Shaw");
  await page.getByRole("button", { name: "Add Theo Shaw" }).click();
  await page.getByRole("radio", { name: /^Compromised/ }).check();
  await expect(page.getByText("A compromised code waits for nothing")).toBeVisible();
  await page.getByRole("button", { name: "Review" }).click();

  const review = page.getByRole("region", { name: "What will happen" });
  await expect(review).toBeFocused();
  await expect(review.getByRole("heading", { name: "1 person gets a new code" })).toBeVisible();
  await expectAccessible(page, ["light"]);
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
