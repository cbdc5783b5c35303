/**
 * The probe in the page's own world of a document that existed before the probe. The page can listen to any
 * event whose name it knows, so the name is random; the script returns it to the background.
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

// Functions that the page has replaced would give it the name and the channel, and let it forge reports.
if (source.isWhole) listen(document, name, showChannel);

export default source.isWhole && name;
