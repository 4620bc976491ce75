import access from "./en/access.json";
import alerts from "./en/alerts.json";
import areas from "./en/areas.json";
import audit from "./en/audit.json";
import auth from "./en/auth.json";
import changes from "./en/changes.json";
import codes from "./en/codes.json";
import common from "./en/common.json";
import devices from "./en/devices.json";
import doorSettings from "./en/door-settings.json";
import entries from "./en/entries.json";
import errors from "./en/errors.json";
import frame from "./en/frame.json";
import importArea from "./en/import.json";
import keypads from "./en/keypads.json";
import live from "./en/live.json";
import openers from "./en/openers.json";
import operations from "./en/operations.json";
import overview from "./en/overview.json";
import past from "./en/past.json";
import privacy from "./en/privacy.json";
import retention from "./en/retention.json";
import reviews from "./en/reviews.json";
import rotations from "./en/rotations.json";
import rules from "./en/rules.json";
import schedules from "./en/schedules.json";
import settings from "./en/settings.json";
import sheets from "./en/sheets.json";
import staff from "./en/staff.json";
import teams from "./en/teams.json";
import visits from "./en/visits.json";
import withdrawals from "./en/withdrawals.json";

const messages = {
  access,
  alerts,
  doorSettings,
  keypads,
  live,
  openers,
  operations,
  areas,
  audit,
  auth,
  changes,
  privacy,
  visits,
  sheets,
  reviews,
  retention,
  rotations,
  entries,
  codes,
  common,
  devices,
  errors,
  frame,
  import: importArea,
  overview,
  past,
  rules,
  schedules,
  settings,
  staff,
  teams,
  withdrawals,
};

/** The shape that every language has: a key that is missing in another one is a type error there. */
export type Messages = typeof messages;

export default messages;
