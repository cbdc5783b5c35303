import type { Exchange } from "../exchange/exchange.ts";
import type { RemedyChange } from "../verdict/verdict.ts";
import type { DiagnosisFinding } from "./diagnosis.ts";
import { EXPOSE } from "./rules/passed.ts";

/**
 * The response change that fixes a finding in a request that passed. For a blocked request, the remedy is
 * this change. Null where no response header fixes the finding. Pure.
 */
export function changeFor(
  { hops }: Exchange,
  { code, hop, evidence: [first] }: DiagnosisFinding,
): readonly RemedyChange[] | null {
  const url = hops[hop]?.url;
  if (code !== "headers-not-exposed" || url === undefined || first?.wanted == null) return null;
  const set = [{ name: EXPOSE, value: first.wanted }];
  return [{ hop, stage: "response", url, status: null, set, remove: [] }];
}
