/** Next calls this once before it answers requests. A server that could not open its data must not stay up. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startRuntime } = await import("./lib/runtime");
  try {
    await startRuntime();
  } catch (error) {
    console.error(`Postern cannot start: ${reasonOf(error)}`);
    process.exit(1);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Drizzle's message is the statement; why it failed is in the cause.
  return error.cause instanceof Error && error.name.startsWith("Drizzle")
    ? error.cause.message
    : error.message;
}
