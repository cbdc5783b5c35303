import type { Served } from "../both/it-reports.ts";
import type { Lab } from "./lab.ts";

type Lines = readonly (readonly [name: string, value: string])[];

/** A cross-origin frame in a page. */
interface FrameCase {
  readonly name: string;
  /** Why the frame is not shown; null if it is. Firefox may have another reason, or none. */
  readonly code: string | null;
  readonly inFirefox?: string | null;
  /** The frame's headers; `{page}` is replaced by the page's origin. */
  readonly frame: Lines;
  /** A frame of the frame's own origin is between the two. */
  readonly within?: true;
  /** The parent has the frame's own origin. */
  readonly isOwn?: true;
}

const coep = (value = "require-corp") => ["Cross-Origin-Embedder-Policy", value] as const;
const corp = (value = "cross-origin") => ["Cross-Origin-Resource-Policy", value] as const;
const xfo = (value: string) => ["X-Frame-Options", value] as const;
const csp = (value: string) => ["Content-Security-Policy", value] as const;

const BY_COEP = "corp-not-same-origin-after-defaulted-to-same-origin-by-coep";
const REFUSED = "frame-not-allowed";

/** Each refused frame has a twin that is shown. */
const FRAMES: readonly FrameCase[] = [
  { name: "nothing said", code: null, frame: [] },
  { name: "DENY", code: REFUSED, frame: [xfo("DENY")] },
  { name: "DENY, in quotes", code: null, frame: [xfo('"DENY"')] },
  { name: "SAMEORIGIN twice", code: REFUSED, frame: [xfo("SAMEORIGIN"), xfo("SAMEORIGIN")] },
  { name: "ALLOWALL twice", code: null, frame: [xfo("ALLOWALL"), xfo("ALLOWALL")] },
  { name: "ALLOWALL and another", code: REFUSED, frame: [xfo("ALLOWALL, INVALID")] },
  { name: "two that are not known", code: null, frame: [xfo("INVALID, ALLOW-FROM {page}")] },
  { name: "SAMEORIGIN, at home", code: null, frame: [xfo("SAMEORIGIN")], isOwn: true },
  { name: "SAMEORIGIN, empty", code: REFUSED, frame: [xfo("SAMEORIGIN,")], isOwn: true },
  {
    name: "none in a second line",
    code: REFUSED,
    frame: [csp("img-src *"), csp("frame-ancestors 'none'")],
  },
  {
    name: "all in a second line",
    code: null,
    frame: [csp("img-src *"), csp("frame-ancestors *")],
  },
  { name: "none after a comma", code: REFUSED, frame: [csp("img-src *, frame-ancestors 'none'")] },
  {
    name: "none after a semicolon, too late",
    code: null,
    frame: [csp("frame-ancestors *; frame-ancestors 'none'")],
  },
  { name: "self", code: REFUSED, frame: [csp("frame-ancestors 'self'")] },
  { name: "self, at home", code: null, frame: [csp("frame-ancestors 'self'")], isOwn: true },
  { name: "an empty list", code: REFUSED, frame: [csp("frame-ancestors")] },
  { name: "a list of others", code: REFUSED, frame: [csp("frame-ancestors http://other.test")] },
  { name: "a list with the path /", code: null, frame: [csp("frame-ancestors {page}/")] },
  ...["/path", "/path?query", "?query", "#hash"].map((end) => ({
    name: `a list with ${end}`,
    code: REFUSED,
    inFirefox: null,
    frame: [csp(`frame-ancestors {page}${end}`)],
  })),
  { name: "a list with /?query", code: null, frame: [csp("frame-ancestors {page}/?query")] },
  { name: "a list with //path", code: REFUSED, frame: [csp("frame-ancestors {page}//path")] },
  {
    name: "a list, above X-Frame-Options",
    code: null,
    frame: [csp("frame-ancestors {page}"), xfo("DENY")],
  },
  {
    name: "self, within its own in a page of another",
    code: REFUSED,
    frame: [csp("frame-ancestors 'self'")],
    within: true,
  },
  {
    name: "self and the page, within its own",
    code: null,
    frame: [csp("frame-ancestors 'self' {page}")],
    within: true,
  },
];

