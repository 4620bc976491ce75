declare const brand: unique symbol;

/** A set of weekdays as bits: 1 Monday, 2 Tuesday, 4 Wednesday ... 64 Sunday. (Nuki's order is the reverse.) */
export type Weekdays = number & { readonly [brand]: "Weekdays" };
