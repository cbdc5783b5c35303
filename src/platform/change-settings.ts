import type { Settings } from "../protocol/messages.ts";
import { openViewPort } from "./view-port.ts";

/** No tab has this number: the connection is about the settings alone, and not a panel. */
const NO_TAB = -1;

/** Has the background worker take and keep a change of the settings, as every open view will hear. */
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
