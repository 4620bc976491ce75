import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./lib/i18n/request.ts");

const headers = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
];

/** @type {import("next").NextConfig} */
const config = {
  // Several builds (tests, bench, a running office) live side by side in one tree.
  distDir: process.env.NEXT_DIST_DIR || ".next",
  agentRules: false,
  poweredByHeader: false,
  typedRoutes: true,
  reactCompiler: true,
  serverExternalPackages: ["@electric-sql/pglite", "pg", "pg-boss", "pino"],
  experimental: {
    authInterrupts: true,
    // The staff file of an import, with room for the form around it.
    serverActions: { bodySizeLimit: "12mb" },
    proxyClientMaxBodySize: "12mb",
  },
  headers: async () => [{ source: "/:path*", headers }],
};

export default withNextIntl(config);
