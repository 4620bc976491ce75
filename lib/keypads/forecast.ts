/** From this share on a keypad is nearly full: there is time left to make room. */
export const nearlyFullFrom = 0.9;

export interface KeypadLoad {
  readonly capacity: number;
  /** Codes on the keypad now, whoever made them. */
  readonly used: number;
  readonly adding: number;
  readonly removing: number;
}

export interface Forecast {
  /** Codes on the keypad afterwards; what does not fit is not among them. */
  readonly after: number;
  readonly free: number;
  /** Codes that find no room. */
  readonly missing: number;
  readonly level: "fine" | "nearly_full" | "full";
}

/** How full a keypad gets. What goes makes room first, as in the plan (domain.md, rule 11). */
export function forecastOf({ capacity, used, adding, removing }: KeypadLoad): Forecast {
  const staying = Math.max(0, used - removing);
  const added = Math.min(adding, Math.max(0, capacity - staying));
  const after = staying + added;
  return {
    after,
    free: Math.max(0, capacity - after),
    missing: adding - added,
    level: after >= capacity ? "full" : after >= capacity * nearlyFullFrom ? "nearly_full" : "fine",
  };
}
