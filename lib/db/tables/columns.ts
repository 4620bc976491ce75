import { customType, timestamp, uuid } from "drizzle-orm/pg-core";

/** Brands a uuid column, so that ids of different things cannot be mixed up. */
export const id = <T extends string>(name: string) => uuid(name).$type<T>();

export const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** AES-256-GCM sealed bytes (lib/db/secrets.ts); nothing but `unseal` can read them. */
export type Sealed = Buffer & { readonly __sealed: true };

export const sealed = customType<{ data: Sealed; driverData: Buffer | Uint8Array }>({
  dataType: () => "bytea",
  toDriver: (value) => value,
  fromDriver: (value) => Buffer.from(value) as Sealed,
});
