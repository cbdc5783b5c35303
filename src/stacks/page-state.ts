import type { Policy } from "../policy/policy.ts";

/**
 * The state of the configuration page: a stack, and the policy of its server. The fragment of the page's URL
 * holds all of it, so that a link opens the page filled in. Plain JSON. The values are untrusted: only
 * `safePolicy` lets them into a snippet.
 */
export interface PageState {
  /** Null where none is selected. */
  readonly stack: string | null;
  readonly origins: readonly string[] | "*";
  readonly methods: readonly string[];
  readonly requestHeaders: readonly string[];
  readonly exposedHeaders: readonly string[];
  readonly credentials: boolean;
  /** Seconds; null where browsers use their own default. */
  readonly maxAge: number | null;
}

/** Why a whole fragment was refused. */
export type FragmentProblem =
  /** Longer than any fragment that this page writes. */
  | "too-long"
  /** Not form-encoded, or a single field occurs twice. */
  | "malformed"
  /** Written by a later version of the page. */
  | "other-version"
  /** A field that this version does not know. */
  | "unknown-field"
  /** A number or a switch with an invalid value. */
  | "invalid-value";

export interface RefusedFragment {
  readonly problem: FragmentProblem;
  /** The field or value at fault, as received; "" where the whole fragment is at fault. */
  readonly at: string;
}

const VERSION = "1";
const LONGEST_FRAGMENT = 16_000;
const LONGEST_SHOWN = 100;

/** The fields that can occur several times, by their names in the fragment. */
const LISTS = {
  origin: "origins",
  method: "methods",
  header: "requestHeaders",
  expose: "exposedHeaders",
} as const;

/** The state as a fragment with its `#`; the same state gives the same fragment. */
export function toFragment(state: PageState): string {
  const fields = new URLSearchParams([["v", VERSION]]);
  if (state.stack !== null) fields.append("stack", state.stack);
  for (const [field, list] of Object.entries(LISTS)) {
    const values = state[list];
    for (const value of values === "*" ? ["*"] : values) fields.append(field, value);
  }
  if (state.credentials) fields.append("credentials", "true");
  if (state.maxAge !== null) fields.append("max-age", String(state.maxAge));
  // Colons and slashes stay readable.
  return `#${fields.toString().replaceAll("%3A", ":").replaceAll("%2F", "/")}`;
}

/**
 * Parses a fragment, with or without its `#`. Never throws, whatever the fragment contains.
 *
 * @returns null for an empty fragment, so that the page starts with its defaults.
 */
export function fromFragment(
  fragment: string,
): { readonly state: PageState } | { readonly refused: RefusedFragment } | null {
  const text = fragment.replace(/^#/, "");
  if (text === "") return null;
  if (text.length > LONGEST_FRAGMENT) return refuse("too-long", "");
  // URLSearchParams would accept an invalid escape as plain text.
  const broken = /%(?![0-9a-f]{2}).{0,2}/i.exec(text);
  if (broken !== null) return refuse("malformed", broken[0]);
  const fields = [...new URLSearchParams(text)];
  const once = new Map<string, string>();
  const lists: Record<(typeof LISTS)[keyof typeof LISTS], string[]> = {
    origins: [],
    methods: [],
    requestHeaders: [],
    exposedHeaders: [],
  };
  for (const [name, value] of fields) {
    if (Object.hasOwn(LISTS, name)) lists[LISTS[name as keyof typeof LISTS]].push(value);
    else if (!ONCE.has(name)) return refuse("unknown-field", name);
    else if (once.has(name)) return refuse("malformed", name);
    else once.set(name, value);
  }
  const version = once.get("v") ?? "";
  if (version !== VERSION) return refuse("other-version", version);
  const credentials = once.get("credentials") ?? "false";
  if (!/^(?:true|false)$/.test(credentials)) return refuse("invalid-value", credentials);
  const maxAge = once.get("max-age") ?? null;
  if (maxAge !== null && !isSeconds(maxAge)) return refuse("invalid-value", maxAge);
  const { origins } = lists;
  return {
    state: {
      ...lists,
      stack: once.get("stack") ?? null,
      origins: origins.length === 1 && origins[0] === "*" ? "*" : origins,
      credentials: credentials === "true",
      maxAge: maxAge === null ? null : Number(maxAge),
    },
  };
}

const ONCE: ReadonlySet<string> = new Set(["v", "stack", "credentials", "max-age"]);

/** Whether a text is a number of seconds that the page accepts. */
export function isSeconds(text: string): boolean {
  return /^(?:0|[1-9]\d{0,8})$/.test(text);
}

function refuse(problem: FragmentProblem, at: string): { readonly refused: RefusedFragment } {
  return { refused: { problem, at: at.slice(0, LONGEST_SHOWN) } };
}

/** The state of the page for a policy and a stack. */
export function pageStateOf(policy: Policy, stack: string | null): PageState {
  const { origins, methods, requestHeaders, exposedHeaders, credentials, maxAge } = policy;
  return { stack, origins, methods, requestHeaders, exposedHeaders, credentials, maxAge };
}

/** The policy that the page's fields describe. */
export function policyOfPage(state: PageState): Policy {
  const { origins, methods, requestHeaders, exposedHeaders, credentials, maxAge } = state;
  return {
    ...{ origins, methods, requestHeaders, exposedHeaders, credentials, maxAge },
    varyOrigin: origins !== "*",
    errorStatuses: [],
    preflight: true,
  };
}
