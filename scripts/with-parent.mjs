/*
 * Runs a program that must not outlive the process that started it, however that one ends: its end closes our stdin.
 *   node scripts/with-parent.mjs <program> [arguments]
 */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [, , program, ...args] = process.argv;
if (!program) throw new Error("which program?");
process.stdin.on("close", () => process.exit()).resume();
process.stdin.unref(); // A program that is done by itself may end.
process.argv = [process.argv[0], resolve(program), ...args];
await import(pathToFileURL(resolve(program)).href);
