import access from "./de/access.json";
import areas from "./de/areas.json";
import audit from "./de/audit.json";
import auth from "./de/auth.json";
import changes from "./de/changes.json";
import common from "./de/common.json";
import devices from "./de/devices.json";
import errors from "./de/errors.json";
import frame from "./de/frame.json";
import importArea from "./de/import.json";
import overview from "./de/overview.json";
import rules from "./de/rules.json";
import schedules from "./de/schedules.json";
import settings from "./de/settings.json";
import staff from "./de/staff.json";
import teams from "./de/teams.json";
import type { Messages } from "./en";

const messages: Messages = {
  access,
  areas,
  audit,
  auth,
  changes,
  common,
  devices,
  errors,
  frame,
  import: importArea,
  overview,
  rules,
  schedules,
  settings,
  staff,
  teams,
};

export default messages;
