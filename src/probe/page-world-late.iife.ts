/**
 * The probe in the page's own world of a document that was there before: the page may listen to any
 * event whose name it knows. So the name is drawn by lot, and is what the script gives to the background.
 */

import { RESPONSE } from "./channel.ts";
import { source } from "./page-world.ts";
import { bare, dispatch, listen, PristineMouseEvent, unlisten } from "./pristine.ts";
import { channel } from "./reporter.ts";

const [first, second] = crypto.getRandomValues(new Uint32Array(2));
const name = `${first}-${second}`;

function showChannel(): void {
  unlisten(document, name, showChannel);
  dispatch(
    document,
    new PristineMouseEvent(name + RESPONSE, bare({ relatedTarget: channel, cancelable: true })),
  );
}

// By its own functions the page would hear the name, get the channel and report what it likes.
if (source.isWhole) listen(document, name, showChannel);

export default source.isWhole && name;
