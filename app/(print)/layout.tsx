import "@fontsource/atkinson-hyperlegible-mono/latin-700.css";
import "@fontsource/noto-sans/400.css";
import "@fontsource/noto-sans/700.css";
import "@fontsource/noto-sans-arabic/arabic-400.css";
import "@fontsource/noto-sans-arabic/arabic-700.css";
import "@fontsource/noto-sans-hebrew/hebrew-400.css";
import "@fontsource/noto-sans-hebrew/hebrew-700.css";
import "@fontsource/noto-sans-sc/400.css";
import type { ReactNode } from "react";
import "./print.css";

/** Pages made for paper: no frame around them, and the fonts of the PDF, of which a browser loads what a name needs. */
export default function PrintLayout({ children }: { children: ReactNode }) {
  return children;
}
