import { listenToDevTools } from "../platform/devtools-network.ts";
import type { openViewPort } from "../platform/view-port.ts";
import { loadPart } from "../view/model/load-part.ts";

/** Sends the background what DevTools tells of a tab's requests, where the panel is part of it. */
export function tellOfDevTools(
  tabId: number,
  port: Pick<ReturnType<typeof openViewPort>, "send">,
): void {
  listenToDevTools(async (entries) => {
    const part = await loadPart(() => import("../observation/from-devtools.ts"));
    const requests = entries.flatMap((entry) => part?.fromDevTools(entry, tabId) ?? []);
    if (requests.length > 0) port.send({ type: "devtools-saw", requests });
  });
}
