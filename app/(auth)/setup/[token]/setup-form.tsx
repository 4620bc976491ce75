"use client";

import { useTranslations } from "next-intl";
import { Form } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { type FirstOwnerInput, firstOwnerSchema } from "@/lib/auth/schema";
import { ok, type Result } from "@/lib/result";
import { PasswordField } from "../../password-field";
import { submitSignIn } from "../../submit-sign-in";

export function SetupForm({ token }: { token: string }) {
  const t = useTranslations("auth.setup");
  const form = useActionForm({
    action: (owner: FirstOwnerInput) => createAndEnter(token, owner),
    schema: firstOwnerSchema,
    defaultValues: { name: "", email: "", password: "" },
    onDone: (path) => window.location.assign(path),
    onRefused: ({ code }) => {
      // Used or outdated meanwhile: the page knows what to say about that.
      if (code === "not_found") window.location.reload();
      return code === "not_found";
    },
  });

  return (
    <Form form={form} labels={{ name: t("name"), email: t("email"), password: t("password") }}>
      <TextField form={form} name="name" label={t("name")} autoComplete="name" required />
      <TextField form={form} name="email" type="email" label={t("email")} autoComplete="username" required />
      <PasswordField
        form={form}
        name="password"
        label={t("password")}
        hint={t("passwordHint")}
        autoComplete="new-password"
      />
      {/* Pressed before the script has loaded, the password must not end up in the address. */}
      <Button type="submit" formMethod="post" variant="primary" pending={form.pending} className="w-full">
        {t("submit")}
      </Button>
    </Form>
  );
}

/** Creates the account and signs in with it; the value is where to go on. */
async function createAndEnter(token: string, owner: FirstOwnerInput): Promise<Result<string>> {
  const answer = await fetch("/api/auth/setup", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token, ...owner }),
  });
  const created: Result<null> = await answer.json();
  if (!created.ok) return created;
  // The account exists by now: whatever goes wrong from here on, the sign-in page is the place to go on.
  const signedIn = await submitSignIn(owner).catch(() => null);
  return ok(signedIn?.ok ? "/" : "/sign-in?created");
}
