import { headerOf, type RequestHead } from "../lab/request-head.ts";

/** The values beside the request that a template may use. */
export interface Surroundings {
  /** The origin that made the call, for requests without an `Origin`. */
  readonly origin: string;
  /** The origin of the top-level page. */
  readonly top: string;
  readonly self: string;
  /** The URL of the first hop. */
  readonly first: string;
  /** The URL of the next hop; the URL of this hop if it is the last. */
  readonly next: string;
}

/** Fills in the template of a header value: `{origin}` is the request's `Origin`, and so on. */
export function expandTemplate(
  template: string,
  request: RequestHead,
  around: Surroundings,
): string {
  if (!template.includes("{")) return template;
  const origin = headerOf(request, "origin") ?? around.origin;
  const method = headerOf(request, "access-control-request-method") ?? request.method;
  const names = headerOf(request, "access-control-request-headers")?.split(",") ?? [];
  const values: Readonly<Record<string, () => string>> = {
    origin: () => origin,
    "origin-if-sent": () => origin,
    ORIGIN: () => origin.toUpperCase(),
    host: () => origin.replace(/^\w+:\/\//, ""),
    "origin-other-port": () => origin.replace(/:\d+$/, ":1"),
    "origin-other-scheme": () => origin.replace(/^http:/, "https:"),
    "origin-no-port": () => origin.replace(/:\d+$/, ""),
    method: () => method,
    METHOD: () => method.toUpperCase(),
    "method-lower": () => method.toLowerCase(),
    // Echoed as received, as most libraries do.
    headers: () => names.join(","),
    "headers-listed": () => names.join(", "),
    HEADERS: () => names.join(",").toUpperCase(),
    "headers-but-first": () => names.slice(1).join(", "),
    "headers-but-last": () => names.slice(0, -1).join(", "),
    "headers-spaced": () => names.join(" "),
    caller: () => around.origin,
    CALLER: () => around.origin.toUpperCase(),
    "caller-no-port": () => around.origin.replace(/:\d+$/, ""),
    "caller-other-port": () => around.origin.replace(/:\d+$/, ":1"),
    "caller-host": () => around.origin.replace(/^\w+:\/\//, ""),
    top: () => around.top,
    "top-any-port": () => around.top.replace(/:\d+$/, ":*"),
    "top-host": () => around.top.replace(/^\w+:\/\//, ""),
    self: () => around.self,
    first: () => around.first,
    next: () => around.next,
    "next-userinfo": () => around.next.replace("://", "://user:secret@"),
    "next-path": () => around.next.replace(/^\w+:\/\/[^/]+/, ""),
  };
  return template.replace(/\{([\w-]+)\}/g, (whole, name: string) => values[name]?.() ?? whole);
}
