import type { Weekdays } from "@/lib/time/weekdays";

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type AccountId = Branded<"AccountId">;
export type SiteId = Branded<"SiteId">;
export type DeviceId = Branded<"DeviceId">;
export type AreaId = Branded<"AreaId">;
export type StaffId = Branded<"StaffId">;
export type TeamId = Branded<"TeamId">;
export type ScheduleId = Branded<"ScheduleId">;
export type RuleId = Branded<"RuleId">;
/** Nuki's 24-hex id of an authorization: the one in URLs, not the numeric `authId` inside the device. */
export type NukiAuthId = Branded<"NukiAuthId">;

/** Milliseconds since the epoch. */
export type Instant = number;
/** `YYYY-MM-DD`, a day in the calendar of a site. */
export type LocalDate = string;

/**
 * One weekly window in the device's local time. `untilMinute` is exclusive and at most 1440; a window never passes
 * midnight, so `fromMinute < untilMinute`. The whole week is all days from 0 until 1440.
 */
export interface TimeWindow {
  readonly days: Weekdays;
  readonly fromMinute: number;
  readonly untilMinute: number;
}

/** What rules give, and what an authorization that lets people in is on the door. */
export type AccessKind = "app" | "keypad";

/**
 * `keypad_old` is the person's former code, which a rotation set aside: on its way out, and never made anew. On the door
 * it is a keypad code like any other.
 */
export type CredentialKind = AccessKind | "keypad_old";

export interface CredentialKey {
  readonly staffId: StaffId;
  readonly deviceId: DeviceId;
  readonly kind: CredentialKind;
}

// ---- what people decided -----------------------------------------------------------------------------------------

export interface StaffMember {
  readonly id: StaffId;
  /** As people read it; the planner derives Nuki's 20- or 32-byte name from it. */
  readonly name: string;
  readonly status: "active" | "suspended" | "removed";
  readonly firstDay: LocalDate | null;
  readonly lastDay: LocalDate | null;
  readonly hasEmail: boolean;
  /** Keyed hash of the personal keypad code; null when none was made yet. */
  readonly codeHash: string | null;
  /** The code before that, where a rotation set it aside and it is still on a door. */
  readonly oldCode: OldCode | null;
  readonly teamIds: readonly TeamId[];
}

export interface OldCode {
  readonly codeHash: string;
  /** It stays until then, also where the new code was seen; null: no longer than needed. */
  readonly keepUntil: Instant | null;
}

export interface Rule {
  readonly id: RuleId;
  readonly subject: { readonly staffId: StaffId } | { readonly teamId: TeamId };
  readonly areaId: AreaId;
  readonly scheduleId: ScheduleId;
  readonly app: boolean;
  readonly keypad: boolean;
  readonly remote: boolean;
  readonly firstDay: LocalDate | null;
  readonly lastDay: LocalDate | null;
}

/** A person's recorded answer to "these windows cannot be one authorization": good for exactly this `basis`. */
export interface WindowChoice extends CredentialKey {
  readonly kind: AccessKind;
  readonly take: "inside" | "wider";
  /** Canonical text of the windows that met; when the rules move on, the choice no longer counts. */
  readonly basis: string;
}

/** What a withdrawal takes away: everything at that door, one kind, or opening from afar. */
export const withdrawnParts = ["all", "app", "keypad", "remote"] as const;
export type WithdrawnPart = (typeof withdrawnParts)[number];

/** "Not this door", for one person, whatever the rules say. */
export interface Withdrawal {
  readonly staffId: StaffId;
  readonly deviceId: DeviceId;
  readonly part: WithdrawnPart;
}

/** A device as the rules need to know it. */
export interface Door {
  readonly id: DeviceId;
  readonly accountId: AccountId;
  readonly siteId: SiteId;
  readonly name: string;
  /** IANA zone of the device's site. */
  readonly timeZone: string;
  readonly hasKeypad: boolean;
  /** Keypad codes the device can hold: 100 on Smart Lock 1/2 (type 0), 200 else (web-api.md 5.1). */
  readonly codeCapacity: number;
  readonly reach: "online" | "offline" | "reconnect" | "pin_invalid";
  readonly offlineSince: Instant | null;
}

