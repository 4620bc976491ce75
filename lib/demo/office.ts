import { z } from "zod";
import data from "./office.json";

const window = z.object({ days: z.string().regex(/^[01]{7}$/), from: z.string(), until: z.string() });

const schema = z.object({
  company: z.string(),
  sites: z.array(z.object({ key: z.string(), name: z.string(), timeZone: z.string() })),
  devices: z.array(z.object({ key: z.string(), name: z.string(), site: z.string() })),
  areas: z.array(z.object({ key: z.string(), name: z.string(), devices: z.array(z.string()) })),
  schedules: z.array(z.object({ key: z.string(), name: z.string(), windows: z.array(window) })),
  teams: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      rules: z.array(
        z.object({
          area: z.string(),
          schedule: z.string(),
          app: z.boolean(),
          keypad: z.boolean(),
          remote: z.boolean(),
        }),
      ),
    }),
  ),
  staff: z.array(
    z.object({
      externalId: z.string(),
      firstName: z.string(),
      lastName: z.string(),
      team: z.string(),
      department: z.string(),
      language: z.enum(["en", "de"]),
      email: z.string(),
    }),
  ),
});

/**
 * The office that the demo shows. The simulator is given the same file and has it on its doors already, as if this
 * office had worked with Postern for three months.
 */
export const demoOffice = schema.parse(data);
export type DemoOffice = z.output<typeof schema>;
