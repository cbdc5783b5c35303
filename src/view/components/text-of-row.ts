import type { CopyKind } from "../../report/copy-texts.ts";
import { loadPart } from "../model/load-part.ts";
import { aroundOf, type Row } from "../model/row.ts";
import type { Store } from "../model/store.ts";
import type { PanelActions } from "./panel-actions.ts";

/** The text for a kind of copy; undefined if the part that makes it could not be loaded. */
export async function textOfRow(
  kind: CopyKind | "report",
  store: Store,
  actions: PanelActions,
  row: Row,
  includeSecrets: boolean,
): Promise<string | undefined> {
  if (kind === "report") return actions.reportText(includeSecrets);
  const { dropped } = store.recording.peek().state;
  const part = await loadPart(() => import("../../report/copy-texts.ts"));
  const options = { ...actions.provenance(), includeSecrets, dropped };
  return part?.copyText(kind, row, options, aroundOf(row));
}
