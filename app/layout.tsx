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
const inter = localFont({
  src: "../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  variable: "--font-inter",
  weight: "100 900",
  display: "swap",
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
      className={inter.variable}
      data-theme={isTheme(theme) && theme !== "system" ? theme : undefined}
    >
      <body>
        <ClientMessages>{children}</ClientMessages>
        <Toaster label={t("notifications")} />
      </body>
    </html>
  );
}
