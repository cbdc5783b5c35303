import type { LayerSign } from "../diagnosis/layers/layer-signs.ts";
import { frontThatWrote, signsOf } from "../diagnosis/layers/who-answered.ts";
import { type Exchange, judgedHeaders, lastHop, type Response } from "../exchange/exchange.ts";
import { getAll } from "../http/header-list.ts";
import { stacksInLayer } from "./catalogue.ts";

/** A layer that a response bears the sign of. */
export type RecognisedLayer = Pick<LayerSign, "id" | "name" | "kind" | "certainty">;

/** What two responses of one exchange say together. */
export type Contrast =
  /** The preflight response bears a front layer's sign alone, the response the application's too. */
  | "front-answered-preflight"
  /** The response has several Access-Control-Allow-Origin, and signs of more than one layer. */
  | "two-layers-add";

/** A stack whose snippet may be the one that is wanted. */
export interface Candidate {
  readonly stack: string;
  /** "possible" where the layer may run it, and as well another. */
  readonly certainty: "certain" | "likely" | "possible";
}

/** Which layers answered, the nearest to the browser first, for preflight and response apart. */
export interface Recognition {
  readonly preflight: readonly RecognisedLayer[];
  readonly response: readonly RecognisedLayer[];
  readonly contrast: Contrast | null;
  /** The likeliest first; empty where nothing tells. */
  readonly candidates: readonly Candidate[];
}

/** Recognises what answered an exchange. Names only what a response bears the sign of. Pure. */
export function recognise(exchange: Exchange): Recognition {
  const hop = lastHop(exchange);
  const asked = hop.preflight?.response ?? null;
  const preflight = layersOf(asked);
  const response = layersOf(hop.response);
  return {
    preflight,
    response,
    contrast: contrastOf(preflight, response, hop.response),
    candidates: candidatesAmong(hop.response ?? asked),
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
  if (isFrontAlone && response.some(isProgram)) return "front-answered-preflight";
  if (head === null || response.length < 2) return null;
  const values = getAll(judgedHeaders(head), "Access-Control-Allow-Origin");
  return values.length > 1 || values.some((value) => value.includes(",")) ? "two-layers-add" : null;
}

/** The application's stack first, unless a layer in front of it wrote the response itself. */
function candidatesAmong(response: Response | null): Candidate[] {
  const signs = signsOf(response);
  const front = frontThatWrote(response);
  const ordered = front === null ? [...signs].sort(byDepth) : signs;
  const found = new Map<string, Candidate>();
  for (const sign of ordered) {
    for (const { id } of stacksInLayer(sign.id)) {
      const certainty = id === sign.id ? sign.certainty : "possible";
      if (!found.has(id)) found.set(id, { stack: id, certainty });
    }
  }
  return [...found.values()].sort((a, b) => RANK[a.certainty] - RANK[b.certainty]);
}

const byDepth = (a: LayerSign, b: LayerSign) => Number(isProgram(b)) - Number(isProgram(a));
const RANK = { certain: 0, likely: 0, possible: 1 } as const;
