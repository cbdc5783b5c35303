import { maySameSite, originOf, parseUrl } from "../http/origin.ts";
import { type CallingLine, placeOf } from "./calling-line.ts";
import type { Exchange } from "./exchange.ts";

/** One frame of a call's stack with a file. */
export interface StackFrame extends CallingLine {
  /** The function's name; "" where it has none. */
  readonly name: string;
  /** Whether the frame belongs to a library, an extension or a wrapper, and not to the page's own code. */
  readonly isLibrary: boolean;
}

/** How many frames of a stack are read: recursion can make thousands. */
const MOST_FRAMES = 50;

/**
 * The frames of a call's stack, innermost first, each classified by its file: a library's frame does not show
 * which code wanted the request. Where all frames are libraries', the innermost same-site one, or else any,
 * counts as the page's own. Pure, whatever the page wrote into its stack.
 *
 * @param stack in either browser's format ("at load (https://a.test/app.js:118:5)",
 *   "load@https://a.test/app.js:118:5"), or null.
 * @param pageOrigin the serialised origin that made the call.
 */
export function stackFrames(stack: string | null, pageOrigin: string): StackFrame[] {
  const lines = (stack ?? "").slice(0, LONGEST_STACK).split("\n", MOST_FRAMES);
  const places = lines.flatMap((line) => {
    const place = placeOf(line);
    return place === null ? [] : [{ ...place, name: nameIn(line) }];
  });
  const own = [
    (at: number) => !isOfLibrary(places[at]) && !isForeign(places[at], pageOrigin) && !wraps(at),
    (at: number) => !isOfLibrary(places[at]) && !isForeign(places[at], pageOrigin),
    (at: number) => !isOfLibrary(places[at]),
    () => true,
  ];
  /** Whether the function only forwards its caller's request. */
  function wraps(at: number): boolean {
    return WRAPPER.test(places[at]?.name.split(".").at(-1) ?? "");
  }
  const isOwn = own.find((is) => places.some((_, at) => is(at)));
  return places.map((place, at) => ({ ...place, isLibrary: isOwn?.(at) !== true }));
}

/** The page's own first frame, which wanted the request. */
export const ownFrame = (frames: readonly StackFrame[]): StackFrame | null =>
  frames.find(({ isLibrary }) => !isLibrary) ?? null;

/** The page's own first frame of an exchange's stack. */
export const ownLine = ({ stack, initiatorOrigin }: Called): StackFrame | null =>
  ownFrame(stackFrames(stack, initiatorOrigin ?? "null"));

type Called = Pick<Exchange, "stack" | "initiatorOrigin">;

/**
 * The most informative frames: the innermost, and those from the page's own first frame on.
 *
 * @param most how many; at least two.
 */
export function tellingFrames(frames: readonly StackFrame[], most: number): StackFrame[] {
  const own = frames.findIndex(({ isLibrary }) => !isLibrary);
  return own < 2
    ? frames.slice(0, most)
    : [...frames.slice(0, 1), ...frames.slice(own, own + most - 1)];
}

const LONGEST_STACK = 20_000;

/** The function's name before the place, in either format. */
function nameIn(line: string): string {
  const [, chromium, gecko] =
    /^\s*at (?:async )?(?:new )?([^\s(]+)(?: \[as [^\]]*\])? \(|^\s*(?:async\*)?([^@\s]*)@/.exec(
      line,
    ) ?? [];
  return chromium ?? gecko?.replace(/^.*\/(?=\w)/, "").replace(/[/<]+$/, "") ?? "";
}

/** Directories, bundles and packages that do not hold a page's own code. */
const LIBRARY_PATHS =
  /\/node_modules\/|\/(?:vendors?|polyfills?|bower_components|third[-_]party)\/|\/(?:vendors?|polyfills?|runtime|framework|webpack)(?:[-.~][^/]*)?\.m?js$|[-.~]vendors?[-.~][^/]*\.m?js$|\.min\.m?js$|\/\.vite\/deps\/|\/@vite\/|webpack\/(?:runtime|bootstrap)/i;

/** HTTP clients, monitoring and frameworks by the names of their files and packages. */
const LIBRARY_NAMES =
  /(?:^|[/@._~-])(?:axios|ky|ofetch|wretch|superagent|redaxios|got|jquery|zone(?:-evergreen)?|whatwg-fetch|isomorphic-fetch|cross-fetch|fetch-intercept|apollo(?:-client)?|graphql-request|urql|supabase(?:-js)?|firebase|amplify|sentry|datadog(?:-rum)?|dd-rum|newrelic|bugsnag|rollbar|logrocket|opentelemetry|elastic-apm|react-query|tanstack|swr|rxjs|msw|core-js|regenerator-runtime|bluebird|socket\.io|signalr|tus-js-client|uppy|hls|dash\.all)(?=$|[/@._~-])/i;

/** Hosts that serve packages. */
const CDN =
  /(?:^|\.)(?:jsdelivr\.net|unpkg\.com|cdnjs\.cloudflare\.com|esm\.sh|esm\.run|skypack\.dev|jspm\.dev|jspm\.io|ajax\.googleapis\.com|code\.jquery\.com|bootcdn\.net|staticfile\.org|googletagmanager\.com)$/;

/** Functions of an application that forward requests of others. */
const WRAPPER =
  /^_?(?:(?:api|http|do|my|safe|auth(?:ed|enticated)?|base|custom|send|make|json)_?)?(?:fetch|request|xhr|ajax|http|api|call)(?:json|data|api|er|with\w*)?$/i;

type Place = CallingLine & { readonly name: string };

function isOfLibrary(place: Place | undefined): boolean {
  if (place === undefined) return true;
  const url = parseUrl(place.url);
  if (/^(?:chrome|moz)-extension:/.test(place.url)) return true;
  const path = url?.pathname ?? place.url;
  return LIBRARY_PATHS.test(path) || LIBRARY_NAMES.test(path) || CDN.test(url?.hostname ?? "");
}

/** Whether a file is cross-site to the page. */
function isForeign(place: Place | undefined, pageOrigin: string): boolean {
  if (place === undefined || pageOrigin === "null" || !/^https?:/.test(place.url)) return false;
  return !maySameSite(pageOrigin, originOf(place.url));
}
