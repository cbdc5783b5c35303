import { type Exchange, judgedHeaders, lastHop, type Response } from "../../exchange/exchange.ts";
import { LAYER_SIGNS, type LayerSign } from "./layer-signs.ts";

/** Who answered, as far as a response tells. */
export interface Layer {
  readonly id: string;
  readonly certainty: "certain" | "likely";
}

/** Who answered the preflight and the request of the hop that the exchange ended on. */
export interface Stack {
  readonly preflight: Layer | null;
  readonly response: Layer | null;
}

/** The sign that a response bears of the program which sent it; null where nothing tells. */
export function signOf(response: Response | null): LayerSign | null {
  if (response === null) return null;
  const headers = judgedHeaders(response);
  return LAYER_SIGNS.find(({ shows }) => shows(headers, response.status)) ?? null;
}

/** Every layer that a response bears a sign of, the nearest to the browser first. */
export function signsOf(response: Response | null): readonly LayerSign[] {
  if (response === null) return [];
  const headers = judgedHeaders(response);
  return LAYER_SIGNS.filter(({ shows }) => shows(headers, response.status));
}

/** Who answered an exchange, for the report. */
export function stackOf(exchange: Exchange): Stack {
  const { preflight, response } = lastHop(exchange);
  return { preflight: layerOf(preflight?.response ?? null), response: layerOf(response) };
}

function layerOf(response: Response | null): Layer | null {
  const sign = signOf(response);
  return sign === null ? null : { id: sign.id, certainty: sign.certainty };
}

/** Whether a layer in front of the application answered: a proxy, a CDN or a gateway. */
export function isInFront(sign: LayerSign | null): boolean {
  return sign !== null && IN_FRONT.has(sign.kind);
}

const IN_FRONT: ReadonlySet<string> = new Set([
  "web-server",
  "proxy",
  "cdn",
  "gateway",
  "platform",
]);
