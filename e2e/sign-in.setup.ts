import { demoAccount } from "../lib/auth/demo-account";
import { expect, test as setup } from "./fixtures";

setup("the demo account signs in through the page", async ({ page, context }) => {
  await page.goto("/");
  await page.getByLabel("E-mail").fill(demoAccount.email);
  await page.getByLabel("Password", { exact: true }).fill(demoAccount.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await context.storageState({ path: `${process.env.E2E_DATA_DIR}.session.json` });
});
