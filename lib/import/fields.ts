/** The columns that the import understands, in the order in which export and template write them. */
export const IMPORT_FIELDS = [
  "external_id",
  "first_name",
  "last_name",
  "display_name",
  "email",
  "language",
  "department",
  "teams",
  "areas",
  "schedule",
  "weekdays",
  "time_from",
  "time_until",
  "valid_from",
  "valid_until",
  "access_type",
  "pin",
  "remote_allowed",
  "notes",
  "action",
] as const;

export type ImportField = (typeof IMPORT_FIELDS)[number];

/** The languages whose headers and weekdays can be read. */
export const FILE_LANGUAGES = ["en", "de", "fr", "it", "es", "nl"] as const;

export type FileLanguage = (typeof FILE_LANGUAGES)[number];

/** The languages that a staff member can be written to in. */
export const STAFF_LANGUAGES = ["en", "de", "fr", "it", "es", "nl", "cs", "sk"] as const;

export type StaffLanguage = (typeof STAFF_LANGUAGES)[number];
