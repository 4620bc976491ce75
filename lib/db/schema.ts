export * from "./tables/facts";
export * from "./tables/intent";
export * from "./tables/records";
