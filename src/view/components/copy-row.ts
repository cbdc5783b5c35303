import type { CopyKind } from "../../report/copy-texts.ts";
import type { Row } from "../model/row.ts";
import type { Store } from "../model/store.ts";
import { copyAndSay } from "./clipboard.ts";
import type { PanelActions } from "./panel-actions.ts";
import { textOfRow } from "./text-of-row.ts";

const SAID_MS = 2000;

/** Copies a row from the list, and confirms it in the status bar for a moment. */
export async function copyRow(
  kind: CopyKind,
  store: Store,
  actions: PanelActions,
  row: Row,
): Promise<void> {
  const includeSecrets = !store.settings.peek().redactByDefault;
  const said = await copyAndSay(() => textOfRow(kind, store, actions, row, includeSecrets));
  store.said.value = said;
  setTimeout(() => {
    if (store.said.peek() === said) store.said.value = "";
  }, SAID_MS);
}
