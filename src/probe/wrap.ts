import { CONSTRUCT } from "./channel.ts";
import type { ConstructHandler } from "./construct-unseen.ts";
import { areNative, type Native } from "./natives.ts";
import { clean } from "./own-frames.ts";
import {
  type AnyFunction,
  apply,
  bare,
  construct,
  defineProperty,
  getOwnPropertyDescriptor,
  isObject,
  PristineProxy,
  PrivateMap,
  setPrototypeOf,
  toText,
} from "./pristine.ts";
import { channel } from "./reporter.ts";
import { setPrototype } from "./set-prototype.ts";

/** One call on its way through a wrapper. Changes to its members apply to the call that is made. */
export interface Passage {
  readonly args: unknown[];
  /** The call's `this`; undefined for `new`. */
  self: unknown;
  /** Our own function that is on the stack. */
  readonly ours: AnyFunction;
}

/** Callbacks for the end of the call. */
export interface Ending {
  /** May return another result for the caller. */
  returned?(result: unknown): unknown;
  threw?(error: unknown): void;
}

/** Sees a call before it is made. */
export type Observer = (passage: Passage) => Ending | null;

interface Place {
  /** The interface whose prototype holds the function, or "" for the window itself. */
  readonly home: string;
  readonly owner: object;
  readonly key: string;
  readonly part: "value" | "get";
  readonly original: AnyFunction;
  readonly wrapper: AnyFunction;
  /** Whether the page has wrapped our wrapper: the page's function then calls it. */
  isBeneath: boolean;
}

/** Wrappers that can observe a request only together. */
export interface Group {
  readonly name: string;
  readonly places: Place[];
  /** Whether all functions exist and are the browser's. */
  isWhole: boolean;
  isInstalled: boolean;
}

const originals = new PrivateMap<AnyFunction>();
const thrown = new PrivateMap<true>();
const groups: Group[] = [];
let active = false;

/** The function that a wrapper wraps; undefined for any other value. */
export function originalOf(wrapper: unknown): AnyFunction | undefined {
  return originals.get(wrapper);
}

/** Whether an error was thrown through one of our wrappers. */
export function wasThrownThroughUs(error: unknown): boolean {
  return thrown.get(error) === true;
}

/**
 * A function that differs from its original only by identity, and whose calls are observed. Observers run
 * while the wrappers are installed, or always.
 */
export function wrapped(original: AnyFunction, observe: Observer, always = false): AnyFunction {
  /** An observer's errors never reach the page. */
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
  const failed = (ending: Ending | null, error: unknown, ours?: AnyFunction) => {
    try {
      clean(error, ours ?? null, null);
      thrown.set(error, true);
      ending?.threw?.(error);
    } catch {}
  };
  const constructHere = function ours(
    target: AnyFunction,
    args: unknown[],
    newTarget: AnyFunction,
  ): object {
    const ending = before({ args, self: undefined, ours });
    let result: object;
    try {
      result = construct(target, args, newTarget === wrapper ? target : newTarget);
    } catch (error) {
      failed(ending, error, ours);
      throw error;
    }
    return after(ending, result) as object;
  };
  const wrapper: AnyFunction = new PristineProxy(
    original,
    bare<ProxyHandler<AnyFunction> & ConstructHandler<Ending | null>>({
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
      // Read anew for each object, so that none of our frames is on the stack when the bridge's trap
      // constructs.
      get construct() {
        try {
          const trap: AnyFunction | undefined = getOwnPropertyDescriptor(channel, CONSTRUCT)?.value;
          trap?.();
          return trap ?? constructHere;
        } catch {
          // The extension is gone, and the function that it lent only throws.
          return constructHere;
        }
      },
      begun: function ours(args) {
        return before({ args, self: undefined, ours });
      },
      made(ending, result, newTarget) {
        const prototype: unknown = newTarget !== wrapper && (newTarget as AnyFunction).prototype;
        if (isObject(prototype)) setPrototypeOf(result, prototype);
        return after(ending, result);
      },
      threw: failed,
      setPrototypeOf: function ours(target, prototype) {
        try {
          return setPrototype(target, prototype, wrapper, ours);
        } catch (error) {
          failed(null, error, ours);
          throw error;
        }
      },
    }),
  );
  originals.set(wrapper, original);
  return wrapper;
}

