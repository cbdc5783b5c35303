import type { LayerSign } from "../diagnosis/layers/layer-signs.ts";
import { frontThatWrote, signsOf } from "../diagnosis/layers/who-responded.ts";
import { knownServerOf } from "../diagnosis/tables/local-servers.ts";
import { isOfVendor } from "../diagnosis/tables/vendors.ts";
import { type Exchange, judgedHeaders, lastHop, type Response } from "../exchange/exchange.ts";
import { getAll } from "../http/header-list.ts";
import { stackById, stacksInLayer } from "./catalogue.ts";

/** A layer that a response shows a sign of. */
export type RecognisedLayer = Pick<LayerSign, "id" | "name" | "kind" | "certainty">;

/** A conclusion from two responses of one exchange. */
export type Contrast =
  /** The preflight response shows signs of a front layer only, the response also those of the application. */
  | "front-responded-to-preflight"
  /** The response has several Access-Control-Allow-Origin values, and signs of more than one layer. */
  | "two-layers-add";

/** A stack whose snippet the reader may need. */
export interface Candidate {
  readonly stack: string;
  /** "possible" where the layer may run this stack or another one. */
  readonly certainty: "certain" | "likely" | "possible";
}

/** The layers that responded, nearest to the browser first, for preflight and response separately. */
export interface Recognition {
  readonly preflight: readonly RecognisedLayer[];
  readonly response: readonly RecognisedLayer[];
  readonly contrast: Contrast | null;
  /** Most likely first; empty where no sign is known. */
  readonly candidates: readonly Candidate[];
}

/** The layer that generated a response, as far as the response shows. */
export type Writer = Pick<LayerSign, "id" | "certainty">;

/** The page's own service worker, which responded instead of a server. */
const SERVICE_WORKER: Writer = { id: "service-worker", certainty: "likely" };

/** The writers of an exchange's preflight response and response; null where there is no sign. */
export interface Responders {
  readonly preflight: Writer | null;
  readonly response: Writer | null;
}

/** The writers of an exchange's responses, for the report. Pure. */
export function whoResponded(exchange: Exchange): Responders {
  const { preflight, response } = lastHop(exchange);
  return {
    preflight: writerOf(preflight?.response ?? null),
    response: isByServiceWorker(exchange) ? SERVICE_WORKER : writerOf(response),
  };
}

/** Whether a service worker responded, by the page's timeline: no request was sent to the network. */
function isByServiceWorker({ ending, answeredByWorker }: Exchange): boolean {
  return ending.kind === "not-sent" && answeredByWorker === true;
}

function writerOf(response: Response | null): Writer | null {
  const [first] = byWriter(response);
  return first === undefined ? null : { id: first.id, certainty: first.certainty };
}

/** Recognises the layers that responded to an exchange, by the signs in its responses alone. Pure. */
export function recognise(exchange: Exchange): Recognition {
  const hop = lastHop(exchange);
  const requested = hop.preflight?.response ?? null;
  const preflight = layersOf(requested);
  const response = layersOf(hop.response);
  return {
    preflight,
    response,
    contrast: contrastOf(preflight, response, hop.response),
    candidates: candidatesAmong(hop.url, hop.response ?? requested),
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

/** The application first, unless a front layer generated the response itself. */
function byWriter(response: Response | null): readonly LayerSign[] {
  const signs = signsOf(response);
  return frontThatWrote(response) === null ? [...signs].sort(byDepth) : signs;
}

function candidatesAmong(url: string, response: Response | null): Candidate[] {
  const found = new Map<string, Candidate>();
  const product = frontThatWrote(response) === null ? productOf(url, response) : null;
  if (product !== null && stackById(product.stack) !== null) found.set(product.stack, product);
  for (const sign of byWriter(response)) {
    for (const { id } of stacksInLayer(sign.id)) {
      // The users of a finished product do not edit the framework that it is built on, nor those of a service.
      const isBuiltOn = product !== null && sign.kind === "framework";
      const isOwn = id === sign.id && !isBuiltOn && !isOfVendor(url);
      if (!found.has(id))
        found.set(id, { stack: id, certainty: isOwn ? sign.certainty : "possible" });
    }
  }
  return [...found.values()].sort((a, b) => RANK[a.certainty] - RANK[b.certainty]);
}

/** The finished product that a response's address indicates, as a candidate. */
function productOf(url: string, response: Response | null): Candidate | null {
  const known = response === null ? null : knownServerOf(url, judgedHeaders(response));
  if (known === null) return null;
  const { server, certainty } = known;
  return { stack: server.id, certainty: certainty === "ambiguous" ? "possible" : certainty };
}

const byDepth = (a: LayerSign, b: LayerSign) => Number(isProgram(b)) - Number(isProgram(a));
const RANK = { certain: 0, likely: 0, possible: 1 } as const;
