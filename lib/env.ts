import "server-only";
import { type Env, readVariables } from "./variables";

export type { Env } from "./variables";

let env: Env | undefined;

/** The environment, parsed once. Throws one error that names everything that is missing or wrong. */
export function getEnv(): Env {
  if (env) return env;
  const read = readVariables(process.env);
  if (!read.ok) throw new Error(read.problems.join("\n"));
  env = read.env;
  return env;
}
