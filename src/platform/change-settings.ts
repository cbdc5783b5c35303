import type { Settings } from "../protocol/messages.ts";
import { openViewPort } from "./view-port.ts";

/** Not the id of any tab: the connection only concerns the settings, not a panel. */
const NO_TAB = -1;

/** Has the background worker change the settings; resolves with its broadcast to the open views. */
export function changeSettings(change: Partial<Settings>): Promise<void> {
  return new Promise((resolve) => {
    const port = openViewPort("popup", NO_TAB, {
      onMessage: (message) => {
        if (message.type !== "settings") return;
        port.close();
        resolve();
      },
      onLost: () => {},
    });
    port.send({ type: "change-settings", change });
  });
}
