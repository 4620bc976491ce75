import { expect, expectAccessible, test } from "./fixtures";

test("entries are kept for a shorter time only by who types how many go, and not at all while a hold is in force", async ({
  page,
}) => {
  await page.goto("/settings/privacy");
  const row = page.getByRole("row").filter({ hasText: "Door log, Vienna headquarters" });
  await row.getByRole("button").click();
  const dialog = page.getByRole("dialog", { name: /^How long to keep/ });
  const days = dialog.getByLabel("Days", { exact: true });
  await days.fill("0");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("A whole number from 1 to 3,650").first()).toBeVisible();
  await days.fill("1");
  await dialog.getByRole("button", { name: "Save" }).click();
  const confirm = page.getByRole("alertdialog");
  await expect(confirm.getByText(/will be deleted for good/)).toBeVisible();
  const save = confirm.getByRole("button", { name: "Keep for 1 day" });
  await expect(save).toBeDisabled();
  const asked = await confirm.getByText(/^Type \d+ to confirm$/).textContent();
  await confirm.getByRole("textbox").fill(asked?.replace(/\D/g, "") ?? "");
  await save.click();
  await expect(confirm).toBeHidden();
  await expect(row.getByText("1 day", { exact: true })).toBeVisible();

  // A door that came here from where its entries are kept for longer would lose them: the same is asked for.
  await page.goto("/locks?q=Back+door");
  await page.getByRole("link", { name: "Back door", exact: true }).click();
  await page.getByRole("button", { name: "Move to another site" }).click();
  const move = page.getByRole("dialog", { name: "Where is Back door?" });
  await move.getByLabel("Site").selectOption({ label: "Vienna headquarters" });
  await expect(move.getByText(/will be deleted for good/)).toBeVisible();
  await expectAccessible(page, ["light"]);
  const confirmMove = move.getByRole("button", { name: "Confirm" });
  await expect(confirmMove).toBeDisabled();
  const moved = await move.getByText(/^Type \d+ to confirm$/).textContent();
  await move.getByRole("textbox").fill(moved?.replace(/\D/g, "") ?? "");
  await expect(confirmMove).toBeEnabled();
  await move.getByRole("button", { name: "Cancel" }).click();

  // Longer again, since other journeys look at old entries; nothing is to be typed for that.
  await page.goto("/settings/privacy");
  await row.getByRole("button").click();
  await days.fill("90");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row.getByText("90 days")).toBeVisible();

  await page.getByRole("button", { name: "Place a hold" }).click();
  const placing = page.getByRole("dialog", { name: "Place a legal hold" });
  await placing.getByRole("radio", { name: "Everything Nothing at all" }).check();
  await placing.getByRole("button", { name: "Place a hold" }).click();
  await expect(placing.getByText("Please say why, in at least 3 characters").first()).toBeVisible();
  await placing.getByLabel("Reason").fill("Case 4711");
  await expectAccessible(page, ["light"]);
  await placing.getByRole("button", { name: "Place a hold" }).click();
  await expect(placing).toBeHidden();
  await expect(page.getByText("Case 4711")).toBeVisible();
  await expect(row.getByText("nothing: legal hold")).toBeVisible();
  await row.getByRole("button").click();
  await expect(dialog.getByText("the time can only be made longer")).toBeVisible();
  await days.fill("1");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("A legal hold forbids this").first()).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();

  await page.goto("/audit");
  await expect(page.getByText("A legal hold is in force")).toBeVisible();
  await page.getByRole("link", { name: "Legal holds" }).click();
  await page.getByRole("button", { name: "Release the hold: Everything" }).click();
  const releasing = page.getByRole("dialog", { name: "Release the hold: Everything" });
  await releasing.getByLabel("Reason").fill("Settled");
  await releasing.getByRole("button", { name: "Release the hold" }).click();
  await expect(page.getByText("No hold is in force.")).toBeVisible();
  await expect(page.getByText("1 released hold")).toBeVisible();
});
