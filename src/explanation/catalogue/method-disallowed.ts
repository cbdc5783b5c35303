import { listMembers } from "../../http/field-values.ts";
import { get } from "../../http/header-list.ts";
import { sentenceCase } from "../plain-text.ts";
import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import { lineToSend, type Subject, says } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

const HEADER = "Access-Control-Allow-Methods";

export const methodDisallowed: CatalogueEntry = {
  title: (s) =>
    differsInCase(s)
      ? `Write the method as ${method(s).toUpperCase()} in your call: upper and lower case differ`
      : `Allow the method ${method(s)} on ${s.target}`,
  short: (s) =>
    differsInCase(s) ? `write ${method(s).toUpperCase()}` : `allow the method ${method(s)}`,
  because: (s) => [
    `${sentenceCase(s.answer)} ${says(s, HEADER)}`,
    differsInCase(s)
      ? `Your call uses ${method(s)}. Browsers put get, post, put, delete, head and options in upper case, no others.`
      : `${method(s)} is not on it, and only GET, HEAD and POST need no permission.`,
    ...(s.withCredentials && allowed(s).includes("*")
      ? ["For a request with credentials, * is no wildcard here."]
      : []),
  ],
  fix: (s) =>
    differsInCase(s)
      ? [`Set method: "${method(s).toUpperCase()}" in your call. The server needs no change.`]
      : [`On ${s.answer}, send ${lineToSend(s, HEADER, method(s))}`],
  learnMore: [PREFLIGHT_FETCH, mdnCorsError("CORSMethodNotFound")],
};

function method(s: Subject): string {
  return s.parameter || s.method;
}

function allowed(s: Subject): string[] {
  return listMembers(get(s.headers, HEADER));
}

function differsInCase(s: Subject): boolean {
  const upper = method(s).toUpperCase();
  return upper !== method(s) && allowed(s).includes(upper);
}
