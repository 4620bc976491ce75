export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "sm" | "md";

const base =
  "inline-flex items-center justify-center gap-2 rounded-md border font-medium whitespace-nowrap select-none transition-colors pointer-coarse:min-h-10 disabled:opacity-50 disabled:cursor-not-allowed aria-disabled:opacity-70";

const variants: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-accent-solid text-white enabled:hover:bg-accent-solid-hover",
  secondary: "border-line-strong/40 bg-surface text-ink shadow-sm enabled:hover:bg-hover",
  ghost: "border-transparent bg-transparent text-muted enabled:hover:bg-hover enabled:hover:text-ink",
  danger: "border-transparent bg-danger-solid text-white enabled:hover:bg-danger-solid-hover",
};

const linkVariants: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-accent-solid text-white hover:bg-accent-solid-hover",
  secondary: "border-line-strong/40 bg-surface text-ink shadow-sm hover:bg-hover",
  ghost: "border-transparent bg-transparent text-muted hover:bg-hover hover:text-ink",
  danger: "border-transparent bg-danger-solid text-white hover:bg-danger-solid-hover",
};

const sizes: Record<ButtonSize, string> = {
  sm: "min-h-7 px-2.5 text-sm",
  md: "min-h-8 px-3 text-base",
};

export function buttonClass(variant: ButtonVariant, size: ButtonSize, className = ""): string {
  return `${base} ${variants[variant]} ${sizes[size]} ${className}`;
}

export function linkButtonClass(variant: ButtonVariant, size: ButtonSize, className = ""): string {
  return `${base} ${linkVariants[variant]} ${sizes[size]} ${className}`;
}
