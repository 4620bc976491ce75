const types = {
  csv: "text/csv; charset=utf-8",
  ndjson: "application/x-ndjson; charset=utf-8",
  json: "application/json; charset=utf-8",
  html: "text/html; charset=utf-8",
};

/** A file of any length that leaves piece by piece as it is made, and is kept nowhere. */
export function fileResponse(
  pieces: AsyncGenerator<string>,
  { name, format }: { name: string; format: keyof typeof types },
): Response {
  return new Response(streamOf(pieces), {
    headers: {
      "Content-Type": types[format],
      "Content-Disposition": `attachment; filename="${name}.${format}"`,
      "Cache-Control": "no-store",
      // What stands between must pass the pieces on as they come.
      "X-Accel-Buffering": "no",
    },
  });
}

/** Asks for the next piece when the last one has been taken, and for no more when the download is given up. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
