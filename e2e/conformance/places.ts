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
  /** Whether its requests go to its service worker first. */
  readonly isServed?: true;
  /** Comes by an address that no browser trusts: it is no secure context. */
  readonly isUntrusted?: true;
  /** Comes from a server on the internet, as the browser is configured. */
  readonly isOutside?: true;
}

const COEP = "Cross-Origin-Embedder-Policy";

/** A frame or a worker of a page with COEP has to say that it may be there. */
const isolated = (policy: string) =>
  [
    [COEP, policy],
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
const UNTRUSTED = { ...SECURE, isSecure: false, headers: [], isUntrusted: true } as const;

export const PLACES: Readonly<Record<PageName, Place>> = {
  trusted: { ...LOCAL, headers: [] },
  untrusted: UNTRUSTED,
  secure: { ...SECURE, headers: [] },
  "require-corp": { ...LOCAL, headers: isolated("require-corp") },
  credentialless: { ...SECURE, headers: isolated("credentialless") },
  forbidding: { ...LOCAL, headers: [["Content-Security-Policy", FORBIDDING]] },
  served: { ...LOCAL, headers: [], isServed: true },
  "served-secure": { ...SECURE, headers: [], isServed: true },
  outside: { ...LOCAL, headers: [], isOutside: true },
  "outside-untrusted": { ...UNTRUSTED, isOutside: true },
  "outside-secure": { ...SECURE, headers: [], isOutside: true },
  /** Its user lets it into the local network. */
  "outside-granted": { ...SECURE, main: "granted.test", headers: [], isOutside: true },
  "coep-unsafe-none": { ...LOCAL, headers: isolated("unsafe-none") },
  "coep-report-only": { ...LOCAL, headers: [[`${COEP}-Report-Only`, "require-corp"]] },
  "coep-parameter": { ...LOCAL, headers: isolated('require-corp; report-to="coep"') },
  "coep-bad-parameter": { ...LOCAL, headers: isolated("require-corp; Report-To=1") },
  "coep-string": { ...LOCAL, headers: isolated('"require-corp"') },
  "coep-upper-case": { ...LOCAL, headers: isolated("Require-Corp") },
  "coep-twice": {
    ...LOCAL,
    headers: [...isolated("require-corp"), [COEP, "require-corp"]],
  },
  "coep-untrusted": { ...UNTRUSTED, headers: isolated("require-corp") },
  "coep-credentialless-parameter": { ...SECURE, headers: isolated("credentialless;a") },
};

export const PAGES = Object.keys(PLACES) as readonly PageName[];

/** The address of a page, or of the frame in it that is of another site. */
export function originOfPlace(lab: Lab, page: PageName, which: "main" | "framed"): string {
  const place = PLACES[page];
  const server = place.isOutside ? lab.servers.outside : lab.servers.page;
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
  const { main, headers, isOutside } = PLACES[page];
  // A page with COEP takes no frames that do not say they may be there.
  const isShared =
    main === "app.test" &&
    !isOutside &&
    headers.length === 0 &&
    frame === "main" &&
    worker === null;
  return isShared ? "api.app.test" : null;
}

/** Whether a document is a client of the service worker of the page around it. */
export function isServed({ page, frame }: Pick<Caller, "page" | "frame">): boolean {
  const isOfPage = frame === "main" || frame === "srcdoc" || frame === "blank" || frame === "blob";
  return PLACES[page].isServed === true && isOfPage;
}

/** Whether a place has workers of the kind. */
export function hasWorker(
  { page, frame }: Pick<Caller, "page" | "frame">,
  worker: Caller["worker"],
): boolean {
  const isPlain = worker === null || worker === "dedicated";
  // The document that a frame begins with is there only until its own comes.
  if (isPlain || isOpaque({ frame }) || frame === "blank") return isPlain;
  // No service worker comes by an address that is no secure one.
  return (
    worker === "shared" ||
    (!PLACES[page].isUntrusted && (frame === "main" || frame === "cross-origin"))
  );
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

/** Whether a page's service worker responds in the network's place. */
export function isServedByService({ service }: Caller): boolean {
  return service !== null && service !== "ignores";
}

/**
 * Whether a page's service worker makes requests in its stead: those of others are the page's own.
 */
export function fetchesForItsPage({ service }: Caller): boolean {
  return service === "passes" || service === "fetches-other";
}
