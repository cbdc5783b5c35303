import { CONSTRUCT } from "./channel.ts";

/** A wrapper's handler as another constructor uses it; it lives in the page's world. */
export interface ConstructHandler<Ending = unknown> {
  begun(args: unknown[]): Ending;
  made(ending: Ending, made: object, newTarget: unknown): unknown;
  threw(ending: Ending, error: unknown): void;
}

/** An object of the page as Gecko shows it to the extension's world. */
interface Shown<T> {
  readonly wrappedJSObject: T;
}

/** Gecko only: makes a function of the extension's world callable in the page's. */
declare const exportFunction: (
  run: (
    this: Shown<ConstructHandler>,
    target?: Shown<new (...args: unknown[]) => object>,
    args?: Shown<unknown[]>,
    newTarget?: unknown,
  ) => unknown,
  scope: object,
  options: { defineAs: string },
) => void;

/**
 * Lends the page's world a trap that constructs from here. Firefox names a constructor's nearest frame in its
 * console and as the initiator of workers and sockets, whatever its script is called. A frame of the
 * extension's world is invisible to its console and to the page. Its network monitor skips scripts named
 * `resource:`, as the build names this one. `Reflect.construct` would be a frame itself.
 *
 * Called without arguments it does nothing: the wrapper checks in this way that the extension still exists.
 */
export function lendConstruct(channel: EventTarget): void {
  if (typeof exportFunction === "undefined") return;
  exportFunction(
    function (target, args, newTarget) {
      if (target === undefined || args === undefined) return;
      const Target = target.wrappedJSObject;
      const handler = this.wrappedJSObject;
      const given = args.wrappedJSObject;
      const ending = handler.begun(given);
      // Not spread: a page can replace the array iterator. No constructor here takes more than two arguments.
      let made: object;
      try {
        if (given.length === 0) made = new Target();
        else made = given.length === 1 ? new Target(given[0]) : new Target(given[0], given[1]);
      } catch (error) {
        handler.threw(ending, error);
        throw error;
      }
      return handler.made(ending, made, newTarget);
    },
    channel,
    { defineAs: CONSTRUCT },
  );
}
