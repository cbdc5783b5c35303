import { get, type HeaderList } from "./header-list.ts";

/**
 * The essence of a message's media type, lower-case; "" where there is none.
 * https://mimesniff.spec.whatwg.org/#mime-type-essence
 */
export function mediaType(headers: HeaderList): string {
  return (get(headers, "Content-Type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}
