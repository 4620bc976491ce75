/** The sign-in of the demo office, public on purpose: it exists only where no Nuki token is configured. */
export const demoAccount = {
  name: "Demo office",
  email: "office@postern.test",
  password: "open-sesame-demo",
} as const;
