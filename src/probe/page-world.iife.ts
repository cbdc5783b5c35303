/** The probe in the page's own world of a document that comes: before the page's first script. */

import { BRIDGE_HERE, HELLO, INSTALL } from "./channel.ts";
import { source } from "./page-world.ts";
import { bare, dispatch, listen, PristineMouseEvent, unlisten } from "./pristine.ts";
import { channel } from "./reporter.ts";

listen(channel, INSTALL, () => unlisten(document, BRIDGE_HERE, sayHello));

/** Shows the bridge our channel, if it is there; it refuses a second one. */
function sayHello(): void {
  const hello = new PristineMouseEvent(HELLO, bare({ relatedTarget: channel, cancelable: true }));
  if (!dispatch(document, hello)) unlisten(document, BRIDGE_HERE, sayHello);
}

// A page that embeds this one may have been in its world before: nothing is shown to its functions.
if (source.isWhole) {
  listen(document, BRIDGE_HERE, sayHello);
  sayHello();
}
