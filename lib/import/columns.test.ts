import { describe, expect, test } from "vitest";
import {
  fieldOf,
  guessLanguage,
  mappingKey,
  mappingProblems,
  recallMapping,
  rememberMapping,
  suggestMapping,
} from "./columns";

describe("headers", () => {
  test.each([
    ["Personalnummer", "external_id"],
    ["Pers.-Nr.", "external_id"],
    ["STAFF_NO", "external_id"],
    ["Número de empleado", "external_id"],
    ["Prenom", "first_name"],
    ["nombre", "first_name"],
    ["NOM", "last_name"],
    ["Apellido(s)", "last_name"],
    ["Nombre completo", "display_name"],
    ["E-Mail-Adresse *", "email"],
    ["Türen", "areas"],
    ["TUEREN", "areas"],
    ["Gültig ab", "valid_from"],
    ["gueltig_bis", "valid_until"],
    ["Date d’entrée", "valid_from"],
    ["À", "time_until"],
    ["time_from", "time_from"],
    ["Zutrittscode", "pin"],
    ["Toegangstype", "access_type"],
    ["Fernzugriff", "remote_allowed"],
    ["Haarfarbe", null],
    ["", null],
  ])("%s is %s", (header, field) => {
    expect(fieldOf(header)).toBe(field);
  });

  test("Name is the surname beside a given name, and the whole name without one", () => {
    expect(suggestMapping(["Name", "Vorname"]).mapping).toEqual(["last_name", "first_name"]);
    expect(suggestMapping(["Name", "E-Mail"]).mapping).toEqual(["display_name", "email"]);
    expect(suggestMapping(["Name", "Vorname", "Nachname"]).mapping[0]).toBe("display_name");
  });

  test("two headings of one field are a conflict, unknown ones are listed", () => {
    expect(suggestMapping(["Name", "E-Mail", "Mail", "Haarfarbe"])).toMatchObject({
      conflicts: [{ field: "email", columns: [1, 2] }],
      unknown: [3],
    });
  });

  test.each([
    [["Vorname", "Nachname", "Türen", "Von"], "de"],
    [["Prénom", "Nom", "Portes"], "fr"],
    [["Nome", "Cognome", "Porte"], "it"],
    [["Nombre", "Apellidos"], "es"],
    [["Voornaam", "Achternaam"], "nl"],
    [["First name", "Surname"], "en"],
    [["Matricule", "Matricola"], null],
    [["Foo"], null],
  ])("%j tell the language %s", (headers, language) => {
    expect(guessLanguage(headers)).toBe(language);
  });
});

describe("mapping", () => {
  test("needs a name and each field once", () => {
    expect(mappingProblems(["email", null]).map(({ code }) => code)).toEqual(["name_column_missing"]);
    expect(mappingProblems(["last_name", "email", "email"])).toMatchObject([
      { code: "field_mapped_twice", field: "email" },
    ]);
    expect(mappingProblems(["display_name", null])).toEqual([]);
  });

  test("is remembered by the headings, in any order, equal ones apart", () => {
    const headers = ["Name", "Note", "Note"];
    const stored = rememberMapping(headers, ["display_name", "notes", null]);
    expect(recallMapping(["Note", "note ", "NAME", "New"], stored)).toEqual([
      "notes",
      null,
      "display_name",
      null,
    ]);
    expect(mappingKey(["Name", "Note"])).toBe(mappingKey(["note", "NAME"]));
    expect(mappingKey(["Name"])).not.toBe(mappingKey(["Note"]));
  });

  test("from an older version with other fields is not trusted", () => {
    expect(recallMapping(["Name"], JSON.parse('{"name":"salary"}'))).toEqual([null]);
  });
});
