import { Icon } from "./icon";

export interface Step {
  id: string;
  label: string;
}

/** Where one is in a work of several steps. `doneLabel` is the word for "done", for screen readers. */
export function Stepper({
  label,
  steps,
  current,
  doneLabel,
}: {
  label: string;
  steps: readonly Step[];
  current: string;
  doneLabel: string;
}) {
  const at = steps.findIndex((step) => step.id === current);
  return (
    <ol aria-label={label} className="mb-6 flex flex-wrap gap-x-6 gap-y-2 text-sm">
      {steps.map((step, index) => (
        <li
          key={step.id}
          aria-current={index === at ? "step" : undefined}
          className={`flex items-center gap-2 ${index === at ? "font-medium text-ink" : "text-muted"}`}
        >
          <span
            className={`tnum inline-flex size-6 items-center justify-center rounded-full border text-xs ${
              index < at
                ? "border-transparent bg-ok-soft text-ok"
                : index === at
                  ? "border-transparent bg-accent-solid text-white"
                  : "border-line-strong"
            }`}
          >
            {index < at ? <Icon name="check" size={14} /> : index + 1}
          </span>
          {step.label}
          {index < at && <span className="sr-only">({doneLabel})</span>}
        </li>
      ))}
    </ol>
  );
}
