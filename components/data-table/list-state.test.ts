import { describe, expect, test } from "vitest";
import { columnsParam, isNarrowed, parseListState } from "./list-state";

const options = {
  sortable: ["name", "status"],
  defaultSort: "-status",
  filters: ["team"],
  hidden: ["email"],
};

describe("the view that an address asks for", () => {
  test("is the default view when the address says nothing", () => {
    expect(parseListState({}, options)).toEqual({
      q: "",
      sort: { id: "status", desc: true },
      page: 1,
      pageSize: 50,
      offset: 0,
      filters: { team: [] },
      hidden: ["email"],
      hiddenByDefault: ["email"],
      density: "regular",
    });
  });

  test("takes search, sort, page, filters, columns and density from the address", () => {
    const state = parseListState(
      { q: " eva ", sort: "-name", page: "3", team: "a,b,a", cols: "email,-status", density: "compact" },
      options,
    );
    expect(state).toEqual({
      q: "eva",
      sort: { id: "name", desc: true },
      page: 3,
      pageSize: 50,
      offset: 100,
      filters: { team: ["a", "b"] },
      hidden: ["status"],
      hiddenByDefault: ["email"],
      density: "compact",
    });
  });

  test.each([
    [{ sort: "secret" }, "sort", { id: "status", desc: true }],
    [{ sort: "" }, "sort", { id: "status", desc: true }],
    [{ page: "-1" }, "page", 1],
    [{ page: "0" }, "page", 1],
    [{ page: "1e9" }, "page", 1],
    [{ density: "x" }, "density", "regular"],
  ] as const)("falls back to the default at %o", (params, key, value) => {
    expect(parseListState(params, options)[key]).toEqual(value);
  });

  test("takes the first of a repeated parameter and cuts an endless search", () => {
    expect(parseListState({ q: ["a", "b"] }, options).q).toBe("a");
    expect(parseListState({ q: "x".repeat(5000) }, options).q).toHaveLength(200);
  });

  test("never filters by a name that the list does not know", () => {
    expect(parseListState({ role: "owner" }, options).filters).toEqual({ team: [] });
  });
});

describe("a list", () => {
  test("is narrowed by a search or a filter, not by sort or page", () => {
    expect(isNarrowed(parseListState({ sort: "name", page: "2" }, options))).toBe(false);
    expect(isNarrowed(parseListState({ q: "x" }, options))).toBe(true);
    expect(isNarrowed(parseListState({ team: "a" }, options))).toBe(true);
  });

  test("writes its columns so that they are read back the same", () => {
    for (const hidden of [[], ["email"], ["status"], ["email", "status"]]) {
      const cols = columnsParam(hidden, options.hidden);
      expect([...parseListState({ cols: cols ?? undefined }, options).hidden].sort()).toEqual(hidden.sort());
    }
  });
});
