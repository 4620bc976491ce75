import { expect, expectAccessible, signedOut, test } from "./fixtures";

const screens = [
  "/",
  "/staff",
  "/staff/new",
  "/staff/import",
  "/teams",
  "/schedules",
  "/codes",
  "/codes/rotations",
  "/codes/rotations/new",
  "/locks",
  "/codes/sheets",
  "/codes/sheets/new",
  "/openers",
  "/openers/bridges/new",
  "/keypads",
  "/areas",
  "/rules",
  "/changes",
  "/visitors",
  "/visitors/new",
  "/audit",
  "/audit?when=week&outcome=opened",
  "/audit?view=pictures",
  "/audit?view=unusual&weekday=0&hour=8",
  "/audit/admins",
  "/audit/inside",
  "/audit/past",
  "/audit/past?about=person&q=anna",
  "/audit/reviews",
  "/audit/reviews/new",
  "/alerts",
  "/alerts/battery-round",
  "/settings/connection",
  "/settings/alerts",
  "/settings/privacy",
];

for (const screen of screens) {
  test(`${screen} opens, is accessible in both themes, and fits a phone`, async ({ page }) => {
    const answer = await page.goto(screen);
    expect(answer?.status()).toBe(200);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize({ width: 360, height: 740 });
    const wider = await page.evaluate(() => [
      document.documentElement.scrollWidth - window.innerWidth,
      ...[...document.querySelectorAll("table")].map((table) => table.scrollWidth - table.clientWidth),
    ]);
    expect(Math.max(...wider)).toBeLessThanOrEqual(0);
    await expectAccessible(page, ["light"]);
  });

  test(`${screen} speaks German to who asks for it`, async ({ request }) => {
    const answer = await request.get(screen, { headers: { "accept-language": "de-AT,de;q=0.9" } });
    const page = await answer.text();
    expect(page).toContain('<html lang="de"');
    expect(page).toContain("<h1");
    expect(page).toContain(">Übersicht<");
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
