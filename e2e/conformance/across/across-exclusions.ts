import type { ObservedBrowser } from "../../../src/browsers/observed-browser.ts";
import type { CaseResult } from "../case-result.ts";
import type { Rule } from "../exclusions.ts";
import { PLACES } from "../places.ts";
import type { Scenario } from "../scenario.ts";
import { requestsOf } from "../scenario-exclusion.ts";

/** The same call in two browsers. */
export interface Pair {
  readonly from: ObservedBrowser;
  readonly to: ObservedBrowser;
  readonly recorded: CaseResult;
  readonly there: CaseResult;
  /** The possible outcomes in the recording browser. */
  readonly truth: readonly string[];
}

const scenarioOf = ({ recorded }: Pair): Scenario => recorded.deployed.scenario;

/** Whether a header has both an empty line and another line. */
const hasEmptyLine = (headers: readonly (readonly [name: string, value: string])[]) =>
  headers.some(
    ([name, value], index) =>
      value.trim() === "" &&
      headers.some(([other], at) => at !== index && other.toLowerCase() === name.toLowerCase()),
  );

/** Pairs that are no test of a CORS prediction: the two browsers did not do the same. */
export const ACROSS_EXCLUSIONS: readonly Rule<Pair>[] = [
  {
    name: "given-up",
    of: "call",
    reason: "Whether the abort or the response comes first changes from run to run.",
    seenIn: "any",
    atMost: 10,
    when: (pair) =>
      pair.recorded.ours?.outcome === "aborted" ||
      requestsOf(scenarioOf(pair)).some(
        (request) => "abort" in request && request.abort !== undefined,
      ),
  },
  {
    name: "outside",
    of: "call",
    reason: "Firefox does not know which of the lab's servers are in another address space.",
    seenIn: "any",
    atMost: 25,
    when: (pair) => PLACES[scenarioOf(pair).caller.page].isOutside === true,
  },
  {
    name: "unfollowed-redirect-observed",
    of: "call",
    reason:
      "Chromium fails an unfollowed redirect to another scheme only if an extension observes it.",
    seenIn: "Chromium 156",
    atMost: 0.5,
    when: ({ to, there }) =>
      to === "chromium" &&
      "redirect" in there.request &&
      there.request.redirect === "manual" &&
      there.exchange?.ending.kind === "failed" &&
      there.exchange.ending.error === "net::ERR_UNSAFE_REDIRECT",
  },
  {
    name: "no-http",
    of: "call",
    reason:
      "Each browser has its own way to read a response that is not a valid final HTTP response.",
    seenIn: "any",
    atMost: 6,
    when: (pair) =>
      scenarioOf(pair)
        .hops.flatMap(({ preflight, response }) => [preflight, response])
        .some(
          (plan) => typeof plan !== "string" && (plan.broken !== undefined || plan.status < 200),
        ),
  },
  {
    name: "worker-unreported",
    of: "call",
    reason:
      "Workers have no probe, so their streams, upload listeners and redirect modes are not reported.",
    seenIn: "any",
    atMost: 2,
    when: (pair) => {
      const { request } = pair.recorded;
      const isUnreported =
        ("watchUpload" in request && request.watchUpload === true) ||
        ("body" in request && request.body === "stream") ||
        ("redirect" in request && (request.redirect ?? "follow") !== "follow");
      return scenarioOf(pair).caller.worker !== null && isUnreported;
    },
  },
  {
    name: "frame-of-served",
    of: "call",
    reason:
      "In Chromium, an about:blank or blob: document does not show that its creator has a service worker.",
    seenIn: "Chromium 156",
    atMost: 1,
    when: (pair) => {
      const { frame, service } = scenarioOf(pair).caller;
      const { request } = pair.recorded;
      // A worker that passes the request on matters only for the hash, which its own fetch checks.
      const isHashed = "integrity" in request && request.integrity !== undefined;
      const isResponding =
        service !== null && service !== "ignores" && (service !== "passes" || isHashed);
      return pair.from === "chromium" && isResponding && (frame === "blank" || frame === "blob");
    },
  },
  {
    name: "media-of-served",
    of: "call",
    reason:
      "Firefox's media bypass the service worker; an element that loaded without CORS reports nothing.",
    seenIn: "Firefox 153",
    atMost: 0.5,
    when: (pair) => {
      const { service } = scenarioOf(pair).caller;
      const { request, exchange } = pair.recorded;
      const isResponding = service !== null && service !== "ignores";
      const isMedia = request.api === "audio" || request.api === "video";
      return pair.from === "gecko" && isResponding && isMedia && exchange?.element === null;
    },
  },
  {
    name: "ambiguous-there",
    of: "call",
    reason: "The verdict was ambiguous, and chose the hypothesis that did not apply.",
    seenIn: "any",
    atMost: 1,
    when: ({ recorded: { ours }, truth }) =>
      ours?.certainty === "ambiguous" && truth.length > 0 && !truth.includes(ours.outcome),
  },
  {
    name: "synchronous-of-served",
    of: "call",
    reason:
      "Chromium's synchronous calls bypass the service worker, and nothing in the recording shows that.",
    seenIn: "Chromium 156",
    atMost: 0.5,
    when: (pair) => {
      const { request } = pair.recorded;
      const { service } = scenarioOf(pair).caller;
      return service !== null && "synchronous" in request && request.synchronous === true;
    },
  },
  {
    name: "policy-of-shared-worker",
    of: "call",
    reason:
      "Only Firefox applies the creator's policy to a shared worker from a blob; workers have no probe.",
    seenIn: "any",
    atMost: 0.5,
    when: (pair) => {
      const { page, frame, worker } = scenarioOf(pair).caller;
      return page === "forbidding" && worker === "shared" && frame === "blob";
    },
  },
  {
    name: "short-body",
    of: "call",
    reason: "Firefox accepts a body shorter than its Content-Length and does not report that.",
    seenIn: "Firefox 153",
    atMost: 1,
    when: ({ from, recorded: { deployed } }) =>
      from === "gecko" &&
      deployed.scenario.hops.some(
        ({ response }) =>
          typeof response !== "string" &&
          response.headers.some(([name]) => /^content-length$/i.test(name)),
      ),
  },
  {
    name: "empty-line",
    of: "call",
    reason: "Firefox drops an empty line of a header that has other lines, and does not report it.",
    seenIn: "Firefox 153",
    atMost: 1,
    when: ({ from, recorded: { deployed } }) =>
      from === "gecko" &&
      deployed.scenario.hops
        .flatMap(({ preflight, response }) => [preflight, response])
        .some((plan) => typeof plan !== "string" && hasEmptyLine(plan.headers)),
  },
  {
    name: "never-painted",
    of: "call",
    reason: "A style's image is requested once its element is painted.",
    seenIn: "Firefox 153",
    atMost: 0.5,
    when: ({ to, recorded: { request }, there }) =>
      to === "gecko" &&
      /^(?:background-image|mask-image|shape-outside)$/.test(request.api) &&
      !there.requests.length,
  },
  {
    name: "font-preload",
    of: "call",
    reason:
      "Firefox requests every font with CORS, and fires no event on the preload of one that loaded.",
    seenIn: "Firefox 153",
    atMost: 0.5,
    when: ({ from, recorded: { request } }) =>
      from === "gecko" &&
      request.api === "preload" &&
      request.as === "font" &&
      request.crossOrigin !== "anonymous",
  },
  {
    name: "module-again",
    of: "call",
    reason: "Firefox does not request a failed module again in the same document.",
    seenIn: "Firefox 153",
    atMost: 0.5,
    when: ({ to, recorded: { call, request }, there: { exchange } }) =>
      to === "gecko" && request.api === "module" && call > 0 && exchange === null,
  },
  {
    name: "track-preload",
    of: "call",
    reason: "Firefox does not preload tracks.",
    seenIn: "Firefox 153",
    atMost: 1,
    when: ({ recorded: { request } }) => request.api === "preload" && request.as === "track",
  },
];
