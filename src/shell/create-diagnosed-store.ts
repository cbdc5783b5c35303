import { loadPart } from "../view/model/load-part.ts";
import { deeper } from "../view/model/row.ts";
import { createStore, type Store, type StoreOptions } from "../view/model/store.ts";

/**
 * A store whose rows are explained, and whose problems are kept apart, by the cause behind their
 * verdicts; by the verdicts alone where that part of the extension cannot be loaded.
 */
export async function createDiagnosedStore(options: Omit<StoreOptions, "keyOf">): Promise<Store> {
  const diagnosis = await loadPart(() => import("../view/model/diagnosed-rows.ts"));
  if (diagnosis === undefined) return createStore(options);
  const store = createStore({ ...options, keyOf: diagnosis.diagnosedKeyOf });
  deeper.value = diagnosis.explainRowsOf(store.recording);
  return store;
}
