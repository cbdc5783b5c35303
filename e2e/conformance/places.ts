import type { Lab } from "../lab/lab.ts";
import type { Caller, PageName, Scenario } from "./scenario.ts";

/** The properties of a page that makes calls. */
export interface Place {
  readonly isSecure: boolean;
  /** The host names of the page and of its cross-origin frame. */
  readonly main: string;
  readonly framed: string;
  /** The response headers of its documents and workers. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Whether its requests go to its service worker first. */
  readonly isServed?: true;
  /** Served from a URL that no browser trusts: not a secure context. */
  readonly isUntrusted?: true;
  /** Served from the internet, according to the browser's configuration. */
  readonly isOutside?: true;
}

const COEP = "Cross-Origin-Embedder-Policy";

/** Frames and workers of a page with COEP must opt in. */
const isolated = (policy: string) =>
  [
    [COEP, policy],
    ["Cross-Origin-Resource-Policy", "cross-origin"],
  ] as const;

/** The hosts that the forbidding page may request: some of the APIs, each by one of its names. */
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
  /** Its user granted access to the local network. */
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

const FEW: ReadonlySet<PageName> = new Set(["trusted", "secure", "require-corp"]);

/** Whether a scenario is in one of a few places, for short runs: each place needs its own page in each round. */
export const isInFewPlaces = ({ caller }: Scenario): boolean => FEW.has(caller.page);

/** The origin of a page, or of its cross-site frame. */
export function originOfPlace(lab: Lab, page: PageName, which: "main" | "framed"): string {
  const place = PLACES[page];
  const server = place.isOutside ? lab.servers.outside : lab.servers.page;
  return place.isSecure ? server.secureAt(place[which]) : server.at(place[which]);
}

/** The origin of the document that makes the call, ignoring opaque origins. */
export function homeOf({ page, frame }: Caller, lab: Lab): string {
  return originOfPlace(lab, page, frame === "cross-origin" ? "framed" : "main");
}

/** The origin of the call. */
export function originOf(caller: Caller, lab: Lab): string {
  return isOpaque(caller) ? "null" : homeOf(caller, lab);
}

/**
 * The host name of a cross-origin, same-site frame of the page, which shares its cache; null if there is
 * none.
 */
export function neighbourOf({ page, frame, worker }: Caller): string | null {
  const { main, headers, isOutside } = PLACES[page];
  // A page with COEP blocks frames that do not opt in.
  const isShared =
    main === "app.test" &&
    !isOutside &&
    headers.length === 0 &&
    frame === "main" &&
    worker === null;
  return isShared ? "api.app.test" : null;
}

/** Whether a document is a client of its page's service worker. */
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
  // The initial document of a frame exists only until the frame's own document comes.
  if (isPlain || isOpaque({ frame }) || frame === "blank") return isPlain;
  // A service worker needs a secure URL.
  return (
    worker === "shared" ||
    (!PLACES[page].isUntrusted && (frame === "main" || frame === "cross-origin"))
  );
}

/** Whether the document's origin is opaque, and that of its workers with it. */
export function isOpaque({ frame }: Pick<Caller, "frame">): boolean {
  return frame === "sandboxed" || frame === "data";
}

/** A caller as short text. */
export function nameOfCaller({ page, frame, worker, service }: Caller): string {
  return [page, frame, worker && `${worker} worker`, service && `service worker ${service}`]
    .filter(Boolean)
    .join("/");
}

/** Whether a page's service worker responds instead of the network. */
export function isServedByService({ service }: Caller): boolean {
  return service !== null && service !== "ignores";
}

/** Whether a page's service worker makes requests for the page: those of other workers are the page's own. */
export function fetchesForItsPage({ service }: Caller): boolean {
  return service === "passes" || service === "fetches-other";
}
