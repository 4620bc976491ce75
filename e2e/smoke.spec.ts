import { expect, expectAccessible, signedOut, test } from "./fixtures";

const screens = [
  "/",
  "/staff",
  "/staff/new",
  "/staff/import",
  "/teams",
  "/schedules",
  "/locks",
  "/areas",
  "/rules",
  "/changes",
  "/settings/connection",
];

for (const screen of screens) {
  test(`${screen} opens without an error and is accessible in both themes`, async ({ page }) => {
    const answer = await page.goto(screen);
    expect(answer?.status()).toBe(200);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
  });

  test(`${screen} fits a phone without scrolling sideways`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(screen);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wider).toBeLessThanOrEqual(0);
  });

  test(`${screen} speaks German to who asks for it`, async ({ browser, storageState }) => {
    const context = await browser.newContext({ storageState, locale: "de-AT" });
    const page = await context.newPage();
    await page.goto(screen);
    await expect(page.locator("html")).toHaveAttribute("lang", "de");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await context.close();
  });
}

test("the health check asks the database and tells the mode", async ({ request }) => {
  const answer = await request.get("/api/health");
  expect(await answer.json()).toEqual({ ok: true, mode: "demo" });
});

test.describe("signed out", () => {
  test.use(signedOut);

  test("every screen sends to sign-in, which leads back", async ({ page }) => {
    await page.goto("/staff?q=anna");
    await expect(page).toHaveURL(/\/sign-in\?from=/);
    await expectAccessible(page);
  });
});
