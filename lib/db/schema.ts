export * from "./tables/alerts";
export * from "./tables/codes";
export * from "./tables/doors";
export * from "./tables/facts";
export * from "./tables/intent";
export * from "./tables/live";
export * from "./tables/records";
