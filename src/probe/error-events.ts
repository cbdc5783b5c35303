import { isOurUrl, topPlace } from "./own-frames.ts";
import { bare, dispatch, getterOf, PristineErrorEvent, uncurried } from "./pristine.ts";
import { wasThrownThroughUs } from "./wrap.ts";

const errorOf = getterOf(ErrorEvent.prototype, "error");
const messageOf = getterOf(ErrorEvent.prototype, "message");
const filenameOf = getterOf(ErrorEvent.prototype, "filename");
const stopHere = uncurried(Event.prototype.stopImmediatePropagation);
const prevent = uncurried(Event.prototype.preventDefault);

/**
 * What was thrown through us and caught by nobody has us as its place, whatever its stack says. The
 * page gets such an event with the place that it would have had; only `isTrusted` is another.
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
    // Another kind of error event: a resource's.
  }
}
