import { loadPart } from "../model/load-part.ts";
import { Lazy } from "./Lazy.tsx";
import type { TryItProps } from "./TryIt.tsx";

/** Offers to try the fix in the tab; what a report shows has none. */
export function TrialOffer(props: TryItProps) {
  return props.store.report === null ? <Lazy load={loadTryIt} props={props} /> : null;
}

const loadTryIt = async () => (await loadPart(() => import("./TryIt.tsx")))?.TryIt;