/** Everything that decides who may enter; plain data, whole or cut to the staff in question. */
export interface AccessModel {
  readonly staff: readonly StaffMember[];
  readonly rules: readonly Rule[];
  readonly schedules: ReadonlyMap<ScheduleId, readonly TimeWindow[]>;
  readonly areas: ReadonlyMap<AreaId, readonly DeviceId[]>;
  readonly doors: ReadonlyMap<DeviceId, Door>;
  readonly choices: readonly WindowChoice[];
  readonly withdrawals: readonly Withdrawal[];
}

// ---- what the rules want -----------------------------------------------------------------------------------------

/** The complete content of one authorization: every update carries all of it (domain.md, rule 3). */
export interface Wish {
  readonly name: string;
  /** False for suspended staff: the entry stays on the door, switched off. */
  readonly enabled: boolean;
  /** Always false for keypad codes. */
  readonly remoteAllowed: boolean;
  readonly window: TimeWindow;
  readonly validFrom: Instant | null;
  readonly validUntil: Instant | null;
  /** Keyed hash of the code for keypad credentials, null for app. */
  readonly codeHash: string | null;
}

interface CredentialBase extends CredentialKey {
  readonly wish: Wish;
  /** App invitations are valid 48 h, so they go out the day before the first day; null means now. */
  readonly sendFrom: Instant | null;
  readonly ruleIds: readonly RuleId[];
}

export interface AccessCredential extends CredentialBase {
  readonly kind: AccessKind;
}

export interface FormerCredential extends CredentialBase {
  readonly kind: "keypad_old";
}

export type Credential = AccessCredential | FormerCredential;

export type BlockReason =
  | "windows_differ" // several windows that one authorization cannot hold
  | "dates_differ" // overlapping rules with different date ranges
  | "no_keypad"
  | "no_email"
  | "no_code"
  | "capacity" // the keypad is full
  | "empty_range" // the last day lies before the first
  | "unmanaged_exists" // the person already has an app authorization there that is not ours
  | "code_clash"; // an authorization on that door that is not ours has the same code

/** One stretch of time in which rules grant these windows. */
export interface GrantedSpan {
  /** Normalised: the minutes of the week that the rules grant together. */
  readonly windows: readonly TimeWindow[];
  readonly validFrom: Instant | null;
  readonly validUntil: Instant | null;
  readonly remoteAllowed: boolean;
}

export interface BlockedCredential extends CredentialKey {
  readonly kind: AccessKind;
  readonly reason: BlockReason;
  readonly ruleIds: readonly RuleId[];
  /** What is wanted, when the obstacle stands only in the way of creating it (`no_email`, `capacity`, ...). */
  readonly wish: Wish | null;
  /** What the rules do grant: a bound authorization inside of it may stay, one that is wider may not. */
  readonly granted: readonly GrantedSpan[];
  /** The person's present code; a bound authorization with another one does not stay. */
  readonly codeHash: string | null;
  /** For `windows_differ`: what a person may choose, and the basis that such a choice refers to. */
  readonly options: WindowOptions | null;
}

/** What the rules would give and a withdrawal takes away. `remote` stands beside a credential that goes without it. */
export interface WithheldAccess extends CredentialKey {
  readonly kind: AccessKind;
  readonly part: WithdrawnPart;
  readonly ruleIds: readonly RuleId[];
}

export interface WindowOptions {
  readonly basis: string;
  /** The largest single window inside what the rules grant, and the minutes a week that it leaves out. */
  readonly inside: { readonly window: TimeWindow; readonly minutesLost: number } | null;
  /** The smallest single window around it, and the minutes a week that it grants too much. */
  readonly wider: { readonly window: TimeWindow; readonly minutesTooMuch: number };
}

