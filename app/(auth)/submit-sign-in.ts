import type { SignInInput } from "@/lib/auth/schema";
import { ok, type Result, refuse } from "@/lib/result";

/**
 * Signs in through next-auth's endpoint. Not with its `signIn` of the browser: that one leaves the page when the
 * server cannot be reached, and what was typed is gone. A failed request is thrown, which the form tells.
 */
export async function submitSignIn({ email, password }: SignInInput): Promise<Result<null>> {
  const { csrfToken } = await (await fetch("/api/auth/csrf")).json();
  const answer = await fetch("/api/auth/callback/credentials", {
    method: "POST",
    body: new URLSearchParams({ email, password, csrfToken, json: "true" }),
  });
  const { url } = await answer.json();
  const error = new URL(url, window.location.origin).searchParams.get("error");
  if (error === null && answer.ok) return ok(null);
  if (error === "CredentialsSignin") return refuse("wrong_credentials");
  const [code, waitSeconds] = error?.split(":") ?? [];
  if (code === "too_many_attempts") return refuse(code, { params: { waitSeconds: Number(waitSeconds) } });
  return refuse("unexpected");
}
