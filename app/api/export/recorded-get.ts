/**
 * The answer to a request that must not run an export that is recorded, or null. The session comes along with every link
 * that somebody follows, so the page of a stranger could write "exported" into the trail in an admin's name; a browser
 * tells where a request comes from. A HEAD would be answered by GET, and recorded though nothing is handed out.
 */
export function refuseForeign(request: Request): Response | null {
  const headers = { "Cache-Control": "private, no-store" };
  if (request.method !== "GET")
    return new Response(null, { status: 405, headers: { ...headers, Allow: "GET" } });
  // Absent where the browser is old or the connection is plain; "none" is typed, or a bookmark.
  const site = request.headers.get("sec-fetch-site") ?? "none";
  return site === "same-origin" || site === "none" ? null : new Response(null, { status: 403, headers });
}
