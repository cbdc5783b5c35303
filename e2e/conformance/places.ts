import type { Lab } from "../lab/lab.ts";
import type { Caller, PageName } from "./scenario.ts";

/** What a page is like that calls are made from. */
export interface Place {
  readonly isSecure: boolean;
  /** The host names of the page and of its cross-origin frame. */
  readonly main: string;
  readonly framed: string;
  /** What its documents and workers are sent with. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** A frame or a worker of a page with COEP has to say that it may be there. */
const isolated = (policy: string) =>
  [
    ["Cross-Origin-Embedder-Policy", policy],
    ["Cross-Origin-Resource-Policy", "cross-origin"],
  ] as const;

/** Where the forbidding page may go: to some of the APIs, by one of their names each. */
const SOME_HOSTS =
  "'self' http://localhost:* http://api-a.localhost:* http://api-a.test:* https://api-a.test:*";
const FORBIDDING = [
  ...["connect", "img", "font", "style"].map((kind) => `${kind}-src ${SOME_HOSTS}`),
  `script-src 'unsafe-inline' ${SOME_HOSTS}`,
  "worker-src 'self' data:",
].join("; ");

const LOCAL = { isSecure: false, main: "localhost", framed: "frames.localhost" };
const SECURE = { isSecure: true, main: "app.test", framed: "frames.test" };

export const PLACES: Readonly<Record<PageName, Place>> = {
  trusted: { ...LOCAL, headers: [] },
  /** No secure context. */
  untrusted: { isSecure: false, main: "app.test", framed: "frames.test", headers: [] },
  secure: { ...SECURE, headers: [] },
  "require-corp": { ...LOCAL, headers: isolated("require-corp") },
  credentialless: { ...SECURE, headers: isolated("credentialless") },
  forbidding: { ...LOCAL, headers: [["Content-Security-Policy", FORBIDDING]] },
  /** Its requests go to its service worker first. */
  served: { ...LOCAL, headers: [] },
};

export const PAGES = Object.keys(PLACES) as readonly PageName[];

/** The address of a page, or of the frame in it that is of another site. */
export function originOfPlace(lab: Lab, page: PageName, which: "main" | "framed"): string {
  const place = PLACES[page];
  const { page: server } = lab.servers;
  return place.isSecure ? server.secureAt(place[which]) : server.at(place[which]);
}

/** The origin of the document that makes the call, leaving opaque origins out of account. */
export function homeOf({ page, frame }: Caller, lab: Lab): string {
  return originOfPlace(lab, page, frame === "cross-origin" ? "framed" : "main");
}

/** The origin with which the call is made. */
export function originOf(caller: Caller, lab: Lab): string {
  return isOpaque(caller) ? "null" : homeOf(caller, lab);
}

/**
 * The host name of the frame that is of another origin than the page and of the same site, so that
 * they share a cache; null where there is none.
 */
export function neighbourOf({ page, frame, worker }: Caller): string | null {
  const isShared = PLACES[page].main === "app.test" && frame === "main" && worker === null;
  return isShared ? "api.app.test" : null;
}

/** Whether the document's origin is opaque, and that of its workers with it. */
export function isOpaque({ frame }: Pick<Caller, "frame">): boolean {
  return frame === "sandboxed" || frame === "data";
}

/** A caller in a few words. */
export function nameOfCaller({ page, frame, worker, service }: Caller): string {
  return [page, frame, worker && `${worker} worker`, service && `service worker ${service}`]
    .filter(Boolean)
    .join("/");
}
