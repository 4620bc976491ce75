export interface NameParts {
  readonly firstName: string;
  readonly lastName: string;
  /** It was written "Müller, Anna". */
  readonly turned: boolean;
}

/** One cell with a whole name, taken apart: "Müller, Anna", "Anna Müller", "Ludwig van Beethoven". */
export function readFullName(text: string): NameParts {
  const name = tidy(text);
  const comma = name.indexOf(",");
  if (comma >= 0) {
    const lastName = name.slice(0, comma).trim();
    const firstName = name.slice(comma + 1).trim();
    // "Müller," has nothing to turn round, and a second comma is a title or a list: left as it is.
    if (firstName && lastName && !firstName.includes(",")) return { firstName, lastName, turned: true };
    return { firstName: "", lastName: name.replace(/^,\s*|\s*,$/g, ""), turned: false };
  }
  const words = name.split(" ");
  // Particles are part of the surname: "van Beethoven", "de la Cruz".
  const particle = words.findIndex((word, i) => i > 0 && i < words.length - 1 && /^\p{Ll}/u.test(word));
  const at = particle > 0 ? particle : words.length - 1;
  return { firstName: words.slice(0, at).join(" "), lastName: words.slice(at).join(" "), turned: false };
}

/** Without doubled spaces and line breaks. */
export function tidy(text: string): string {
  return /\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, " ").trim() : text.trim();
}

/** How two parts are shown as one name. */
export function joinName(firstName: string, lastName: string): string {
  return firstName && lastName ? `${firstName} ${lastName}` : firstName || lastName;
}
