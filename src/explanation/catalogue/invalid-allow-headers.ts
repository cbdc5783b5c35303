import { get } from "../../http/header-list.ts";
import { unreadableListEntry } from "./unreadable-list-entry.ts";

export const invalidAllowHeaders = unreadableListEntry(
  "Access-Control-Allow-Headers",
  "header name",
  (s) => get(s.hop.preflight?.requestHeaders ?? [], "Access-Control-Request-Headers") ?? "",
  "CORSInvalidAllowHeader",
);
