/** An error as it appears in a bug report: only words that are in the lists here. */
export interface ClosedError {
  readonly name: string;
  /** The browser's message; "…" replaces each run of other words. */
  readonly message: string;
  /** Places in our own scripts, the innermost first: "background:1:2345". */
  readonly stack: readonly string[];
}

/**
 * Reduces an error to what a bug report may contain. Browsers quote input in error messages: a URL, a header
 * value, a piece of JSON. Instead of searching for secrets to remove, only words that are known to be
 * harmless are kept.
 *
 * @param text the output of `textOfError()`.
 */
export function closedError(text: string): ClosedError {
  const [, name = ""] = /^(?:Uncaught )?(\w+): /.exec(text) ?? [];
  const isKnown = NAMES.has(name);
  const message = text
    .slice(isKnown ? text.indexOf(":") : 0)
    .split("\n", 1)[0]
    ?.split(/[^A-Za-z]+/)
    .filter((word) => word !== "")
    .map((word) => (WORDS.has(word.toLowerCase()) ? word.toLowerCase() : "…"));
  return {
    name: isKnown ? name : "Error",
    message: (message ?? [])
      .filter((word, at, all) => word !== "…" || all[at - 1] !== "…")
      .join(" "),
    stack: [...text.matchAll(FRAME)].slice(0, MOST_FRAMES).map(([, ...place]) => place.join(":")),
  };
}

const MOST_FRAMES = 8;

/** A position in a file of the build: the name without the hash, the line and the column. */
const FRAME =
  /-extension:\/\/[\w-]{1,40}\/(?:[\w-]{1,20}\/){0,2}([A-Za-z-]{1,40}?)(?:\.(?:ts|html))?(?:-[\w-]{8})?\.js:(\d{1,6}):(\d{1,7})\)?(?=\n|$)/g;

const NAMES: ReadonlySet<string> = new Set([
  ...["Error", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError"],
  ...["AggregateError", "InternalError", "DOMException", "AbortError", "DataCloneError"],
  ...["DataError", "EncodingError", "InvalidAccessError", "InvalidStateError", "NetworkError"],
  ...["NotAllowedError", "NotFoundError", "NotReadableError", "NotSupportedError"],
  ...["OperationError", "QuotaExceededError", "SecurityError", "TimeoutError", "UnknownError"],
]);

/** Words in messages of V8, SpiderMonkey and the browsers' extension APIs. */
const WORDS: ReadonlySet<string> = new Set(
  `a access accessed active after already an and api are argument arguments array assign assignment at attempt
  attempting await be been before being bigint body boolean break buffer bytes call called can cannot changed
  class clone cloned close closed code connect connection constant constructor contains contents context convert
  converting could create data date decode decompress deep define defined delete descriptor destructure
  detached did disconnected do document does domain duplicate during dynamically empty end ended equal error
  establish exceed exceeded exceeds exist exists expected expired expression extension failed failure fetch few
  field file find first for format found frame from full function generator get getter given global handler has
  host id in index infinity initialization initialize initialized inside instance instanceof integer internal
  invalid invalidated is it item iterable iterator its json key keys last least length limit limitations
  longer long loop loading manifest map match maximum message messages method missing module more most must
  name named nan negative new no non not null number object of on one only open operation operator options or
  out outside overflow page parameter parse permission permissions port position possible promise property
  properties prototype proxy quota range read reading received receiving recursion redefine reduce register
  registered regular reject rejected request required requires resolve resource response result return returned
  rule rules runtime script scripts sent serialize serializable session set setter setting should shutting size
  stack stale state stopped storage store stored stream string structure such suspended symbol syntax t tab tabs
  target terminated than that the this time timed to token too tried type typed unable undefined unexpected
  unique unknown unsupported update updated url use used using valid value values view was were while window
  with without worker write writing wrong`.split(/\s+/),
);
