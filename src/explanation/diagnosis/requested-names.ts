import { sayList } from "../../words/words.ts";
import { headerName } from "../header-name.ts";
import { plainText } from "../plain-text.ts";
import type { DiagnosisSubject } from "./diagnosis-entry.ts";

/** Most names that a sentence lists. */
const MOST_NAMED = 4;

/** The method and the headers that a preflight requested: a server can refuse each of them. */
export function requestedNames({ method, requestedHeaders }: DiagnosisSubject): string {
  const headers = requestedHeaders.map((name) => headerName(plainText(name, 60)));
  // Every list of methods has GET.
  const names =
    /^(?:GET|HEAD)$/.test(method) && headers.length > 0 ? headers : [method, ...headers];
  return sayList([...names.slice(0, MOST_NAMED), ...(names.length > MOST_NAMED ? ["…"] : [])]);
}