const IN_DEMANDING_PAGE: readonly FrameCase[] = [
  { name: "no COEP", code: "coep-frame", frame: [corp()] },
  {
    name: "COEP unsafe-none",
    code: "coep-frame",
    frame: [corp(), coep("unsafe-none")],
  },
  {
    name: "a string for COEP",
    code: "coep-frame",
    frame: [corp(), coep('"require-corp"')],
  },
  { name: "COEP and CORP", code: null, frame: [corp(), coep()] },
  {
    name: "COEP with a parameter",
    code: null,
    frame: [corp(), coep("credentialless;a=1")],
  },
  { name: "no CORP", code: BY_COEP, frame: [coep()] },
  {
    name: "CORP same-site",
    code: "corp-not-same-site",
    frame: [coep(), corp("same-site")],
  },
  {
    name: "neither",
    code: BY_COEP,
    // Firefox checks the frame's own policy first.
    inFirefox: "coep-frame",
    frame: [],
  },
];

/** Pages, their headers, and the frames in them. */
export const FRAMING_PAGES: readonly (readonly [
  name: string,
  headers: Lines,
  frames: readonly FrameCase[],
])[] = [
  ["without a policy", [], FRAMES],
  ["with COEP", [coep()], IN_DEMANDING_PAGE],
  [
    "with unsafe-none",
    [coep("unsafe-none")],
    [{ name: "CORP same-origin", code: null, frame: [corp("same-origin")] }],
  ],
  [
    "with a list for COEP",
    [coep(), coep()],
    [{ name: "neither, as the list is invalid", code: null, frame: [] }],
  ],
  [
    "that only reports",
    [["Cross-Origin-Embedder-Policy-Report-Only", "require-corp"]],
    [{ name: "neither, as nothing is enforced", code: null, frame: [] }],
  ],
];

/** Sets up the response for a page; returns its URL. */
export function serveFramingPage(lab: Lab, headers: Lines): string {
  const id = `page-${JSON.stringify(headers)}`;
  lab.respond(id, { response: { headers: [HTML, ...headers], body: "<body>" } });
  return lab.url("page", id);
}

/** Sets up the responses for a frame. What the page loads is the frame, or the document around it. */
export function serveFrame(lab: Lab, { name, frame, within, isOwn }: FrameCase): Served {
  const id = encodeURIComponent(name);
  const filled = frame.map(
    ([header, value]) => [header, value.replace("{page}", lab.origins.page)] as const,
  );
  const origin = isOwn ? lab.origins.page : lab.servers.apiA.at("api-a.localhost");
  const url = `${origin}/_/frame-${id}`;
  lab.respond(`frame-${name}`, { response: { headers: [HTML, ...filled], body: SAYS_SO } });
  lab.respond(`around-${name}`, {
    response: { headers: [HTML], body: `<iframe src="${url}"></iframe>` },
  });
  return { url, called: within ? `${origin}/_/around-${id}` : url };
}

const HTML = ["Content-Type", "text/html"] as const;
const SAYS_SO = `<script>top.postMessage(location.href, "*")</script>`;

/** Puts a frame into the page. Runs there. */
export function showFrame(src: string): void {
  const page = globalThis as { shown?: Set<unknown> };
  if (page.shown === undefined) {
    const shown = new Set();
    page.shown = shown;
    addEventListener("message", ({ data }) => shown.add(data));
  }
  document.body.append(Object.assign(document.createElement("iframe"), { src }));
}

/** Whether a frame's document has reported itself. Runs in the page. */
export const isShown = (url: string): boolean =>
  (globalThis as { shown?: Set<unknown> }).shown?.has(url) === true;

/** The expected report on such a frame. */
export const accountOfFrame = (code: string | null) =>
  code === null
    ? { outcome: "allowed", cause: null, certainty: "certain" }
    : { outcome: "blocked", cause: { code, family: "policy" } };
