/**
 * The probe in the page's own world of a document that was there before: the page may listen to any
 * event whose name it knows. So the name is drawn by lot, and is what the script gives to the background.
 */

import "./page-world.ts";
import { RESPONSE } from "./channel.ts";
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

listen(document, name, showChannel);

export default name;
