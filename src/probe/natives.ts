import { execute, getOwnPropertyDescriptor, ownKeys, toText, uncurried } from "./pristine.ts";

const sourceOf = uncurried(Function.prototype.toString);

/** A property in the page's world, and the part of it that holds a function. */
export type Native = readonly [owner: object | undefined, key: string, part?: "get" | "set"];

/** The browser's methods and accessors own exactly two properties: `length` and `name`. */
const OWN_KEYS = 2;

/**
 * Whether all these functions are still the browser's: not replaced, wrapped, bound or removed. A page's
 * replacement may do anything with its arguments.
 *
 * A page can also replace `Function.prototype.toString`. The replacement is itself recognised as not native
 * by its own properties (a `prototype`), whatever text it returns for itself.
 */
export function areNative(natives: readonly Native[]): boolean {
  for (let i = 0; i < natives.length; i++) if (!isNative(natives[i] as Native)) return false;
  return true;
}

/** Whether a function's source text is native and nameless, like a proxy's. */
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
