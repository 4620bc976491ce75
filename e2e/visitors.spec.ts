import type { Page } from "@playwright/test";
import { expect, expectAccessible, signedOut, test } from "./fixtures";

// Doors answer within seconds, and the journey waits for them twice.
test.describe.configure({ timeout: 120_000 });

async function addVisitor(page: Page, name: string): Promise<void> {
  await page.goto("/visitors");
  await page.getByRole("link", { name: "Add a visitor" }).first().click();
  await page.getByLabel("Last name").fill(name);
  await page.getByLabel("Company").fill("Lifts Ltd");
  await page.getByLabel("Area").selectOption({ label: "Vienna, garage (1 door)" });
  await page.getByRole("radio", { name: /Days and times of its own/ }).check();
  await page.getByLabel("From").fill("9");
  await page.getByLabel("Until").fill("12.30");
  await page.getByRole("button", { name: "Review what will happen" }).click();
  // Somebody has to answer for a visitor.
  await expect(page.getByText("Please choose the host.").first()).toBeVisible();
  await page.getByRole("searchbox", { name: "Host" }).fill("berger anna");
  await page.getByRole("button", { name: /Anna Berger/ }).click();
  await page.getByRole("button", { name: "Review what will happen" }).click();
  const review = page.getByRole("region", { name: "What will happen" });
  await expect(review).toContainText("1 keypad code");
  await expectAccessible(page, ["light"]);
  await page.getByRole("button", { name: "Add the visitor" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

test("a visitor has a code while the host agrees, and none on any door after the end", async ({ page }) => {
  await addVisitor(page, "Lea Lift");
  await expect(page.getByText("The code is on the door", { exact: true })).toBeVisible({ timeout: 45_000 });
  await expect(page.getByRole("link", { name: "Print code sheet" })).toBeVisible();
  await expectAccessible(page);

  // There is no mail server in the demo, so what the host says is written down.
  await page.getByRole("button", { name: "Ask for a longer stay" }).click();
  const dialog = page.getByRole("dialog", { name: "Longer stay of Lea Lift" });
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(dialog.getByText("Please write down what was said.").first()).toBeVisible();
  await dialog.getByLabel("How it was said").fill("On the phone");
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(dialog).toContainText("1 changed");
  await expectAccessible(page, ["light"]);
  await dialog.getByRole("button", { name: "Write down" }).click();
  const history = page.getByRole("list", { name: "Questions so far" });
  await expect(history).toContainText("Yes");
  await expect(history).toContainText("On the phone");

  await page.getByRole("button", { name: "End now" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End now" }).click();
  await expect(page.getByText("Removed and confirmed at the door")).toBeVisible({ timeout: 45_000 });
  await page.goto("/visitors?state=over");
  const row = page.getByRole("row", { name: /Lea Lift/ });
  await expect(row).toContainText("Removed and confirmed at 1 door");
  await expectAccessible(page);
});

test.describe("without a sign-in", () => {
  test.use(signedOut);

  test("a link that is not valid is answered calmly, and kept nowhere", async ({ page }) => {
    const answer = await page.goto(`/visits/${"A".repeat(43)}`);
    expect(answer?.status()).toBe(200);
    expect(answer?.headers()["cache-control"]).toContain("no-store");
    await expect(page.getByRole("heading", { level: 1, name: "This link is not valid" })).toBeVisible();
    await expect(page.getByRole("button")).toHaveCount(0);
    await expectAccessible(page);
  });
});
