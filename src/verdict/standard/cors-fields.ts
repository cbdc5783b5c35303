import type { ByteString } from "../../http/byte-string.ts";
import { isTokenList, listMembers } from "../../http/field-values.ts";
import { type HeaderList, normalizeValue } from "../../http/header-list.ts";

/** The CORS headers of one response, with lines combined as `get` combines them. */
export interface CorsFields {
  readonly allowOrigin: ByteString | null;
  /** Lines spelt exactly `Access-Control-Allow-Origin`: the only ones that Gecko counts. */
  readonly allowOriginLines: number;
  readonly allowCredentials: ByteString | null;
  readonly allowMethods: ByteString | null;
  readonly allowHeaders: ByteString | null;
  readonly location: ByteString | null;
}

/** The number of cached lists: judging one exchange reads so many repeatedly. A WeakMap was slower. */
const MOST_KNOWN = 4;
const known: { readonly headers: HeaderList; readonly fields: CorsFields }[] = [];
let oldest = 0;

/** Reads the fields of a header list in one pass, and caches the most recent lists. */
export function corsFields(headers: HeaderList): CorsFields {
  for (const one of known) if (one.headers === headers) return one.fields;
  const fields = {
    allowOrigin: null as ByteString | null,
    allowOriginLines: 0,
    allowCredentials: null as ByteString | null,
    allowMethods: null as ByteString | null,
    allowHeaders: null as ByteString | null,
    location: null as ByteString | null,
  };
  for (const [name, raw] of headers) {
    // Every relevant name starts with "a" or "l"; most response headers do not.
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
  known[oldest] = { headers, fields };
  oldest = (oldest + 1) % MOST_KNOWN;
  return fields;
}

function combine(before: ByteString | null, raw: ByteString): ByteString {
  const value = normalizeValue(raw);
  return before === null ? value : `${before}, ${value}`;
}

/** The tokens of a `#token` header, or null where it does not parse. An absent one is empty. */
export function tokensOrNull(value: ByteString | null): readonly string[] | null {
  const members = listMembers(value);
  return isTokenList(members) ? members : null;
}
