import { loadPart } from "../view/model/load-part.ts";
import { deeper } from "../view/model/row.ts";
import { createStore, type Store, type StoreOptions } from "../view/model/store.ts";

/**
 * A store that explains and groups its rows by the cause behind their verdicts; by the verdicts only, where
 * that part of the extension cannot be loaded.
 */
export async function createDiagnosedStore(options: Omit<StoreOptions, "keyOf">): Promise<Store> {
  const diagnosis = await loadPart(() => import("../view/model/diagnosed-rows.ts"));
  if (diagnosis === undefined) return createStore(options);
  const store = createStore({ ...options, keyOf: diagnosis.diagnosedKeyOf });
  deeper.value = diagnosis.explainRowsOf(store.recording);
  return store;
}
