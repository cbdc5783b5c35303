import { policiesOf } from "../../http/content-security-policy.ts";
import { getAll, type HeaderList } from "../../http/header-list.ts";
import { type SerializedOrigin, sameOrigin } from "../../http/origin.ts";
import { all, type Holds } from "./holds.ts";
import { isOnSourceList, type SourceReading } from "./source-list.ts";

/** Origins of the documents around a frame, the nearest first; null for those that are not known. */
export type Ancestors = readonly (SerializedOrigin | null)[];

/**
 * Whether a response lets its document be framed: by `frame-ancestors`, and only where no policy has
 * that, by `X-Frame-Options`.
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

/** The lists of `frame-ancestors` in a response's policies: every ancestor has to be on each. */
export function frameAncestors(headers: HeaderList): readonly (readonly string[])[] {
  return policiesOf(headers)
    .map((policy) => policy.get("frame-ancestors"))
    .filter((list) => list !== undefined);
}

/** What `X-Frame-Options` comes to: of several values that differ, a known one forbids everything. */
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