/**
 * Plans a group of wrappers. Without the first group, the others would show.
 *
 * @param needs functions that the observers use, or that could come between the wrappers and the browser.
 */
export function planGroup(name: string, needs: readonly Native[]): Group {
  const group = { name, places: [], isWhole: areNative(needs), isInstalled: false };
  groups[groups.length] = group;
  return group;
}

/** Plans a wrapper for a method, a constructor or a getter. */
export function plan(
  group: Group,
  home: string,
  key: string,
  part: Place["part"],
  makeWrapper: (original: AnyFunction) => AnyFunction,
): AnyFunction | null {
  const owner = ownerIn(window, home);
  const original = owner && getOwnPropertyDescriptor(owner, key)?.[part];
  if (owner === undefined || typeof original !== "function") {
    group.isWhole = false;
    return null;
  }
  const wrapper = makeWrapper(original);
  const place = { home, owner, key, part, original, wrapper, isBeneath: false };
  group.places[group.places.length] = place;
  return wrapper;
}

/** The object in a window whose function the probe wraps, found without running code of the page. */
function ownerIn(world: object, home: string): object | undefined {
  if (home === "") return world;
  const made: unknown = getOwnPropertyDescriptor(world, home)?.value;
  if (typeof made !== "function") return undefined;
  return getOwnPropertyDescriptor(made, "prototype")?.value as object | undefined;
}

/**
 * Our original for a function that another frame's probe has put in place as a wrapper: both have the same
 * source text.
 *
 * @param world the frame to begin with; its child frames are searched as well.
 */
export function counterpartOf(wrapper: unknown, world: object): AnyFunction | undefined {
  try {
    for (let i = 0; i < groups.length; i++) {
      const { places } = groups[i] as Group;
      for (let j = 0; j < places.length; j++) {
        const { home, key, part, original } = places[j] as Place;
        const owner = ownerIn(world, home);
        if (owner && getOwnPropertyDescriptor(owner, key)?.[part] === wrapper) return original;
      }
    }
    for (let i = 0; ; i++) {
      const child: unknown = getOwnPropertyDescriptor(world, toText(i))?.value;
      if (child === undefined) return undefined;
      const found = counterpartOf(wrapper, child as object);
      if (found !== undefined) return found;
    }
  } catch {
    // Another origin's frame: nobody can call its functions.
    return undefined;
  }
}

/**
 * Installs the wrappers, each group as a whole or not at all: above a function of the page, a wrapper would
 * see that function's arguments, not the request sent. Returns the names of the groups that cannot be
 * installed.
 */
export function install(): string[] {
  active = true;
  const left: string[] = [];
  for (let i = 0; i < groups.length; i++) {
    const group = groups[i] as Group;
    const isShown = i > 0 && groups[0]?.isInstalled !== true;
    group.isInstalled = !isShown && canBeInstalled(group);
    if (!group.isInstalled) left[left.length] = group.name;
    else for (let j = 0; j < group.places.length; j++) put(group.places[j] as Place, true);
  }
  return left;
}

/** Restores the originals. Wrappers that the page has wrapped since remain, and only pass calls on. */
export function uninstall(): void {
  active = false;
  for (let i = groups.length - 1; i >= 0; i--) {
    const group = groups[i] as Group;
    if (!group.isInstalled) continue;
    for (let j = 0; j < group.places.length; j++) put(group.places[j] as Place, false);
    group.isInstalled = false;
  }
}

function canBeInstalled({ isWhole, places }: Group): boolean {
  if (!isWhole) return false;
  for (let i = 0; i < places.length; i++) {
    const { owner, key, part, original, wrapper, isBeneath } = places[i] as Place;
    const there = getOwnPropertyDescriptor(owner, key);
    const isOurs = there?.[part] === wrapper || isBeneath;
    if (!isOurs && (there?.[part] !== original || !there.configurable)) return false;
  }
  return true;
}

function put(place: Place, isWrapped: boolean): void {
  const { owner, key, part, original, wrapper } = place;
  const there = getOwnPropertyDescriptor(owner, key);
  if (there?.[part] === (isWrapped ? original : wrapper)) {
    defineProperty(owner, key, bare({ ...there, [part]: isWrapped ? wrapper : original }));
  } else if (!isWrapped) place.isBeneath = true;
}
