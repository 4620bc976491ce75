import type { Page } from "@playwright/test";
import { expect, expectAccessible, type Simulator, test } from "./fixtures";

interface SeenRequest {
  readonly method: string;
  readonly path: string;
}

/** What has reached Nuki's doors so far, as Nuki has it. */
async function presses(sim: Simulator): Promise<number> {
  const all = (await sim.get("requests?limit=100000")) as SeenRequest[];
  return all.filter(({ method, path }) => method === "POST" && path.endsWith("/action")).length;
}

async function openDoor(page: Page, name: string): Promise<void> {
  await page.goto(`/locks?q=${encodeURIComponent(name)}`);
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

const buttons = (page: Page, door: string) => page.getByRole("group", { name: `Operate ${door}` });
const last = (page: Page) =>
  page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Operate from afar" }) })
    .getByRole("listitem")
    .first();

test("a door is unlatched from afar: one question, one request however often it is clicked, and done", async ({
  page,
  sim,
}) => {
  const before = await presses(sim);
  await openDoor(page, "Main entrance");
  await buttons(page, "Main entrance").getByRole("button", { name: "Unlatch" }).click();
  const dialog = page.getByRole("dialog", { name: "Unlatch “Main entrance”?" });
  await expect(dialog).toContainText("Vienna headquarters, from afar");
  await expect(dialog).toContainText("The door springs open.");
  await expect(dialog).toContainText("Last known:");
  await expectAccessible(page);
  await dialog.getByLabel("Reason (optional)").fill("The courier");
  await dialog.getByRole("button", { name: "Unlatch now" }).dblclick();
  const outcome = page.getByRole("dialog").getByRole("status");
  await expect(outcome).toContainText("The door shows it.", { timeout: 30_000 });
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  expect(await presses(sim)).toBe(before + 1);
  await page.reload();
  await expect(last(page)).toContainText("Unlatch");
  await expect(last(page)).toContainText("Done");
  await expect(last(page)).toContainText("“The courier”");
});

test("a blocked motor is told in place, and not as done", async ({ page, sim }) => {
  await sim.post("devices/Office 2nd floor/jam", { completion: 1 });
  await openDoor(page, "Office 2nd floor");
  await buttons(page, "Office 2nd floor").getByRole("button", { name: "Unlock" }).click();
  await page.getByRole("button", { name: "Unlock now" }).click();
  const outcome = page.getByRole("dialog").getByRole("status");
  await expect(outcome).toContainText("the motor was blocked", { timeout: 30_000 });
  await sim.post("devices/Office 2nd floor/jam", { completion: 0 });
});

test("the palette leads to the question, on a phone too, and no further", async ({ page, sim }) => {
  const before = await presses(sim);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search or jump to" }).fill("Main entrance");
  await page.getByRole("option", { name: "Unlatch “Main entrance”?" }).click();
  const dialog = page.getByRole("dialog", { name: "Unlatch “Main entrance”?" });
  await expect(dialog.getByRole("button", { name: "Unlatch now" })).toBeVisible();
  await expect(page).not.toHaveURL(/operate=/);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  expect(await presses(sim)).toBe(before);
});

test("a site without opening from afar has no button for it and says why; one that wants a reason gets one", async ({
  page,
  sim,
}) => {
  await page.goto("/settings/sites");
  await page.getByRole("link", { name: "London office" }).click();
  await page.getByLabel("Doors may be opened from afar").uncheck();
  await changeSite(page, "Locking only");
  await openDoor(page, "Post room");
  await expect(page.getByText("Opening from afar is switched off for London office.")).toBeVisible();
  await expect(buttons(page, "Post room").getByRole("button")).toHaveText(["Lock"]);

  await page.goto("/settings/sites");
  await page.getByRole("link", { name: "London office" }).click();
  await page.getByLabel("Doors may be opened from afar").check();
  await page.getByLabel("Whoever opens a door from afar must say why").check();
  await changeSite(page, "Opening with a reason");
  const before = await presses(sim);
  await openDoor(page, "Post room");
  await buttons(page, "Post room").getByRole("button", { name: "Unlatch" }).click();
  await page.getByRole("button", { name: "Unlatch now" }).click();
  await expect(page.getByLabel("Reason")).toBeFocused();
  await expect(page.getByRole("dialog")).toContainText("This site asks for a reason.");
  expect(await presses(sim)).toBe(before);
  await page.getByLabel("Reason").fill("Visitor");
  await page.getByRole("button", { name: "Unlatch now" }).click();
  await expect(page.getByRole("dialog").getByRole("status")).toContainText(/Accepted|Done/);
  expect(await presses(sim)).toBe(before + 1);
});

async function changeSite(page: Page, expected: string): Promise<void> {
  await page.getByRole("button", { name: "Review what will happen" }).click();
  await page.getByRole("button", { name: "Change site" }).click();
  await expect(page.getByRole("row", { name: /London office/ })).toContainText(expected);
}
