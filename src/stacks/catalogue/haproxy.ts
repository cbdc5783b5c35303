import { corsHeaders, lines, quotedList } from "../code.ts";
import type { Stack } from "../stack.ts";
import {
  addedTwice,
  errorsAreBare,
  preflightNotRouted,
  preflightUnauthenticated,
} from "../symptoms.ts";

export const haproxy: Stack = {
  id: "haproxy",
  title: "HAProxy",
  kind: "proxy",
  versions: [{ of: "haproxy", since: "2.2.0" }],
  snippet: (policy) => {
    const isAny = policy.origins === "*";
    const when = isAny ? "" : " if cors_origin";
    const origin = isAny ? "*" : '"%[var(txn.origin)]"';
    const set = (name: string, value: string) =>
      `http-after-response set-header ${name} ${value}${when}`;
    return {
      install: null,
      blocks: [
        {
          file: "haproxy.cfg",
          place: "first",
          language: "haproxy",
          code: lines(
            "http-request set-var(txn.origin) req.hdr(Origin)",
            ...(policy.origins === "*"
              ? []
              : policy.origins.map((one) => `acl cors_origin var(txn.origin) -m str ${one}`)),
            "http-after-response del-header Access-Control-Allow-Origin",
            "http-after-response del-header Access-Control-Allow-Credentials",
            set("Access-Control-Allow-Origin", origin),
            ...corsHeaders(policy).map(({ name, value }) => set(name, quotedList(value))),
            !isAny && "http-after-response add-header Vary Origin",
            "http-request return status 204 if METH_OPTIONS { req.hdr(Access-Control-Request-Method) -m found }",
          ),
        },
      ],
    };
  },
  remove: ["http-response set-header Access-Control-Allow-Origin …"],
  mistakes: [
    {
      id: "added-twice",
      kind: "added-twice",
      code: "http-response add-header Access-Control-Allow-Origin …",
      shows: addedTwice,
    },
    {
      id: "http-response",
      kind: "errors-without-headers",
      code: "http-response set-header …",
      shows: errorsAreBare,
    },
    {
      id: "authentication-first",
      kind: "authentication-first",
      code: "http-request auth",
      shows: preflightUnauthenticated,
    },
    {
      id: "options-passed-on",
      kind: "options-not-routed",
      code: "http-request return status 204 if METH_OPTIONS",
      shows: preflightNotRouted,
    },
  ],
  docs: ["https://docs.haproxy.org/2.6/configuration.html#http-after-response"],
};
