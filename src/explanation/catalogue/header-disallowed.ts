import { listMembers } from "../../http/field-values.ts";
import { get } from "../../http/header-list.ts";
import { listing, sentenceCase } from "../plain-text.ts";
import { mdnCorsError, PREFLIGHT_FETCH } from "../references.ts";
import { lineToSend, type Subject, says } from "../subject.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

const HEADER = "Access-Control-Allow-Headers";

export const headerDisallowed: CatalogueEntry = {
  title: (s) => `Allow the request ${headers(s)} on ${s.target}`,
  short: (s) => `allow the ${headers(s)}`,
  because: (s) => {
    const wildcard = listMembers(get(s.headers, HEADER)).includes("*");
    const traced = s.parameters.filter((name) => TRACING.test(name));
    return [
      `${sentenceCase(s.answer)} ${says(s, HEADER)}`,
      `Your call sends the ${headers(s)}, which ${s.parameters.length > 1 ? "are" : "is"} not on it.`,
      ...(wildcard && s.withCredentials
        ? ["For a request with credentials, * is no wildcard here."]
        : wildcard && s.parameters.includes("authorization")
          ? ["* never covers authorization: it has to be listed by name."]
          : []),
      ...(traced.length > 0
        ? [
            `${listing(traced)} is typically added by a tracing library rather than by your own code.`,
          ]
        : []),
    ];
  },
  fix: (s) => [
    `On ${s.answer}, send ${lineToSend(s, HEADER, s.parameters.join(", "))}`,
    `Or leave the ${s.parameters.length > 1 ? "headers" : "header"} out of the call, if ${s.host} does not need ${s.parameters.length > 1 ? "them" : "it"}.`,
  ],
  learnMore: [PREFLIGHT_FETCH, mdnCorsError("CORSMissingAllowHeaderFromPreflight")],
};

const TRACING =
  /^(?:traceparent|tracestate|baggage|sentry-trace|b3|x-b3-.*|x-datadog-.*|newrelic|request-id)$/i;

function headers(s: Subject): string {
  const names = s.parameters;
  if (names.length > 6)
    return `headers ${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;
  return `${names.length > 1 ? "headers" : "header"} ${listing(names)}`.trim();
}
