import { expect, expectAccessible, test } from "./fixtures";

test("the security lead takes one door away from one person, sees it gone, and gives it back", async ({
  page,
}) => {
  await page.goto("/staff?q=nina+schwarz");
  await page.getByRole("link", { name: "Nina Schwarz" }).click();
  const doors = page.getByRole("table", { name: "Doors" });
  const code = doors.getByRole("row", { name: /Main entrance.*Keypad code/ });
  const dialog = page.getByRole("dialog");

  // With the keyboard alone.
  await page.getByRole("button", { name: "Withdraw access: Main entrance, Keypad code" }).focus();
  await page.keyboard.press("Enter");
  await dialog.getByRole("radio", { name: /^Everything/ }).focus();
  await expect(dialog.getByText("2 removed").first()).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(dialog.getByRole("radio", { name: /^Keypad code/ })).toBeChecked();
  await expect(dialog.getByText("1 removed").first()).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Withdraw access" }).click();
  await expect(dialog.getByText("Please say why")).toBeVisible();
  await expect(dialog.getByLabel("Why")).toBeFocused();
  await page.keyboard.type("Not needed any more");
  await dialog.getByRole("button", { name: "Withdraw access" }).click();
  await expect(dialog).toBeHidden();

  await expect(code).toContainText("Removed", { timeout: 45_000 });
  await expect(code).toContainText(/Withdrawn on .*: Not needed any more/);
  await expect(doors.getByRole("row", { name: /Main entrance.*App/ })).toContainText("Active");
  await expectAccessible(page);

  await page
    .getByRole("table", { name: "Withdrawn access" })
    .getByRole("link", { name: "Main entrance" })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "Main entrance" })).toBeVisible();
  await page.getByRole("button", { name: /^Give back to Nina Schwarz/ }).click();
  await expect(dialog.getByText("1 keypad code").first()).toBeVisible();
  await dialog.getByRole("button", { name: "Give back" }).click();
  await expect(dialog).toBeHidden();
  await page.goto("/staff?q=nina+schwarz");
  await page.getByRole("link", { name: "Nina Schwarz" }).click();
  await expect(code).toContainText("Active", { timeout: 45_000 });
  await expect(page.getByRole("table", { name: "Withdrawn access" })).toBeHidden();
});
