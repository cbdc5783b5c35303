import { loadPart } from "../view/model/load-part.ts";
import { deeper } from "../view/model/row.ts";
import type { Store } from "../view/model/store.ts";

/** Loads what explains a view's rows from the cause behind their verdict on; until then the verdict. */
export async function diagnoseRows(store: Store): Promise<void> {
  const part = await loadPart(() => import("../view/model/diagnosed-rows.ts"));
  deeper.value = part?.explainRowsOf(store.recording) ?? null;
}
