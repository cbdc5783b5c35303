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
 * Sets the prototype of a proxy's target, as if the page had set the target's own. For a proxy, the engine
 * does not check that the prototype chain ends.
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
  // `Reflect.setPrototypeOf` returns false, all other functions throw an error of the browser. Gecko's stacks
  // do not show which one was called: there the error is the one for a proxy.
  if (execute(/^ {4}at (?!Reflect\.)/, framesBeneath(ours) ?? "") !== null) {
    setPrototypeOrThrow(target, createObject(target));
  }
  return false;
}
