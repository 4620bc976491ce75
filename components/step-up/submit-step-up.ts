import { type Result, refuse } from "@/lib/result";

/** Sends the password once more. What does not come back as an answer is thrown. */
export async function submitStepUp(password: string): Promise<Result<void>> {
  const answer = await fetch("/api/auth/step-up", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ password }),
  });
  if (answer.status >= 500) return refuse("unexpected");
  return answer.json();
}
