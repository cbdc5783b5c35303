import type { LayerSign } from "../diagnosis/layers/layer-signs.ts";
import { frontThatWrote, signsOf } from "../diagnosis/layers/who-responded.ts";
import { type Exchange, judgedHeaders, lastHop, type Response } from "../exchange/exchange.ts";
import { getAll } from "../http/header-list.ts";
import { stacksInLayer } from "./catalogue.ts";

/** A layer that a response bears the sign of. */
export type RecognisedLayer = Pick<LayerSign, "id" | "name" | "kind" | "certainty">;

/** What two responses of one exchange say together. */
export type Contrast =
  /** The preflight response bears a front layer's sign alone, the response the application's too. */
  | "front-responded-to-preflight"
  /** The response has several Access-Control-Allow-Origin, and signs of more than one layer. */
  | "two-layers-add";

/** A stack whose snippet may be the one that is wanted. */
export interface Candidate {
  readonly stack: string;
  /** "possible" where the layer may run it, and as well another. */
  readonly certainty: "certain" | "likely" | "possible";
}

/** Which layers responded, the nearest to the browser first, for preflight and response apart. */
export interface Recognition {
  readonly preflight: readonly RecognisedLayer[];
  readonly response: readonly RecognisedLayer[];
  readonly contrast: Contrast | null;
  /** The likeliest first; empty where nothing tells. */
  readonly candidates: readonly Candidate[];
}

/** The layer that wrote a response, as far as it shows. */
export type Writer = Pick<LayerSign, "id" | "certainty">;

/** The page's own, in the place of any server. */
const SERVICE_WORKER: Writer = { id: "service-worker", certainty: "likely" };

/** Who responded to an exchange's preflight and its request; null where nothing tells. */
export interface Responders {
  readonly preflight: Writer | null;
  readonly response: Writer | null;
}

/** Who responded, for the report. Pure. */
export function whoResponded(exchange: Exchange): Responders {
  const { preflight, response } = lastHop(exchange);
  return {
    preflight: writerOf(preflight?.response ?? null),
    response: isByServiceWorker(exchange) ? SERVICE_WORKER : writerOf(response),
  };
}

/** Whether a service worker responded, as the page's timeline says: no request went on the wire. */
function isByServiceWorker({ ending, answeredByWorker }: Exchange): boolean {
  return ending.kind === "not-sent" && answeredByWorker === true;
}

function writerOf(response: Response | null): Writer | null {
  const [first] = byWriter(response);
  return first === undefined ? null : { id: first.id, certainty: first.certainty };
}

/** Recognises what responded to an exchange. Names only what a response bears the sign of. Pure. */
export function recognise(exchange: Exchange): Recognition {
  const hop = lastHop(exchange);
  const requested = hop.preflight?.response ?? null;
  const preflight = layersOf(requested);
  const response = layersOf(hop.response);
  return {
    preflight,
    response,
    contrast: contrastOf(preflight, response, hop.response),
    candidates: candidatesAmong(hop.response ?? requested),
  };
}

function layersOf(response: Response | null): RecognisedLayer[] {
  return signsOf(response).map(({ id, name, kind, certainty }) => ({ id, name, kind, certainty }));
}

const isProgram = ({ kind }: RecognisedLayer) => kind === "application" || kind === "framework";

function contrastOf(
  preflight: readonly RecognisedLayer[],
  response: readonly RecognisedLayer[],
  head: Response | null,
): Contrast | null {
  const isFrontAlone = preflight.length > 0 && !preflight.some(isProgram);
  if (isFrontAlone && response.some(isProgram)) return "front-responded-to-preflight";
  if (head === null || response.length < 2) return null;
  const values = getAll(judgedHeaders(head), "Access-Control-Allow-Origin");
  return values.length > 1 || values.some((value) => value.includes(",")) ? "two-layers-add" : null;
}

/** The application first, unless a layer in front of it wrote the response itself. */
function byWriter(response: Response | null): readonly LayerSign[] {
  const signs = signsOf(response);
  return frontThatWrote(response) === null ? [...signs].sort(byDepth) : signs;
}

function candidatesAmong(response: Response | null): Candidate[] {
  const found = new Map<string, Candidate>();
  for (const sign of byWriter(response)) {
    for (const { id } of stacksInLayer(sign.id)) {
      const certainty = id === sign.id ? sign.certainty : "possible";
      if (!found.has(id)) found.set(id, { stack: id, certainty });
    }
  }
  return [...found.values()].sort((a, b) => RANK[a.certainty] - RANK[b.certainty]);
}

const byDepth = (a: LayerSign, b: LayerSign) => Number(isProgram(b)) - Number(isProgram(a));
const RANK = { certain: 0, likely: 0, possible: 1 } as const;
