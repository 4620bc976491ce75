import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";

export type Tone = "neutral" | "accent" | "ok" | "warn" | "danger";

const tones: Record<Tone, string> = {
  neutral: "bg-hover text-muted",
  accent: "bg-accent-soft text-accent",
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  danger: "bg-danger-soft text-danger",
};

export function Badge({
  tone = "neutral",
  icon,
  spin = false,
  className = "",
  children,
}: {
  tone?: Tone;
  icon?: IconName;
  spin?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={`inline-flex min-h-5 items-center gap-1 rounded px-1.5 text-xs font-medium whitespace-nowrap ${tones[tone]} ${className}`}
    >
      {icon && <Icon name={icon} size={12} className={spin ? "animate-spin" : ""} />}
      {children}
    </span>
  );
}
