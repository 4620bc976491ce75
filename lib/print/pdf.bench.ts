import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

// Messages are JSON, which bundlers import as it is and Node only when it is told to.
registerHooks({
  load(url, context, next) {
    if (!url.endsWith(".json") || url.includes("node_modules")) return next(url, context);
    const source = `export default ${readFileSync(fileURLToPath(url), "utf8")}`;
    return { format: "module", source, shortCircuit: true };
  },
});

const SHEETS = 200;

/** How long 200 sheets take, and for how long at most nobody else gets a turn meanwhile. */
export async function bench() {
  const [{ sheetsPdf }, { difficultSheets, sampleSheet }] = await Promise.all([
    import("./pdf"),
    import("./sample-sheets"),
  ]);
  const others = Object.values(difficultSheets);
  const sheets = Array.from({ length: SHEETS }, (_, n) =>
    n % 10 === 0 ? (others[(n / 10) % others.length] ?? sampleSheet()) : sampleSheet({ name: `Person ${n}` }),
  );
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const start = performance.now();
  const pdf = await buffer(await sheetsPdf(sheets, "a4_4"));
  const time = performance.now() - start;
  delay.disable();
  return [
    { name: `${SHEETS} code sheets as PDF`, value: Math.round(time), unit: "ms", limit: 15_000 },
    { name: "longest stop meanwhile", value: Math.round(delay.max / 1e6), unit: "ms", limit: 1_000 },
    { name: "size of the file", value: Math.round(pdf.length / 1024), unit: "kB" },
  ];
}
