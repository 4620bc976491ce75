const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}

const style =
  "body{font:16px/1.5 system-ui;max-width:32rem;margin:4rem auto;padding:0 1rem}label{display:block}";

function page(title: string, body: string, status: number): Response {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head><body><h1>${title}</h1>${body}</body></html>`;
  return new Response(html, { status, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

export function messagePage(message: string, status: number): Response {
  return page("Nuki simulator", `<p>${escapeHtml(message)}</p>`, status);
}

/** What the account's owner sees: who asks, for what; each permission can be taken out. */
export function consentPage(client: string, scopes: string[]): Response {
  const boxes = scopes
    .map((scope) => escapeHtml(scope))
    .map((scope) => `<label><input type="checkbox" name="granted" value="${scope}" checked> ${scope}</label>`)
    .join("");
  const accounts = `<label>Account <select name="account"><option value="own">Office</option><option value="foreign">Other</option></select></label>`;
  const buttons = `<button name="decision" value="approve">Allow</button> <button name="decision" value="deny">Deny</button>`;
  const form = `<form method="post">${boxes}<p>${accounts}</p>${buttons}</form>`;
  return page("Allow access?", `<p><strong>${escapeHtml(client)}</strong> asks for:</p>${form}`, 200);
}
