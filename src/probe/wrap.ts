import { clean } from "./own-frames.ts";
import {
  type AnyFunction,
  apply,
  bare,
  construct,
  defineProperty,
  getOwnPropertyDescriptor,
  PristineProxy,
  PrivateMap,
} from "./pristine.ts";

/** One call on its way through a wrapper. What stands here when it goes on is what goes on. */
export interface Passage {
  readonly args: unknown[];
  /** What it was called on; undefined for `new`. */
  self: unknown;
  /** Our own function that is on the stack. */
  readonly ours: AnyFunction;
}

/** What to do when the call is through. */
export interface Ending {
  /** May give the caller another result. */
  returned?(result: unknown): unknown;
  threw?(error: unknown): void;
}

/** Looks at a call before it is made. */
export type Observer = (passage: Passage) => Ending | null;

interface Place {
  readonly owner: object;
  readonly key: string;
  readonly part: "value" | "get";
  readonly original: AnyFunction;
  readonly wrapper: AnyFunction;
}

const originals = new PrivateMap<AnyFunction>();
const thrown = new PrivateMap<true>();
const places: Place[] = [];
let active = false;

/** What a wrapper wraps; undefined for what is no wrapper. */
export function originalOf(wrapper: unknown): AnyFunction | undefined {
  return originals.get(wrapper);
}

/** Whether an error was thrown through one of our wrappers. */
export function wasThrownThroughUs(error: unknown): boolean {
  return thrown.get(error) === true;
}

/**
 * A function that cannot be told from another but by its identity, and lets calls of it be
 * observed. Observers run while the wrappers are installed, or always.
 */
export function wrapped(original: AnyFunction, observe: Observer, always = false): AnyFunction {
  /** Whatever goes wrong in an observer is the observer's. */
  const before = (passage: Passage) => {
    try {
      return active || always ? observe(passage) : null;
    } catch {
      return null;
    }
  };
  const after = (ending: Ending | null, result: unknown) => {
    try {
      return ending?.returned === undefined ? result : ending.returned(result);
    } catch {
      return result;
    }
  };
  const failed = (ending: Ending | null, error: unknown, ours: AnyFunction) => {
    try {
      clean(error, ours, null);
      thrown.set(error, true);
      ending?.threw?.(error);
    } catch {}
  };
  const wrapper = new PristineProxy(
    original,
    bare<ProxyHandler<AnyFunction>>({
      apply: function ours(target, self, args) {
        const passage = { args, self, ours };
        const ending = before(passage);
        let result: unknown;
        try {
          result = apply(target, passage.self, args);
        } catch (error) {
          failed(ending, error, ours);
          throw error;
        }
        return after(ending, result);
      },
      construct: function ours(target, args, newTarget) {
        const ending = before({ args, self: undefined, ours });
        let result: object;
        try {
          result = construct(target, args, newTarget === wrapper ? target : newTarget);
        } catch (error) {
          failed(ending, error, ours);
          throw error;
        }
        return after(ending, result) as object;
      },
    }),
  );
  originals.set(wrapper, original);
  return wrapper;
}

/** Plans a wrapper for a method, a constructor or a getter; nothing for what is not there. */
export function plan(
  owner: object | undefined,
  key: string,
  part: Place["part"],
  makeWrapper: (original: AnyFunction) => AnyFunction,
): AnyFunction | null {
  const original = owner && getOwnPropertyDescriptor(owner, key)?.[part];
  if (owner === undefined || typeof original !== "function") return null;
  const wrapper = makeWrapper(original);
  places[places.length] = { owner, key, part, original, wrapper };
  return wrapper;
}

/**
 * Puts the wrappers where the originals are, or the other way round. Those that somebody has wrapped
 * since stay, and merely pass calls on.
 */
export function setWrapped(isWrapped: boolean): void {
  active = isWrapped;
  for (let i = 0; i < places.length; i++) {
    const { owner, key, part, original, wrapper } = places[i] as Place;
    const there = getOwnPropertyDescriptor(owner, key);
    if (there?.[part] === (isWrapped ? original : wrapper)) {
      defineProperty(owner, key, bare({ ...there, [part]: isWrapped ? wrapper : original }));
    }
  }
}
