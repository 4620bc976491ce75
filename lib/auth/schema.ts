import { z } from "zod";

/** No composition rules: length is what makes a password hard to guess. The upper bound keeps hashing cheap. */
const minPasswordLength = 10;
const maxPasswordLength = 200;

const email = z.string().trim().max(254).pipe(z.email("common.problem.email"));

/** Takes any password that somebody may have; whether it is right is not the form's business. */
export const signInSchema = z.object({
  email,
  password: z.string().min(1).max(maxPasswordLength),
});
export type SignInInput = z.infer<typeof signInSchema>;

export const firstOwnerSchema = z.object({
  name: z.string().trim().min(1).max(100),
  email,
  password: z.string().min(minPasswordLength, "auth.password.short").max(maxPasswordLength),
});
export type FirstOwnerInput = z.infer<typeof firstOwnerSchema>;
