import "server-only";
import { aboutAccess } from "./access";
import { aboutEvents } from "./records";
import type { Section } from "./section";
import { aboutPerson } from "./who";

/** Everything that is kept about a person, in the order of the file. */
export const sections: readonly Section[] = [...aboutPerson, ...aboutAccess, ...aboutEvents];

/** Tables that know a person and are not in the file, and why not. */
export const leftOut: Readonly<Record<string, string>> = {};
