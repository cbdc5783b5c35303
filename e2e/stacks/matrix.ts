import { type Call, type Caller, ORIGINS, type Result, type WireResponse } from "./caller.ts";

/** A row of the fixed matrix of calls: written before any snippet was run, the same for every stack. */
export interface Row {
  readonly id: number;
  readonly title: string;
  /** Only for servers that forward requests. */
  readonly proxiesOnly?: true;
  /** Only for servers that allow some origins: `*` neither allows credentials nor blocks an origin. */
  readonly listedOnly?: true;
  /** The fault; null if everything is as expected. */
  readonly run: (caller: Caller, server: ServerKind) => Promise<string | null>;
}

/** The properties of a server that the rows depend on. */
export interface ServerKind {
  /** Whether it forwards requests to an application, and authenticates by itself. */
  readonly isProxy: boolean;
  /** Whether its configuration is `*`: every origin may read, without credentials. */
  readonly allowsAny?: boolean;
}

/** The result of a row. */
export interface RowResult {
  readonly id: number;
  readonly title: string;
  readonly outcome: "passed" | "failed" | "not-applicable";
  /** Why it failed or does not apply. */
  readonly why: string;
}

/** Servers differ in their statuses for an upstream that is down or does not respond. */
const BY_GATEWAY = [502, 503, 504];
const JSON_TYPE = { "content-type": "application/json" };
const WRITE = { ...JSON_TYPE, "x-custom": "1", authorization: "Bearer 1" };

/** The headers and methods that a server of the matrix must allow. */
export const MATRIX_HEADERS = ["authorization", "content-type", "x-custom"];
export const MATRIX_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

const write = (method: string, path: string): Call => ({
  ...{ page: "app", method, path, headers: WRITE, body: "{}" },
});

export const MATRIX: readonly Row[] = [
  reads(1, "GET from the allowed origin", { page: "app", path: "/ok" }, 200),
  reads(2, "GET of an unknown path", { page: "app", path: "/none" }, 404),
  everyAuth(3, "GET without authorization", (path) => ({ page: "app", path })),
  reads(4, "GET that ends in an unhandled error", { page: "app", path: "/boom" }, 500),
  reads(
    5,
    "POST of malformed JSON",
    { page: "app", method: "POST", path: "/ok", headers: JSON_TYPE, body: "{" },
    [400, 422],
  ),
  reads(
    6,
    "POST that is too large",
    {
      ...{ page: "app", method: "POST", path: "/ok", headers: JSON_TYPE },
      body: JSON.stringify({ text: "x".repeat(1_500) }),
    },
    413,
  ),
  {
    id: 7,
    title: "GET from an upstream that is down or does not respond",
    proxiesOnly: true,
    run: async (caller, server) =>
      (await read(caller, server, { page: "app", path: "/dead" }, BY_GATEWAY)) ??
      (await read(caller, server, { page: "app", path: "/slow" }, BY_GATEWAY)),
  },
  reads(8, "PUT with JSON, a custom header and Authorization", write("PUT", "/ok"), 200),
  reads(9, "DELETE with JSON, a custom header and Authorization", write("DELETE", "/ok"), 200),
  reads(10, "PATCH with JSON, a custom header and Authorization", write("PATCH", "/ok"), 200),
  reads(11, "PUT that ends in an unhandled error", write("PUT", "/boom"), 500),
  everyAuth(12, "PUT without authorization", (path) => write("PUT", path)),
  reads(13, "PUT to an unknown path", write("PUT", "/none"), 404),
  credentialed(14, "GET with a cookie", { page: "app", path: "/ok" }),
  credentialed(15, "PUT with a cookie", write("PUT", "/ok")),
  {
    id: 16,
    title: "Script reads a response header",
    run: async (caller) => {
      const { total, why } = await caller.call({ page: "app", path: "/ok" });
      return total === "7" ? null : `x-total is ${total}. ${why}`;
    },
  },
  reads(17, "GET from the other allowed origin", { page: "two", path: "/ok" }, 200),
  reads(18, "PUT from the other allowed origin", { ...write("PUT", "/ok"), page: "two" }, 200),
  isKeptOut(19, "GET from an origin that is not listed", { page: "evil", path: "/ok" }),
  isKeptOut(20, "PUT from an origin that is not listed", { ...write("PUT", "/ok"), page: "evil" }),
  isKeptOut(21, "GET from an opaque origin", { page: "null", path: "/ok" }),
  {
    id: 22,
    title: "Second PUT within the preflight's max-age",
    run: async (caller) => {
      // A separate path, without an earlier preflight.
      const first = await caller.call(write("PUT", "/ok?twice"));
      const second = await caller.call(write("PUT", "/ok?twice"));
      if (!first.readable || !second.readable) return first.why || second.why;
      const count = first.preflights + second.preflights;
      return count === 1 ? null : `${count} preflights`;
    },
  },
  {
    id: 23,
    title: "GET after an image of the same URL",
    run: async (caller, server) => {
      await caller.image("/cached?image");
      return read(caller, server, { page: "app", path: "/cached?image" }, 200);
    },
  },
  {
    id: 24,
    title: "GET of a cached URL by both allowed origins",
    run: async (caller, server) =>
      (await read(caller, server, { page: "app", path: "/cached?both" }, 200)) ??
      (await read(caller, server, { page: "two", path: "/cached?both" }, 200)),
  },
];

