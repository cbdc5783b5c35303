import { loadPart } from "../model/load-part.ts";
import type { ProgressStore } from "../model/progress-store.ts";
import type { Store } from "../model/store.ts";
import { Lazy } from "./Lazy.tsx";

const loadCompare = async () => (await loadPart(() => import("./Compare.tsx")))?.Compare;

/** The comparison of two page loads, instead of the lists. */
export function CompareLoads(props: { store: Store; progress: ProgressStore }) {
  return <Lazy load={loadCompare} props={props} />;
}
