import type { AuthContent } from "@/lib/nuki/translate";
import type { AuthCreate } from "@/lib/nuki/writer";
import type { Weekdays } from "@/lib/time/weekdays";

/** For tests: nine to five on working days, for ever. */
export const officeHours: AuthContent = {
  name: "Anna Müller",
  enabled: true,
  remoteAllowed: false,
  window: { days: 0b0011111 as Weekdays, fromMinute: 540, untilMinute: 1020 },
  validFrom: null,
  validUntil: null,
};

/** For tests: one code on two doors. */
export const codeOnTwoDoors: AuthCreate = {
  deviceIds: [17179869185, 17179869186],
  content: officeHours,
  holder: { kind: "keypad", code: "345927" },
};
