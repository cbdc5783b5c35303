import { framesBeneath } from "./own-frames.ts";
import {
  type AnyFunction,
  createObject,
  execute,
  getPrototypeOf,
  setPrototypeOf,
  setPrototypeOrThrow,
} from "./pristine.ts";

/**
 * Gives the target of one of our proxies another prototype, as if the page had given it to the target.
 * Of a proxy nobody checks that its chain of prototypes has an end.
 * https://tc39.es/ecma262/#sec-ordinarysetprototypeof
 *
 * @param ours our function that is on the stack.
 */
export function setPrototype(
  target: AnyFunction,
  prototype: object | null,
  proxy: object,
  ours: AnyFunction,
): boolean {
  let link = prototype;
  while (link !== null && link !== proxy) link = getPrototypeOf(link);
  if (link === null) return setPrototypeOf(target, prototype);
  // Reflect's function says no, all others throw an error of the browser's. Gecko's stacks do not show
  // which one it was: there the error is that of a proxy.
  if (execute(/^ {4}at (?!Reflect\.)/, framesBeneath(ours) ?? "") !== null) {
    setPrototypeOrThrow(target, createObject(target));
  }
  return false;
}
