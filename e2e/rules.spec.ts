import type { Locator, Page } from "@playwright/test";
import { expect, expectAccessible, test } from "./fixtures";

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name });
const row = (page: Page, name: string | RegExp) => page.getByRole("row", { name });

/** As somebody without a mouse gets there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`the Tab key does not lead to ${target}`);
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  await page.setViewportSize({ width: 360, height: 740 });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 800 });
}

test("the facility lead changes the office hours, sees whom it reaches, and sees it arrive", async ({
  page,
}) => {
  await page.goto("/schedules");
  await page.getByRole("link", { name: "Office hours" }).click();
  await expect(heading(page, "Office hours")).toBeVisible();

  await page.getByLabel("Until").fill("18");
  await page.getByLabel("Until").blur();
  await expect(page.getByLabel("Until")).toHaveValue("18:00");
  await expect(page.getByText("Less than now: Mon-Fri 18:00-19:00")).toBeVisible();

  await page.getByRole("button", { name: "Review what will happen" }).click();
  await expect(heading(page, /^Changes \d+ people and \d+ authorizations$/)).toBeVisible();
  // The demo's offline door is told before, not discovered after.
  await expect(page.getByText(/will wait/).first()).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Back to the form" }).click();
  await expect(page.getByLabel("Until")).toHaveValue("18:00");
  await page.getByRole("button", { name: "Review what will happen" }).click();
  await page.getByRole("button", { name: "Change schedule" }).click();
  await expect(row(page, /Office hours/)).toContainText("Mon-Fri 07:00-18:00");

  await page.goto("/locks?q=main+entrance");
  await page.getByRole("link", { name: "Main entrance" }).click();
  await page.getByRole("searchbox", { name: "Search people" }).fill("Anna Berger");
  await expect(page).toHaveURL(/q=Anna/);
  // Her line among those who may enter; the door's recent changes below may name her too.
  const anna = row(page, /Anna Berger/).first();
  await expect(async () => {
    await page.reload();
    await expect(anna.getByRole("img", { name: /Mon-Fri 07:00-18:00/ })).toBeVisible({ timeout: 1000 });
    await expect(anna).toContainText("Active", { timeout: 1000 });
  }).toPass({ timeout: 45_000 });
});

test("the office manager makes an area and a rule for it, and cannot make the same rule twice", async ({
  page,
}) => {
  await page.goto("/areas");
  await page.getByRole("link", { name: "Add area" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Vienna, car park");
  await page.getByRole("searchbox", { name: "Find a door" }).fill("garage");
  await page.getByRole("checkbox", { name: "Garage door" }).check();
  await page.getByRole("button", { name: "Add area" }).click();
  await expect(row(page, /Vienna, car park/)).toContainText("Garage door");

  async function fillRule() {
    await page.goto("/rules/new");
    await page.getByLabel("Team", { exact: true }).selectOption({ label: "Facility (5 people)" });
    await page.getByLabel("Area", { exact: true }).selectOption({ label: "Vienna, car park (1 door)" });
    await page.getByLabel("Schedule", { exact: true }).selectOption("Around the clock");
    await page.getByRole("button", { name: "Review what will happen" }).click();
  }
  await fillRule();
  await expect(heading(page, "Changes 5 people and 5 authorizations")).toBeVisible();
  await page.getByRole("button", { name: "Add rule" }).click();
  await expect(page).toHaveURL(/\/rules$/);
  await page.goto("/rules?q=car+park");
  await expect(row(page, /Facility/)).toContainText("Around the clock");

  await fillRule();
  await expect(page.getByRole("alert").or(page.getByText("There is already a rule")).first()).toBeVisible();
  await expect(page.getByText("There is already a rule").first()).toBeVisible();
});

test("an area that a rule uses says so and leads to the rule", async ({ page }) => {
  await page.goto("/areas");
  await page.getByRole("link", { name: "Vienna, offices" }).click();
  await page.getByRole("button", { name: "Remove" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("still uses this area");
  await dialog.getByRole("link", { name: "Show the rule" }).click();
  await expect(row(page, /Engineering/)).toBeVisible();
});

test("one person gets a rule of their own, and it is removed again", async ({ page }) => {
  await page.goto("/rules/new");
  await page.getByRole("radio", { name: /One person/ }).check();
  await page.getByRole("searchbox", { name: "Person" }).fill("berger anna");
  await page.getByRole("button", { name: /Anna Berger/ }).click();
  await page.getByLabel("Area", { exact: true }).selectOption({ label: "Vienna, garage (1 door)" });
  await page.getByLabel("Schedule", { exact: true }).selectOption("Office hours");
  await page.getByRole("button", { name: "Review what will happen" }).click();
  await expect(heading(page, "Changes 1 person and 1 authorization")).toBeVisible();
  await page.getByRole("button", { name: "Add rule" }).click();
  await expect(page).toHaveURL(/\/rules$/);

  await page.goto("/rules?q=anna+berger");
  await page.getByRole("link", { name: /Anna Berger/ }).click();
  await page.getByRole("button", { name: "Remove" }).click();
  // The door may confirm the rule just added while the dialog is read: then it shows a new preview and asks again.
  const remove = page.getByRole("dialog").getByRole("button", { name: "Remove rule" });
  await remove.click();
  await expect(async () => {
    if (await page.getByText("Something changed meanwhile").isVisible())
      await remove.click({ timeout: 1000 });
    await expect(page).toHaveURL(/\/rules$/, { timeout: 4000 });
  }).toPass();
  await page.goto("/rules?q=anna+berger");
  await expect(page.getByText("Nothing matches")).toBeVisible();
});

test("a schedule is made with the keyboard alone", async ({ page }) => {
  await page.goto("/schedules/new");
  await tabTo(page, page.getByLabel("Name", { exact: true }));
  await page.keyboard.type("Night shift");
  for (const day of ["Mon", "Sat"]) {
    await tabTo(page, page.getByRole("button", { name: day }));
    await page.keyboard.press("Space");
  }
  await expect(page.getByRole("button", { name: "Sat" })).toHaveAttribute("aria-pressed", "true");
  const until = page.getByLabel("Until");
  await tabTo(page, page.getByLabel("From"));
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("22");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("6:00");
  // Refused where it is typed, before anything is sent.
  await expect(page.getByText(/A window cannot pass midnight/)).toBeVisible();
  await expect(until).toHaveAttribute("aria-invalid", "true");
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("2359");
  await expect(page.getByText(/^Tue-Sat 22:00-24:00 · /)).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Add schedule" }));
  await page.keyboard.press("Enter");
  await expect(row(page, /Night shift/)).toContainText("Tue-Sat 22:00-24:00");
});

test("times that one entry cannot hold are told at once, with what to do", async ({ page }) => {
  await page.goto("/schedules/new");
  await page.getByRole("button", { name: "Add a window" }).click();
  await expect(page.getByRole("group", { name: "Window 2" })).toBeVisible();
  await expect(page.getByText("One entry on a lock cannot hold these times")).toBeHidden();
  await page.getByRole("group", { name: "Window 2" }).getByLabel("Until").fill("12:00");
  await expect(page.getByText("One entry on a lock cannot hold these times")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Use the narrower window" }).click();
  await expect(page.getByText("One entry on a lock cannot hold these times")).toBeHidden();
  await expect(page.getByRole("group", { name: "Window 2" })).toBeHidden();
});

test("locks say what needs somebody first, and show what an offline door was last seen doing", async ({
  page,
}) => {
  await page.goto("/locks");
  const offline = row(page, /Side entrance/);
  await expect(offline).toContainText("Offline");
  await expect(offline).toContainText(/as of \d\d:\d\d|as of \d+ \w+ \d{4}/);
  const first = page.getByRole("row").nth(1);
  await expect(first).toContainText("Offline");
  await page.goto("/locks?type=2");
  await expect(row(page, /Street intercom/)).toContainText("Opener");
  await page.goto("/locks?attention=battery");
  await page.getByRole("link", { name: "Archive" }).click();
  await expect(page.getByText(/an empty lock lets nobody in/)).toBeVisible();
});

test("forms, doors and sites are accessible and fit a phone", async ({ page }) => {
  const linkIn = async (list: string, name: string) => {
    await page.goto(list);
    return (await page.getByRole("link", { name, exact: true }).first().getAttribute("href")) ?? "";
  };
  const screens = [
    "/schedules/new",
    await linkIn("/schedules", "Around the clock"),
    "/areas/new",
    await linkIn("/areas", "Vienna, offices"),
    "/rules/new",
    await linkIn("/locks?q=back+door", "Back door"),
    "/settings/sites",
    "/settings/sites/new",
    await linkIn("/settings/sites", "London office"),
  ];
  test.setTimeout(120_000);
  for (const screen of screens) {
    await page.goto(screen);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
});
