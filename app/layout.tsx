import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import { cookies } from "next/headers";
import { connection } from "next/server";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { isTheme, themeCookie } from "@/components/preferences";
import { Toaster } from "@/components/ui/toaster";
import { ClientMessages } from "@/lib/i18n/client-messages";
import "./globals.css";

// One variable file for all weights; the Latin subset holds German as well.
const geist = localFont({
  src: "../node_modules/@fontsource-variable/geist/files/geist-latin-wght-normal.woff2",
  variable: "--font-geist",
  weight: "100 900",
  display: "swap",
});

// Novák, Łukasz, Şahin: loaded only where such a name is on the page.
const geistBeyond = localFont({
  src: "../node_modules/@fontsource-variable/geist/files/geist-latin-ext-wght-normal.woff2",
  variable: "--font-geist-beyond",
  weight: "100 900",
  display: "swap",
  preload: false,
  adjustFontFallback: false,
  declarations: [{ prop: "unicode-range", value: "U+0100-02BA,U+02BD-02C5,U+1E00-1E9F,U+1EF2-1EFF" }],
});

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("common");
  return {
    title: { default: t("appName"), template: `%s · ${t("appName")}` },
    icons: { icon: "/icon.svg" },
    robots: { index: false, follow: false },
  };
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#101113" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every page carries a nonce, so none can be made at build time.
  await connection();
  const [locale, t] = await Promise.all([getLocale(), getTranslations("common")]);
  const theme = (await cookies()).get(themeCookie)?.value;
  return (
    <html
      lang={locale}
      className={`${geist.variable} ${geistBeyond.variable}`}
      data-theme={isTheme(theme) && theme !== "system" ? theme : undefined}
    >
      <body>
        <ClientMessages>{children}</ClientMessages>
        <Toaster label={t("notifications")} />
      </body>
    </html>
  );
}
