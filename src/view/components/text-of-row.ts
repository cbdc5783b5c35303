import type { CopyKind } from "../../report/copy-texts.ts";
import { loadPart } from "../model/load-part.ts";
import type { Row } from "../model/row.ts";
import type { Store } from "../model/store.ts";
import type { PanelActions } from "./panel-actions.ts";

/** What the copy menu copies; undefined where the part that makes it could not be loaded. */
export async function textOfRow(
  kind: CopyKind | "report",
  store: Store,
  actions: PanelActions,
  { exchange, verdict }: Row,
  includeSecrets: boolean,
): Promise<string | undefined> {
  const { rows, state } = store.recording.peek();
  const options = () => ({ ...actions.provenance(), includeSecrets, dropped: state.dropped });
  if (kind === "report") {
    const part = await loadPart(() => import("../../report/make-report.ts"));
    const context = { host: null, at: new Date() };
    return part?.makeReport("markdown", rows.values(), { ...options(), ...context }).text;
  }
  const part = await loadPart(() => import("../../report/copy-texts.ts"));
  return part?.copyText(kind, { exchange, verdict }, options());
}
