import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";

export type CalloutTone = "info" | "warn" | "danger" | "success";

const looks: Record<CalloutTone, { box: string; icon: IconName; ink: string }> = {
  info: { box: "bg-accent-soft border-accent/25", icon: "info", ink: "text-accent" },
  warn: { box: "bg-warn-soft border-warn/25", icon: "triangle-alert", ink: "text-warn" },
  danger: { box: "bg-danger-soft border-danger/25", icon: "circle-alert", ink: "text-danger" },
  success: { box: "bg-ok-soft border-ok/25", icon: "circle-check", ink: "text-ok" },
};

/** Something that a person should know before going on. `live` reads it out when it appears. */
export function Callout({
  tone = "info",
  title,
  action,
  live = false,
  className = "",
  children,
}: {
  tone?: CalloutTone;
  title?: ReactNode;
  action?: ReactNode;
  live?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  const look = looks[tone];
  return (
    <div
      className={`flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border px-4 py-3 ${look.box} ${className}`}
      {...(live ? { role: tone === "danger" ? "alert" : "status" } : {})}
    >
      <Icon name={look.icon} className={`mt-0.5 ${look.ink}`} />
      <div className="min-w-0 flex-1 basis-48 break-words">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className="text-muted">{children}</div>}
      </div>
      {action && <div className="flex flex-wrap gap-2">{action}</div>}
    </div>
  );
}
