import { unreadableListEntry } from "./unreadable-list-entry.ts";

export const invalidAllowMethods = unreadableListEntry(
  "Access-Control-Allow-Methods",
  "method",
  (s) => s.method,
  "CORSInvalidAllowMethod",
);
