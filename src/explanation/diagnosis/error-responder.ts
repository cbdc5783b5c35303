import { signOf } from "../../diagnosis/layers/who-responded.ts";
import { get } from "../../http/header-list.ts";
import { say } from "../../words/words.ts";
import { plainText } from "../plain-text.ts";
import type { DiagnosisSubject } from "./diagnosis-entry.ts";
import { isLambdaUrl, LAMBDA } from "./layer-settings.ts";

/** The status in words: its number, or the parameter that stands for it. */
export const statusOf = (s: DiagnosisSubject) => s.statusCode || (s.found.parameter ?? "");

/** The name of the program that sent the response; null if the response does not show it. */
export const layerOf = ({ response, hop }: DiagnosisSubject) => {
  const name = signOf(response)?.name ?? null;
  // Lambda function URLs have an error header that API Gateway has too.
  return name !== null && isLambdaUrl(hop.url) ? LAMBDA : name;
};

/** The responding program's own name for its error, which is more specific than the status. */
export function namedError({ headers }: DiagnosisSubject): string[] {
  for (const header of NAMES_ERROR) {
    // API Gateway appends the service's namespace after a colon.
    const [name] = (get(headers, header) ?? "").split(":", 1);
    if (name) return [say("cause_status_named", header, plainText(name, 60))];
  }
  return [];
}

/** Headers in which platforms name their errors. */
const NAMES_ERROR: readonly string[] = [
  "X-Amzn-ErrorType",
  "X-Ms-Error-Code",
  "X-Vercel-Error",
  "Ngrok-Error-Code",
  "X-Amz-Error-Code",
  "X-Squid-Error",
  "SB-Error-Code",
];
