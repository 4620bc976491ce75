/** What an API token may be given. `webhook.decentral` and `offline_access` exist for OAuth only. */
export const allScopes = [
  "account",
  "notification",
  "smartlock",
  "smartlock.readOnly",
  "smartlock.action",
  "smartlock.auth",
  "smartlock.config",
  "smartlock.log",
  "smartlock.create",
];

export const oauthScopes = [...allScopes, "webhook.decentral", "offline_access"];
