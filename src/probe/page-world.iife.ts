/** The probe in the page's own world of a new document: runs before the page's first script. */

import { BRIDGE_HERE, HELLO, INSTALL } from "./channel.ts";
import { source } from "./page-world.ts";
import { bare, dispatch, listen, PristineMouseEvent, unlisten } from "./pristine.ts";
import { channel } from "./reporter.ts";

listen(channel, INSTALL, () => unlisten(document, BRIDGE_HERE, sayHello));

/** Passes our channel to the bridge, if there is one; the bridge refuses a second channel. */
function sayHello(): void {
  const hello = new PristineMouseEvent(HELLO, bare({ relatedTarget: channel, cancelable: true }));
  if (!dispatch(document, hello)) unlisten(document, BRIDGE_HERE, sayHello);
}

// An embedding page may have run code in this world before: then the channel is not exposed.
if (source.isWhole) {
  listen(document, BRIDGE_HERE, sayHello);
  sayHello();
}
