/** Next calls this once, before it answers requests. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startRuntime } = await import("./lib/runtime");
  await startRuntime();
}
