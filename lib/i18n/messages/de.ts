import access from "./de/access.json";
import alerts from "./de/alerts.json";
import areas from "./de/areas.json";
import audit from "./de/audit.json";
import auth from "./de/auth.json";
import changes from "./de/changes.json";
import codes from "./de/codes.json";
import common from "./de/common.json";
import devices from "./de/devices.json";
import doorSettings from "./de/door-settings.json";
import entries from "./de/entries.json";
import errors from "./de/errors.json";
import frame from "./de/frame.json";
import importArea from "./de/import.json";
import keypads from "./de/keypads.json";
import live from "./de/live.json";
import openers from "./de/openers.json";
import operations from "./de/operations.json";
import overview from "./de/overview.json";
import past from "./de/past.json";
import privacy from "./de/privacy.json";
import retention from "./de/retention.json";
import reviews from "./de/reviews.json";
import rotations from "./de/rotations.json";
import rules from "./de/rules.json";
import schedules from "./de/schedules.json";
import settings from "./de/settings.json";
import sheets from "./de/sheets.json";
import staff from "./de/staff.json";
import teams from "./de/teams.json";
import visits from "./de/visits.json";
import withdrawals from "./de/withdrawals.json";
import type { Messages } from "./en";

const messages: Messages = {
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

export default messages;
