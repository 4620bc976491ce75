/** How far a long work is, as a bar and in words; `valueText` is what both eyes and screen readers get. */
export function ProgressBar({
  label,
  value,
  max,
  valueText,
  tone = "accent",
}: {
  label: string;
  value: number;
  max: number;
  valueText: string;
  tone?: "accent" | "ok" | "warn" | "danger";
}) {
  const share = max > 0 ? Math.min(1, value / max) : 0;
  const fill = {
    accent: "bg-accent-solid",
    ok: "bg-ok",
    warn: "bg-warn",
    danger: "bg-danger",
  }[tone];
  return (
    <div>
      <div className="mb-1.5 flex flex-wrap justify-between gap-x-4 text-sm">
        <span className="font-medium">{label}</span>
        <span className="tnum text-muted">{valueText}</span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={Math.min(value, max)}
        aria-valuetext={valueText}
        className="h-2 overflow-hidden rounded-full bg-pressed"
      >
        <div
          className={`h-full rounded-full transition-[width] ${fill}`}
          style={{ width: `${share * 100}%` }}
        />
      </div>
    </div>
  );
}
