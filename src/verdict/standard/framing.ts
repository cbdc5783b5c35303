import { policiesOf } from "../../http/content-security-policy.ts";
import { getAll, type HeaderList } from "../../http/header-list.ts";
import { type SerializedOrigin, sameOrigin } from "../../http/origin.ts";
import { all, type Holds } from "./holds.ts";
import { isOnSourceList, type SourceReading } from "./source-list.ts";

/** Origins of a frame's ancestor documents, the nearest first; null for an unknown origin. */
export type Ancestors = readonly (SerializedOrigin | null)[];

/**
 * Whether a response allows its document to be framed: by `frame-ancestors`, or by `X-Frame-Options` where
 * no policy has that directive.
 * https://html.spec.whatwg.org/multipage/document-lifecycle.html#the-x-frame-options-header
 * https://w3c.github.io/webappsec-csp/#frame-ancestors-and-frame-options
 *
 * @param self the origin of the response's URL.
 */
export function mayBeFramed(
  headers: HeaderList,
  self: SerializedOrigin,
  ancestors: Ancestors,
  reading: SourceReading,
): Holds {
  const lists = frameAncestors(headers);
  if (lists.length > 0) {
    // https://w3c.github.io/webappsec-csp/#frame-ancestors-navigation-response
    return all(
      lists.map((list) =>
        hasNobody(list)
          ? "no"
          : ofAll(ancestors, (origin) => isOnSourceList(list, origin, self, reading)),
      ),
    );
  }
  switch (frameOptions(headers)) {
    case "deny":
      return "no";
    case "sameorigin":
      return ofAll(ancestors, (origin) => sameOrigin(origin, self));
    default:
      return "yes";
  }
}

/** The `frame-ancestors` lists in a response's policies. Every ancestor has to match each list. */
export function frameAncestors(headers: HeaderList): readonly (readonly string[])[] {
  return policiesOf(headers)
    .map((policy) => policy.get("frame-ancestors"))
    .filter((list) => list !== undefined);
}

/** The effect of `X-Frame-Options`. Among differing values, one known value forbids all framing. */
export function frameOptions(headers: HeaderList): "deny" | "sameorigin" | null {
  const values = getAll(headers, "X-Frame-Options")
    .flatMap((line) => line.split(","))
    .map((value) => value.trim().toLowerCase());
  const [only, ...others] = new Set(values);
  const isKnown = (value: string | undefined) => KNOWN_OPTIONS.has(value ?? "");
  if (others.length > 0) return isKnown(only) || others.some(isKnown) ? "deny" : null;
  return only === "deny" || only === "sameorigin" ? only : null;
}

const KNOWN_OPTIONS = new Set(["deny", "sameorigin", "allowall"]);

function hasNobody(list: readonly string[]): boolean {
  return list.every((source) => source.toLowerCase() === "'none'");
}

function ofAll(ancestors: Ancestors, holds: (origin: SerializedOrigin) => boolean): Holds {
  return all(ancestors.map((origin) => (origin === null ? "open" : holds(origin) ? "yes" : "no")));
}
