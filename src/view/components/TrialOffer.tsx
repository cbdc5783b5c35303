import { loadPart } from "../model/load-part.ts";
import { Lazy } from "./Lazy.tsx";
import type { TryItProps } from "./TryIt.tsx";

/** Offers to try the fix in the tab; for an opened report, shows only the content. */
export function TrialOffer(props: TryItProps) {
  const { children } = props;
  if (props.store.report !== null) return <>{children}</>;
  return <Lazy load={loadTryIt} props={props} meanwhile={children} />;
}

const loadTryIt = async () => (await loadPart(() => import("./TryIt.tsx")))?.TryIt;
