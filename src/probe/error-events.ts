import { isOurUrl, topPlace } from "./own-frames.ts";
import { bare, dispatch, getterOf, PristineErrorEvent, uncurried } from "./pristine.ts";
import { wasThrownThroughUs } from "./wrap.ts";

const errorOf = getterOf(ErrorEvent.prototype, "error");
const messageOf = getterOf(ErrorEvent.prototype, "message");
const filenameOf = getterOf(ErrorEvent.prototype, "filename");
const stopHere = uncurried(Event.prototype.stopImmediatePropagation);
const prevent = uncurried(Event.prototype.preventDefault);

/**
 * An uncaught error that was thrown through a wrapper is located in our script, whatever its stack says. The
 * page gets such an event with its original place; only `isTrusted` differs.
 */
export function onErrorEvent(event: Event): void {
  try {
    const error = errorOf(event);
    if (!wasThrownThroughUs(error) || !isOurUrl(filenameOf(event))) return;
    const place = topPlace(error);
    if (place === null) return;
    const again = new PristineErrorEvent(
      "error",
      bare({
        message: messageOf(event),
        filename: place.url,
        lineno: place.line,
        colno: place.column,
        error,
        cancelable: true,
      }),
    );
    stopHere(event);
    if (!dispatch(window, again)) prevent(event);
  } catch {
    // Not an ErrorEvent: a resource failed to load.
  }
}
