/**
 * Everything that a page can observe about request functions without making a request. Runs in the page, as
 * text, so it can use nothing from outside its function.
 * @param frameUrl the URL to load in the frame whose realm the page uses; null for an empty frame that is
 * read at once.
 */
export async function observe(frameUrl: string | null): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  const attempt = (act: () => unknown): unknown => {
    try {
      return String(act());
    } catch (error) {
      return (error as Error).name;
    }
  };
  const places: [string, object, string][] = [
    ["fetch", window, "fetch"],
    ["open", XMLHttpRequest.prototype, "open"],
    ["setRequestHeader", XMLHttpRequest.prototype, "setRequestHeader"],
    ["send", XMLHttpRequest.prototype, "send"],
    ["upload", XMLHttpRequest.prototype, "upload"],
    ["XMLHttpRequest", window, "XMLHttpRequest"],
    ["EventSource", window, "EventSource"],
    ["constructor", EventSource.prototype, "constructor"],
    ["sendBeacon", Navigator.prototype, "sendBeacon"],
    ["toString", Function.prototype, "toString"],
  ];
  const frame = document.createElement("iframe");
  if (frameUrl !== null) frame.src = frameUrl;
  const loaded = new Promise((resolve) => {
    frame.onload = resolve;
    // Firefox fires no event for a frame that a policy of the page blocks.
    setTimeout(resolve, 3_000);
  });
  document.documentElement.append(frame);
  if (frameUrl !== null) await loaded;
  const other = frame.contentWindow as unknown as typeof globalThis;
  const texts = [Function.prototype.toString, other.Function.prototype.toString];
  for (const [name, owner, key] of places) {
    const { value, get, ...flags } = Object.getOwnPropertyDescriptor(owner, key) ?? {};
    const main = (value ?? get) as object;
    const usual = Object.getPrototypeOf(main);
    const derived = () => Object.create(main) as object;
    seen[name] = {
      flags,
      // Firefox orders a window's interfaces by their first use.
      place: owner === window && frameUrl !== null ? -1 : Reflect.ownKeys(owner).indexOf(key),
      own: Reflect.ownKeys(main).map((one) => {
        const { value: held, ...rest } = Object.getOwnPropertyDescriptor(main, one) ?? {};
        return [String(one), typeof held === "object" ? "object" : String(held), rest];
      }),
      texts: texts.map((text) => attempt(() => text.call(main))),
      ofDerived: attempt(() => Function.prototype.toString.call(derived())),
      cyclic: attempt(() => Object.setPrototypeOf(main, derived())),
      cyclicDeep: attempt(() => Object.setPrototypeOf(main, Object.create(derived()))),
      cyclicReflect: attempt(() => Reflect.setPrototypeOf(main, derived())),
      cyclicSetter: attempt(() =>
        Object.getOwnPropertyDescriptor(Object.prototype, "__proto__")?.set?.call(main, derived()),
      ),
      itself: attempt(() => Object.setPrototypeOf(main, main)),
      kept: Object.getPrototypeOf(main) === usual,
      another: attempt(() => {
        const mine = Object.create(Function.prototype) as object;
        Object.setPrototypeOf(main, mine);
        const isMine = Object.getPrototypeOf(main) === mine;
        Object.setPrototypeOf(main, usual);
        return isMine;
      }),
      extensible: Object.isExtensible(main),
      isConstructor: attempt(() => Reflect.construct(Object, [], main as () => void)),
      tag: Object.prototype.toString.call(main),
      isFunction: main instanceof Function,
    };
    const foreign = Object.getOwnPropertyDescriptor(
      owner === window
        ? other
        : (
            (other as never)[(owner as { constructor: { name: string } }).constructor.name] as {
              prototype: object;
            }
          ).prototype,
      key,
    );
    const theirs = (foreign?.value ?? foreign?.get) as object;
    seen[`${name} of a frame`] = texts.map((text) => attempt(() => text.call(theirs)));
  }
  frame.remove();
  return seen;
}

/** Everything that a page can observe about promises when it fetches: also text. */
export async function observePromises(url: string): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {};
  const counts = { species: 0, thens: 0, text: 0 };
  class Mine<T> extends Promise<T> {}
  const usual = Object.getOwnPropertyDescriptor(Promise, Symbol.species) as PropertyDescriptor;
  Object.defineProperty(Promise, Symbol.species, {
    configurable: true,
    get() {
      counts.species++;
      return Mine;
    },
  });
  const THEN = "then";
  const then = Object.getOwnPropertyDescriptor(Promise.prototype, THEN) as PropertyDescriptor;
  const native = then.value as typeof Promise.prototype.then;
  Object.defineProperty(Promise.prototype, THEN, {
    ...then,
    value(this: Promise<unknown>, ...args: []) {
      counts.thens++;
      return native.apply(this, args);
    },
  });
  try {
    const promise = fetch(url);
    seen.isMine = promise instanceof Mine;
    seen.afterCall = { ...counts };
    seen.status = (await promise).status;
    seen.afterAwait = { ...counts };
    const failing = fetch("http://[");
    seen.rejected = await failing.catch((error) => `${error.name} ${error.stack}`);
    seen.afterCatch = { ...counts };
    const method = {
      toString() {
        counts.text++;
        return "POST";
      },
    };
    await fetch(url, { method: method as never });
    seen.afterText = { ...counts };
  } finally {
    Object.defineProperty(Promise, Symbol.species, usual);
    Object.defineProperty(Promise.prototype, THEN, then);
  }
  return seen;
}

/** Both functions as text for any page: all observations, as one line. */
export const LOOK_AT_FUNCTIONS = `(async () => {
  // tsx names inner functions by its own helper, which is not there.
  const __name = (named) => named;
  // A policy of the page may forbid either.
  const looks = [(${observe})("/blank"), (${observePromises})("/blank")];
  return JSON.stringify(await Promise.all(looks.map((look) => look.catch(String))));
})()`;
