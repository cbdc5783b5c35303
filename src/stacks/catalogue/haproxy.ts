import { corsHeaders, lines, quotedList } from "../code.ts";
import type { SafePart } from "../safe-policy.ts";
import type { Stack } from "../stack.ts";
import {
  addedTwice,
  all,
  errorsAreBare,
  header,
  preflightNotRouted,
  preflightUnauthenticated,
} from "../symptoms.ts";

const after = (rule: string, when = "") => `http-after-response ${rule}${when}`;
const IS_PREFLIGHT = "METH_OPTIONS { req.hdr(Access-Control-Request-Method) -m found }";

/** The part that a path belongs to decides every header; other paths keep the application's headers. */
function forPaths(parts: readonly SafePart[]): string {
  return lines(
    "http-request set-var(txn.origin) req.hdr(Origin)",
    "http-request set-var(txn.path) path",
    ...parts.map(({ paths, policy }, at) => {
      const isOf = `cors_path_${at + 1}`;
      const isAny = policy.origins === "*";
      const when = isAny ? ` if ${isOf}` : ` if ${isOf} cors_origin_${at + 1}`;
      return lines(
        `acl ${isOf} var(txn.path) -m str ${paths.join(" ")}`,
        policy.origins !== "*" &&
          `acl cors_origin_${at + 1} var(txn.origin) -m str ${policy.origins.join(" ")}`,
        after("del-header Access-Control-Allow-Origin", ` if ${isOf}`),
        after("del-header Access-Control-Allow-Credentials", ` if ${isOf}`),
        after(
          `set-header Access-Control-Allow-Origin ${isAny ? "*" : '"%[var(txn.origin)]"'}`,
          when,
        ),
        ...corsHeaders(policy).map(({ name, value }) =>
          after(`set-header ${name} ${quotedList(value)}`, when),
        ),
        !isAny && after("add-header Vary Origin", ` if ${isOf}`),
        `http-request return status 204 if ${isOf} ${IS_PREFLIGHT}`,
      );
    }),
  );
}

export const haproxy: Stack = {
  id: "haproxy",
  title: "HAProxy",
  kind: "proxy",
  versions: [{ of: "haproxy", since: "2.2.0" }],
  snippet: (policy) => {
    const isAny = policy.origins === "*";
    const when = isAny ? "" : " if cors_origin";
    const origin = isAny ? "*" : '"%[var(txn.origin)]"';
    const set = (name: string, value: string) => after(`set-header ${name} ${value}`, when);
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
            `http-request return status 204 if ${IS_PREFLIGHT}`,
          ),
        },
      ],
    };
  },
  snippetForPaths: (parts) => ({
    install: null,
    blocks: [{ file: "haproxy.cfg", place: "first", language: "haproxy", code: forPaths(parts) }],
  }),
  remove: ["http-response set-header Access-Control-Allow-Origin …"],
  mistakes: [
    {
      id: "added-twice",
      kind: "added-twice",
      code: "http-response add-header Access-Control-Allow-Origin …",
      shows: addedTwice,
    },
    {
      id: "options-passed-on",
      kind: "options-not-routed",
      code: "http-request return status 204 if METH_OPTIONS",
      shows: preflightNotRouted,
    },
    {
      id: "authentication-first",
      kind: "authentication-first",
      code: "http-request auth",
      // If the application itself refuses OPTIONS, the proxy forwarded the preflight.
      shows: all(
        preflightUnauthenticated,
        header("Content-Type", /^text\/html$/),
        header("Cache-Control", /^no-cache$/),
      ),
    },
    {
      id: "http-response",
      kind: "errors-without-headers",
      code: "http-response set-header …",
      shows: errorsAreBare,
    },
  ],
  docs: ["https://docs.haproxy.org/2.6/configuration.html#http-after-response"],
};
