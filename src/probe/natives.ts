import { execute, getOwnPropertyDescriptor, ownKeys, toText, uncurried } from "./pristine.ts";

const sourceOf = uncurried(Function.prototype.toString);

/** A property of the page's world, and the part of it that holds a function. */
export type Native = readonly [owner: object | undefined, key: string, part?: "get" | "set"];

/** Functions of the browser's that are methods or accessors have no more than these. */
const OWN_KEYS = 2;

/**
 * Whether all these are still the browser's own: not replaced, wrapped, bound, or taken away. What a
 * page has put in their place may do anything with what it is given.
 *
 * A page can also replace what tells; but that is itself a function which is seen to be none of the
 * browser's by what it owns (a `prototype`), whatever text it gives of itself.
 */
export function areNative(natives: readonly Native[]): boolean {
  for (let i = 0; i < natives.length; i++) if (!isNative(natives[i] as Native)) return false;
  return true;
}

/** Whether a function's source text is native and has no name, as that of a proxy is. */
export function isNameless(value: unknown): boolean {
  return (
    typeof value === "function" &&
    execute(/^function ?\(\)\s*\{\s*\[native/, sourceOf(value)) !== null
  );
}

function isNative([owner, key, part]: Native): boolean {
  try {
    const found = getOwnPropertyDescriptor(owner as object, key)?.[part ?? "value"];
    const isConstructor = execute(/^[A-Z]/, key) !== null;
    if (!isConstructor && ownKeys(found).length !== OWN_KEYS) return false;
    const text = execute(
      /^function (?:[gs]et )?(\w+)\(\)\s*\{\s*\[native code\]\s*\}$/,
      sourceOf(found),
    );
    return text !== null && toText(text[1]) === key;
  } catch {
    return false;
  }
}
