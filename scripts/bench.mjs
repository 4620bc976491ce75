/*
 * npm run bench [-- --strict] [part of a path]: runs every *.bench.ts and prints what it measured beside its limit.
 * Each file exports `bench(): Promise<{ name, value, unit, limit? }[]>` and runs in a process of its own.
 */
import { fork } from "node:child_process";
import { globSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));

if (process.send) {
  const { bench } = await import(pathToFileURL(process.argv[2]).href);
  process.send(await bench(), () => process.exit());
} else {
  await main();
}

async function main() {
  process.chdir(root);
  const { values, positionals } = parseArgs({
    options: { strict: { type: "boolean" } },
    allowPositionals: true,
  });
  const files = globSync(["lib/**/*.bench.ts", "scripts/bench/**/*.bench.ts"])
    .filter((file) => positionals.every((part) => file.includes(part)))
    .sort();
  const rows = [];
  let failed = false;
  for (const file of files) {
    const measured = await measure(file);
    failed ||= measured === null;
    rows.push(...(measured ?? [{ name: `${file}: did not run`, unit: "" }]));
  }
  print(rows);
  const over = rows.filter(isOver);
  if (over.length > 0) console.log(`\n${over.length} over the limit`);
  process.exitCode = failed || (values.strict && over.length > 0) ? 1 : 0;
}

function measure(file) {
  const flags = ["--experimental-transform-types", "--disable-warning=ExperimentalWarning", "--expose-gc"];
  const child = fork(fileURLToPath(import.meta.url), [file], {
    execArgv: [...flags, "--import", `${root}scripts/typescript-hooks.mjs`],
    env: { ...process.env, NODE_ENV: "production", LOG_LEVEL: process.env.LOG_LEVEL ?? "silent" },
  });
  return new Promise((resolve) => {
    let rows = null;
    child.once("message", (message) => {
      rows = message;
    });
    child.once("exit", () => resolve(rows));
  });
}

function isOver(row) {
  return row.limit !== undefined && row.value > row.limit;
}

function print(rows) {
  const number = (value) => (value === undefined ? "" : String(Number(value.toPrecision(4))));
  const cells = [
    ["", "value", "limit", "unit", ""],
    ...rows.map((row) => [
      row.name,
      number(row.value),
      number(row.limit),
      row.unit,
      isOver(row) ? "OVER" : "",
    ]),
  ];
  const width = (column) => Math.max(...cells.map((line) => line[column].length));
  for (const [name, value, limit, unit, over] of cells) {
    console.log(
      `${name.padEnd(width(0))}  ${value.padStart(width(1))}  ${limit.padStart(width(2))}  ${unit.padEnd(width(3))}  ${over}`,
    );
  }
}
