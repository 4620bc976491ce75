import type { Page } from "@playwright/test";
import { expect, expectAccessible, sim, test } from "./fixtures";

// One story after the other: what breaks in one is whole again at its end.
test.describe.configure({ mode: "serial", timeout: 120_000 });

const group = (page: Page, bridge: string) =>
  page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name: bridge }) });
const row = (page: Page, opener: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("link", { name: opener, exact: true }) });

interface SimulatedBridge {
  readonly key: string;
  readonly port: number;
  readonly token: string;
}

test("openers stand by their bridge, which tells how it is and how well it hears them", async ({ page }) => {
  await page.goto("/openers");
  const vienna = group(page, "Bridge Vienna");
  await expect(vienna.getByText("Connected to Nuki")).toBeVisible({ timeout: 30_000 });
  await expect(row(page, "Street intercom")).toContainText("dBm");
  await expect(row(page, "Street intercom")).toContainText("Siedle");
  await expect(group(page, "Bridge London").getByText("Not read directly")).toBeVisible();
  await expectAccessible(page);
});

test("a bridge that lost the cloud is named, with what to do about it, and forgotten when it is back", async ({
  page,
}) => {
  await page.goto("/openers");
  await sim.post("bridges/v-bridge/cloud", { on: false });
  const vienna = group(page, "Bridge Vienna");
  // The page follows by itself.
  await expect(vienna.getByText("No connection to Nuki")).toBeVisible({ timeout: 90_000 });
  await expect(vienna).toContainText("Bridge Vienna is running, but has no connection to Nuki", {
    timeout: 30_000,
  });
  await expect(vienna).toContainText("Unplug the bridge for ten seconds.");
  await expectAccessible(page);
  await row(page, "Yard intercom").getByRole("link", { name: "Yard intercom" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Yard intercom" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Why it cannot be reached" })).toBeVisible();
  await expectAccessible(page);
  await sim.post("bridges/v-bridge/cloud", { on: true });
  await expect(page.getByRole("heading", { name: "Why it cannot be reached" })).toBeHidden({
    timeout: 90_000,
  });
});

test("an opener with a flat battery is told from its bridge and from its neighbour", async ({ page }) => {
  await sim.post("devices/Street intercom/battery", { critical: true });
  await page.goto("/openers");
  await expect(row(page, "Street intercom")).toContainText("critical", { timeout: 60_000 });
  await sim.post("devices/Street intercom/battery", { flat: true });
  await expect(row(page, "Street intercom")).toContainText("The battery is empty", { timeout: 90_000 });
  await expect(row(page, "Street intercom")).toContainText("Change the batteries of the opener.");
  await expect(row(page, "Yard intercom")).not.toContainText("What to do");
  await page.getByRole("link", { name: /needs? you/ }).click();
  await expect(row(page, "Yard intercom")).toHaveCount(0);
  await expect(row(page, "Street intercom")).toBeVisible();
  await sim.post("devices/Street intercom/battery", { flat: false, critical: false });
});

test("a bridge gets its address and token, is asked at once, and says when the token is wrong", async ({
  page,
}) => {
  const bridges = (await sim.get("bridges")) as SimulatedBridge[];
  const london = bridges.find(({ key }) => key === "l-bridge");
  if (!london) throw new Error("no bridge in London");
  await page.goto("/openers");
  await group(page, "Bridge London").getByRole("link", { name: "Set up direct reading" }).click();
  await page.getByLabel("Address").fill("169.254.169.254");
  await page.getByLabel("Token", { exact: false }).first().fill(london.token);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Only an address in the office's own network is called").first()).toBeVisible();

  await page.getByRole("button", { name: "Find bridges in this network" }).click();
  await page.getByRole("button", { name: `Use 127.0.0.1:${london.port}` }).click();
  await page.getByLabel("Token", { exact: false }).first().fill("not-the-token");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Token not accepted")).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);

  await page.getByLabel("Token", { exact: false }).first().fill(london.token);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Connected to Nuki")).toBeVisible({ timeout: 30_000 });
  await expect(row(page, "Lobby intercom")).toContainText("dBm");
  await expect(page.getByText(london.token)).toHaveCount(0);
});
