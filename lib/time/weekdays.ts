declare const brand: unique symbol;

/** A set of weekdays as bits: 1 Monday, 2 Tuesday, 4 Wednesday ... 64 Sunday. (Nuki's order is the reverse.) */
export type Weekdays = number & { readonly [brand]: "Weekdays" };

/** The one door from a plain number to a set of weekdays; anything outside 0 to 127 is a programming error. */
export function weekdays(mask: number): Weekdays {
  if (!Number.isInteger(mask) || mask < 0 || mask > 127)
    throw new RangeError(`not a set of weekdays: ${mask}`);
  return mask as Weekdays;
}

export const NO_DAYS = weekdays(0);
export const ALL_DAYS = weekdays(127);

/** The set of one day, 0 Monday to 6 Sunday. */
export function weekday(index: number): Weekdays {
  if (!Number.isInteger(index) || index < 0 || index > 6) throw new RangeError(`not a weekday: ${index}`);
  return weekdays(1 << index);
}

/** The set of these days, 0 Monday to 6 Sunday. */
export function weekdaysOf(indexes: Iterable<number>): Weekdays {
  let mask = 0;
  for (const index of indexes) mask |= weekday(index);
  return weekdays(mask);
}

export function unionOfDays(a: Weekdays, b: Weekdays): Weekdays {
  return weekdays(a | b);
}

export function intersectionOfDays(a: Weekdays, b: Weekdays): Weekdays {
  return weekdays(a & b);
}

export function daysWithout(a: Weekdays, b: Weekdays): Weekdays {
  return weekdays(a & ~b);
}

/** Is this day, 0 Monday to 6 Sunday, in the set? */
export function hasDay(days: Weekdays, index: number): boolean {
  return (days & weekday(index)) !== 0;
}

export function hasAllDays(days: Weekdays, wanted: Weekdays): boolean {
  return (days & wanted) === wanted;
}

export function countDays(days: Weekdays): number {
  return listDays(days).length;
}

/** The days of the set in order, 0 Monday to 6 Sunday. */
export function listDays(days: Weekdays): number[] {
  return [0, 1, 2, 3, 4, 5, 6].filter((index) => (days & (1 << index)) !== 0);
}
