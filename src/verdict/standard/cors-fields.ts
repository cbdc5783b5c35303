import { isTokenList, listMembers } from "../../http/field-values.ts";
import { type HeaderList, normalizeValue } from "../../http/header-list.ts";

/** What one response says in the CORS protocol, combined line by line as `get` does. */
export interface CorsFields {
  readonly allowOrigin: string | null;
  /** Lines spelt exactly `Access-Control-Allow-Origin`: the only ones that Gecko counts. */
  readonly allowOriginLines: number;
  readonly allowCredentials: string | null;
  readonly allowMethods: string | null;
  readonly allowHeaders: string | null;
  readonly location: string | null;
}

const cache = new WeakMap<HeaderList, CorsFields>();

/** Reads the fields of a header list in one pass; the same list is read once only. */
export function corsFields(headers: HeaderList): CorsFields {
  const known = cache.get(headers);
  if (known !== undefined) return known;
  const fields = {
    allowOrigin: null as string | null,
    allowOriginLines: 0,
    allowCredentials: null as string | null,
    allowMethods: null as string | null,
    allowHeaders: null as string | null,
    location: null as string | null,
  };
  for (const [name, raw] of headers) {
    // Every name that matters starts with "a" or "l"; most headers of a response do not.
    const first = name.charCodeAt(0) | 0x20;
    if (first !== 0x61 && first !== 0x6c) continue;
    switch (name.toLowerCase()) {
      case "access-control-allow-origin":
        if (name === "Access-Control-Allow-Origin") fields.allowOriginLines++;
        fields.allowOrigin = combine(fields.allowOrigin, raw);
        break;
      case "access-control-allow-credentials":
        fields.allowCredentials = combine(fields.allowCredentials, raw);
        break;
      case "access-control-allow-methods":
        fields.allowMethods = combine(fields.allowMethods, raw);
        break;
      case "access-control-allow-headers":
        fields.allowHeaders = combine(fields.allowHeaders, raw);
        break;
      case "location":
        // Browsers take the first line of a repeated Location.
        fields.location ??= normalizeValue(raw);
        break;
    }
  }
  cache.set(headers, fields);
  return fields;
}

function combine(before: string | null, raw: string): string {
  const value = normalizeValue(raw);
  return before === null ? value : `${before}, ${value}`;
}

/** The tokens of a `#token` header, or null where it does not parse. An absent one is empty. */
export function tokensOrNull(value: string | null): readonly string[] | null {
  const members = listMembers(value);
  return isTokenList(members) ? members : null;
}
