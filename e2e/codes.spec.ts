import type { Page, Response } from "@playwright/test";
import { demoAccount } from "../lib/auth/demo-account";
import { expect, expectAccessible, test } from "./fixtures";

async function openPerson(page: Page, name: string): Promise<void> {
  await page.goto(`/staff?q=${encodeURIComponent(name)}`);
  await page.getByRole("table").getByRole("link", { name }).first().click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

const card = (page: Page) =>
  page.locator("section").filter({ has: page.getByRole("heading", { level: 2, name: "Keypad code" }) });

async function givePassword(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Your password, please" });
  await dialog.getByLabel("Password").fill(demoAccount.password);
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(dialog).toBeHidden();
}

/** The digits that the card shows right now. */
async function shownCode(page: Page): Promise<string> {
  const shown = card(page).getByText(/^[1-9]{3} [1-9]{3}$/);
  await expect(shown).toBeVisible();
  return (await shown.innerText()).replace(" ", "");
}

/** Everything that the server has answered, with its address and headers. */
function listen(page: Page): { texts: () => Promise<string[]> } {
  const answers: Promise<string>[] = [];
  page.on("response", (response: Response) => {
    // A stream of news never ends, and a redirect has no body.
    if (response.url().includes("/api/live")) return;
    answers.push(
      response
        .text()
        .catch(() => "")
        .then((body) => [response.url(), JSON.stringify(response.headers()), body].join("\n")),
    );
  });
  return { texts: () => Promise.all(answers) };
}

test("a code is shown after the password only, hides by itself, and was in nothing sent before", async ({
  page,
  context,
}) => {
  const before = listen(page);
  await openPerson(page, "Anna Berger");
  await expect(card(page).getByText("*** ***")).toBeVisible();
  const early = await before.texts();

  await card(page).getByRole("button", { name: "Show Keypad code of Anna Berger" }).click();
  const dialog = page.getByRole("dialog", { name: "Your password, please" });
  await dialog.getByLabel("Password").fill("not the password");
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(dialog.getByText("That is not your password.").first()).toBeVisible();
  await expectAccessible(page, ["light"]);
  const asked = await before.texts();
  await givePassword(page);
  const code = await shownCode(page);
  expect([...early, ...asked].filter((text) => text.includes(code))).toEqual([]);
  expect(page.url()).not.toContain(code);

  // Another window has the focus.
  await page.evaluate(() => window.dispatchEvent(new Event("blur")));
  await expect(card(page).getByText("*** ***")).toBeVisible();
  expect(await page.content()).not.toContain(`${code.slice(0, 3)} ${code.slice(3)}`);
  expect(await page.content()).not.toContain(code);

  // Within five minutes nobody asks again; Escape hides it too.
  await card(page).getByRole("button", { name: "Show Keypad code of Anna Berger" }).click();
  expect(await shownCode(page)).toBe(code);
  await page.keyboard.press("Escape");
  await expect(card(page).getByText("*** ***")).toBeVisible();

  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await card(page).getByRole("button", { name: "Copy: Keypad code of Anna Berger" }).click();
  await expect(page.getByText("The code is in the clipboard")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
  await expect(card(page).getByText("*** ***")).toBeVisible();

  await page.reload();
  await expect(card(page).getByText("*** ***")).toBeVisible();
  expect(await page.content()).not.toContain(code);
});

test("a code leads to its owner, cannot be given twice, and is replaced when others know it", async ({
  page,
}) => {
  await openPerson(page, "Anna Berger");
  await card(page).getByRole("button", { name: "Show Keypad code of Anna Berger" }).click();
  await givePassword(page);
  const code = await shownCode(page);

  await page.goto("/codes");
  await expectAccessible(page, ["dark"]);
  await page.getByLabel("Code", { exact: true }).fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await page.getByRole("button", { name: "Find owner" }).click();
  await expect(page.getByText("This is the code of Anna Berger.")).toBeVisible();
  await expect(
    page.getByRole("list", { name: "Doors with this code" }).getByText("Main entrance"),
  ).toBeVisible();
  await expect(page.getByLabel("Code", { exact: true })).toHaveValue("");
  expect(await page.content()).not.toContain(code);
  await expectAccessible(page, ["light"]);

  await openPerson(page, "Paul Schmid");
  await card(page).getByRole("button", { name: "Type another code" }).click();
  const typing = page.getByRole("dialog", { name: "Type a code for Paul Schmid" });
  const refusal = typing.getByText("it, or one very much like it, is in use already").first();
  for (const digits of [code, `${code.slice(0, 5)}${code.endsWith("9") ? "8" : "9"}`]) {
    await typing.getByLabel("Code").fill(digits);
    await expect(refusal).toBeHidden();
    await typing.getByRole("button", { name: "Check" }).click();
    await expect(refusal).toBeVisible();
  }
  await expect(typing.getByText("Anna")).toBeHidden();
  await typing.getByRole("button", { name: "Cancel" }).click();

  await openPerson(page, "Anna Berger");
  await card(page).getByRole("button", { name: "Compromised" }).click();
  const dialog = page.getByRole("dialog", { name: "New code for Anna Berger?" });
  await expect(dialog.getByText("Main entrance").first()).toBeVisible();
  await expectAccessible(page, ["light"]);
  await dialog.getByRole("button", { name: "Replace the code" }).click();
  await expect(dialog).toBeHidden();
  await card(page).getByRole("button", { name: "Show Keypad code of Anna Berger" }).click();
  await expect.poll(() => shownCode(page)).not.toBe(code);
});
