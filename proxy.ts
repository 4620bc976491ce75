import { type NextRequest, NextResponse } from "next/server";
import { getToken } from "next-auth/jwt";

const signedOutPaths = ["/sign-in", "/setup", "/visits"];

/**
 * Sends the signed-out to the sign-in page and sets the content security policy; it never guards. Whether a session
 * still counts is decided where data is read, since a cookie outlives a revocation.
 */
export async function proxy(request: NextRequest) {
  if (isPageView(request) && !isOpen(request.nextUrl.pathname) && !(await getToken({ req: request }))) {
    const signIn = new URL("/sign-in", request.url);
    const from = request.nextUrl.pathname + request.nextUrl.search;
    if (from !== "/") signIn.searchParams.set("from", from);
    return NextResponse.redirect(signIn);
  }

  const policy = contentSecurityPolicy(Buffer.from(crypto.randomUUID()).toString("base64"));
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy); // Next takes the nonce for its scripts from the request
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

/** An action's POST passes: it answers `signed_out`, which the form can show without losing what was typed. */
function isPageView(request: NextRequest): boolean {
  return request.method === "GET" || request.method === "HEAD";
}

function isOpen(pathname: string): boolean {
  return signedOutPaths.some((path) => pathname === path || pathname.startsWith(`${path}/`));
}

function contentSecurityPolicy(nonce: string): string {
  const dev = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    // Toasts and menus set style attributes at run time; a nonce would break them.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export const config = {
  matcher: ["/((?!api/|_next/|favicon\\.ico|icon\\.svg|.*\\.(?:svg|png|ico|txt|woff2)$).*)"],
};