// ---- what Nuki has -----------------------------------------------------------------------------------------------

/** A mirrored authorization; null days or times are as Nuki gave them: no restriction. */
export interface Authorization {
  readonly id: NukiAuthId;
  readonly deviceId: DeviceId;
  /** 0 app, 1 bridge, 2 fob, 3 keypad, 13 keypad code; others exist. */
  readonly type: number;
  readonly accountUserId: number | null;
  readonly name: string;
  readonly enabled: boolean;
  readonly remoteAllowed: boolean;
  readonly days: Weekdays | null;
  readonly fromMinute: number | null;
  readonly untilMinute: number | null;
  readonly validFrom: Instant | null;
  readonly validUntil: Instant | null;
  readonly codeHash: string | null;
  /** A write on it is still running at Nuki (`operationId`). */
  readonly busy: boolean;
}

/** The durable statement "this authorization is ours, for this credential". */
export interface Binding extends CredentialKey {
  readonly authId: NukiAuthId;
}

export interface Observed {
  readonly authorizations: readonly Authorization[];
  readonly bindings: readonly Binding[];
  /**
   * App authorizations of ours whose account user has another e-mail address than the person has now: whoever reads mail
   * there holds the key.
   */
  readonly misdirected?: ReadonlySet<NukiAuthId>;
  /** Nuki's account users that belong to staff, per account. */
  readonly accountUsers: readonly { accountId: AccountId; staffId: StaffId; accountUserId: number }[];
}

// ---- the difference ----------------------------------------------------------------------------------------------

export type WishField = "name" | "enabled" | "remoteAllowed" | "window" | "validFrom" | "validUntil" | "code";

export type WaitReason = "offline" | "reconnect" | "pin_invalid" | "not_yet";

interface PlannedBase extends CredentialKey {
  /** The account that the door belongs to: where the request goes. */
  readonly accountId: AccountId;
  /** Does it let anybody in who could not get in before? Its own question, with its own tests. */
  readonly effect: "widens" | "narrows" | "moves" | "neutral";
  /** Why it cannot be sent now, or null. */
  readonly waits: WaitReason | null;
  readonly notBefore: Instant | null;
}

export type PlannedChange =
  | (PlannedBase & { readonly op: "create"; readonly kind: AccessKind; readonly wish: Wish })
  | (PlannedBase & {
      readonly op: "update";
      readonly authId: NukiAuthId;
      readonly wish: Wish;
      readonly before: Authorization;
      readonly differs: readonly WishField[];
    })
  | (PlannedBase & { readonly op: "remove"; readonly authId: NukiAuthId; readonly before: Authorization });

export interface Plan {
  readonly changes: readonly PlannedChange[];
  readonly unchanged: readonly CredentialKey[];
  readonly blocked: readonly BlockedCredential[];
  /** Keypad codes and app users that nobody here made: shown, counted, never touched. */
  readonly unmanaged: readonly Authorization[];
}

/** One request to Nuki that the plan needs. */
export type PlannedCall =
  | { readonly kind: "invite_user"; readonly accountId: AccountId; readonly staffId: StaffId }
  | {
      readonly kind: "create";
      readonly accountId: AccountId;
      readonly staffId: StaffId;
      readonly credential: AccessKind;
      readonly wish: Wish;
      readonly deviceIds: readonly DeviceId[];
    }
  | { readonly kind: "update"; readonly accountId: AccountId; readonly changes: readonly PlannedChange[] }
  | { readonly kind: "remove"; readonly accountId: AccountId; readonly authIds: readonly NukiAuthId[] };

// ---- what people see ---------------------------------------------------------------------------------------------

export type CredentialState =
  | "planned"
  | "sending"
  | "waiting"
  | "active"
  | "removing"
  | "removed"
  | "failed"
  | "needs_review"
  | "unmanaged";

export type ChangeState =
  | "planned"
  | "sending"
  | "accepted"
  | "confirmed"
  | "waiting"
  | "failed"
  | "needs_review"
  | "superseded";