function reads(id: number, title: string, call: Call, status: number | readonly number[]): Row {
  return { id, title, run: (caller, server) => read(caller, server, call, status) };
}

/** The application's own authentication, and the server's if it has one. */
function everyAuth(id: number, title: string, callOf: (path: string) => Call): Row {
  return {
    id,
    title,
    run: async (caller, server) => {
      const wrong: (string | null)[] = [];
      for (const path of server.isProxy ? ["/auth", "/own-auth"] : ["/auth"]) {
        wrong.push(await read(caller, server, callOf(path), 401));
      }
      return wrong.find((one) => one !== null) ?? null;
    },
  };
}

function credentialed(id: number, title: string, call: Call): Row {
  return {
    id,
    title,
    listedOnly: true,
    run: async (caller, server) => {
      const result = await caller.call({ ...call, credentials: true });
      return (
        problem(result, 200, server) ?? (/session=1/.test(result.body) ? null : "no cookie arrived")
      );
    },
  };
}

function isKeptOut(id: number, title: string, call: Call): Row {
  return {
    id,
    title,
    listedOnly: true,
    run: async (caller) => {
      const { readable, sent } = await caller.call(call);
      if (readable) return "readable";
      return sent && call.method === "PUT" ? "the PUT was executed" : null;
    },
  };
}

async function read(
  caller: Caller,
  server: ServerKind,
  call: Call,
  status: number | readonly number[],
): Promise<string | null> {
  const result = await caller.call(call);
  const { method = "GET", path } = call;
  const wrong = problem(result, status, server);
  return wrong === null ? null : `${method} ${path}: ${wrong}`;
}

function problem(
  result: Result,
  status: number | readonly number[],
  server: ServerKind,
): string | null {
  if (!result.readable) return `not readable, ${result.why}`;
  const wanted = [status].flat();
  if (!wanted.includes(result.status)) return `status ${result.status}, not ${wanted.join(" or ")}`;
  for (const response of result.responses) {
    const wrong = broken(response, server);
    if (wrong !== null) return wrong;
  }
  return null;
}

/** A fault that no response may have, even if browsers accept it; null if there is none. */
export function broken(
  { lines, status, isPreflight, origin, credentials }: WireResponse,
  { allowsAny = false }: Pick<ServerKind, "allowsAny"> = {},
): string | null {
  const all = (name: string) =>
    lines.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value);
  const list = (name: string) =>
    all(name).flatMap((value) => value.split(",").map((one) => one.trim().toLowerCase()));
  const origins = all("access-control-allow-origin");
  const isListed = origin === ORIGINS.app || origin === ORIGINS.two;
  const wanted = allowsAny ? "*" : origin;
  if (isListed && (origins.length !== 1 || origins[0] !== wanted)) {
    return `${origins.length} lines of Access-Control-Allow-Origin: ${origins.join(" | ")}`;
  }
  if (!isListed && !allowsAny && origins.some((value) => value === "*" || value === origin)) {
    return `Access-Control-Allow-Origin: ${origins.join(" | ")} for ${origin}`;
  }
  const allowed = all("access-control-allow-credentials");
  if (allowed.length > 1 || allowed.some((value) => value !== "true")) {
    return `Access-Control-Allow-Credentials: ${allowed.join(" | ")}`;
  }
  const vary = list("vary");
  if (!allowsAny && !vary.includes("origin") && !vary.includes("*")) {
    return `${isPreflight ? "preflight" : status} without Vary: Origin`;
  }
  if (isPreflight && isListed) {
    if (status < 200 || status > 299) return `preflight with status ${status}`;
    if (all("location").length > 0) return "preflight with a Location";
  }
  const lists = ["methods", "headers"].map((name) => `access-control-allow-${name}`);
  if (
    credentials &&
    [...lists, "access-control-expose-headers"].some((n) => list(n).includes("*"))
  ) {
    return "* in a list with credentials";
  }
  return null;
}

/** Runs every row that applies. */
export async function runMatrix(
  caller: Caller,
  server: ServerKind,
  limits: Readonly<Record<number, string>>,
): Promise<RowResult[]> {
  const results: RowResult[] = [];
  for (const { id, title, proxiesOnly, listedOnly, run } of MATRIX) {
    const limit =
      limits[id] ??
      (proxiesOnly && !server.isProxy ? "not a proxy" : undefined) ??
      (listedOnly && server.allowsAny ? "the configuration allows every origin by *" : undefined);
    if (limit !== undefined) {
      results.push({ id, title, outcome: "not-applicable", why: limit });
      continue;
    }
    const why = await run(caller, server);
    results.push({ id, title, outcome: why === null ? "passed" : "failed", why: why ?? "" });
  }
  return results;
}
