import { parseUrl } from "../../http/origin.ts";
import { plainText } from "../plain-text.ts";
import type { DiagnosisSubject } from "./diagnosis-entry.ts";

const methodOf = ({ found, method }: DiagnosisSubject) =>
  found.stage === "preflight" ? "OPTIONS" : method;

/** The path without its query, which seldom decides and often is long. */
export function pathOf({ hop, path }: DiagnosisSubject): string {
  const url = parseUrl(hop.url);
  return url === null ? path : plainText(url.pathname, 60);
}

/** "PUT /items/42". */
export function requestOf(s: DiagnosisSubject): string {
  return `${methodOf(s)} ${pathOf(s)}`;
}

/** "PUT api.test/items/42". */
export function endpoint(s: DiagnosisSubject): string {
  return `${methodOf(s)} ${s.host}${pathOf(s)}`;
}
