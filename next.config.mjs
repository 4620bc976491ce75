import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin({
  requestConfig: "./lib/i18n/request.ts",
  // Messages are parsed at build time, so that no browser loads the parser.
  experimental: {
    messages: { path: "./lib/i18n/messages", format: "json", locales: ["en", "de"], precompile: true },
  },
});

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
  // A lock file in a folder above must not move the root.
  turbopack: { root: import.meta.dirname },
  agentRules: false,
  poweredByHeader: false,
  // In development it would print what actions are called with, codes included.
  logging: { serverFunctions: false },
  typedRoutes: true,
  reactCompiler: true,
  serverExternalPackages: ["@electric-sql/pglite", "pdfkit", "pg", "pg-boss", "pino"],
  experimental: {
    authInterrupts: true,
    // The staff file of an import, with room for the form around it.
    serverActions: { bodySizeLimit: "12mb" },
    proxyClientMaxBodySize: "12mb",
  },
  headers: async () => [
    { source: "/:path*", headers },
    { source: "/icons.svg", headers: [{ key: "Cache-Control", value: "public, max-age=86400" }] },
  ],
};

export default withNextIntl(config);
