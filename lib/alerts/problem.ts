/** Why a message did not get through; the words are in alerts.channel.trouble. */
export const problemCodes = [
  "not_configured",
  "rejected",
  "address",
  "timeout",
  "refused",
  "redirect",
  "status",
  "broken",
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** A code, with what the other side said where it did: `status: 503`. */
export type Problem = string & { readonly __problem: true };

const longest = 300;

export function problem(code: ProblemCode, said?: string): Problem {
  const text = said?.replaceAll(/\s+/g, " ").trim().slice(0, longest);
  return (text ? `${code}: ${text}` : code) as Problem;
}

/** The parts of a stored problem. */
export function readProblem(stored: string): { code: ProblemCode; said: string } {
  const [first = "", ...rest] = stored.split(": ");
  const code = problemCodes.find((known) => known === first);
  return code ? { code, said: rest.join(": ") } : { code: "broken", said: stored };
}
