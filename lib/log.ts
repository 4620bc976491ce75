import "server-only";
import { pino } from "pino";
import { getEnv } from "./env";
import { redact } from "./redact";

/** The one logger. Secrets are taken out by the names of their keys; `log.child({ part: "sync" })` names the speaker. */
export const log = pino({
  level: getEnv().logLevel,
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  formatters: {
    level: (label) => ({ level: label }),
    log: (fields) => redact(fields) as Record<string, unknown>,
    bindings: (fields) => redact(fields) as Record<string, unknown>,
  },
});
