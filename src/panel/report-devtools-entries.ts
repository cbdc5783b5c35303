import { listenToDevTools } from "../platform/devtools-network.ts";
import type { openViewPort } from "../platform/view-port.ts";
import { loadPart } from "../view/model/load-part.ts";

/** Sends the background DevTools' entries for a tab's requests, if the panel is inside DevTools. */
export function reportDevToolsEntries(
  tabId: number,
  port: Pick<ReturnType<typeof openViewPort>, "send">,
): void {
  listenToDevTools(async (entries) => {
    const part = await loadPart(() => import("../observation/from-devtools.ts"));
    const requests = entries.flatMap((entry) => part?.fromDevTools(entry, tabId) ?? []);
    if (requests.length > 0) port.send({ type: "devtools-saw", requests });
  });
}
