import type { CorsHar } from "../../src/report/har.ts";
import type { Lab } from "./lab.ts";

/** A row of our report: the request, and our verdict. */
export interface Row {
  readonly method: string;
  readonly outcome: string;
  readonly cause?: string;
  readonly certainty?: string;
  readonly credentials?: string;
  readonly preflight?: string;
}

/** Calls of a page of which several have the same URL, or none becomes a request. */
export interface Repeat {
  readonly name: string;
  /** Sets up the lab; returns the URL for the page to call. */
  prepare(lab: Lab, id: string): string;
  /** Runs in the page, as text: uses nothing from outside its function. */
  readonly run: (url: string) => Promise<unknown>;
  /** The complete rows of our report, in any order. */
  readonly rows: readonly Row[] | Readonly<Record<"Chromium" | "Firefox", readonly Row[]>>;
}

const AFTER_MS = 30;

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Every origin may request it without credentials; the page also with them, unless a wildcard is wanted. */
function open(lab: Lab, id: string, allowed = "page", responseAfter = AFTER_MS): string {
  lab.respond(id, ({ method }) => {
    const origin = [
      ["Access-Control-Allow-Origin", allowed === "page" ? lab.origins.page : allowed],
      ["Access-Control-Allow-Credentials", "true"],
    ] as const;
    if (method !== "OPTIONS") return { headers: origin, after: after(responseAfter) };
    const preflight = [
      ["Access-Control-Allow-Methods", "PUT"],
      ["Access-Control-Allow-Headers", "x-a"],
      ["Access-Control-Max-Age", "0"],
    ] as const;
    return { status: 204, headers: [...origin, ...preflight] };
  });
  return lab.url("apiA", id);
}

/** No origin may read it, and every response comes at once. */
function refused(lab: Lab, id: string): string {
  lab.respond(id, () => ({ headers: [] }));
  return lab.url("apiA", id);
}

const withUser = (url: string) => url.replace("//", "//user:secret@");

const aborted = (more: Partial<Row> = {}): Row => ({
  ...{ method: "GET", outcome: "aborted", cause: "aborted", certainty: "certain" },
  ...more,
});
const allowed = (more: Partial<Row> = {}): Row => ({
  ...{ method: "GET", outcome: "allowed", certainty: "certain" },
  ...more,
});
const wildcard = (more: Partial<Row> = {}): Row => ({
  ...{ method: "GET", outcome: "blocked", cause: "wildcard-origin-not-allowed" },
  ...more,
});
const invalid = (method: string): Row => ({
  ...{ method, outcome: "blocked", cause: "invalid-call", certainty: "certain" },
});

export const REPEATS: readonly Repeat[] = [
  {
    name: "aborted before the network, while a worker requests it with credentials",
    prepare: (lab, id) => open(lab, id, "*", 0),
    run: async (url) => {
      const script = `onmessage = async ({ data }) => {
        try { postMessage((await fetch(data, { credentials: "include" })).status); }
        catch (error) { postMessage(String(error)); }
      };`;
      const worker = new Worker(URL.createObjectURL(new Blob([script])));
      const isOver = new Promise((resolve) => {
        worker.onmessage = resolve;
      });
      worker.postMessage(url);
      const controller = new AbortController();
      const call = fetch(url, { credentials: "omit", signal: controller.signal });
      controller.abort();
      await call.catch(() => {});
      await isOver;
    },
    rows: [aborted({ credentials: "omit" }), wildcard({ credentials: "include" })],
  },
  ...(["before it is made", "at once"] as const).map(
    (when): Repeat => ({
      name: `aborted ${when}, while a worker requests it in the same way`,
      prepare: (lab, id) => `${refused(lab, id)}?${when === "at once"}`,
      run: async (url) => {
        const script = `onmessage = ({ data }) => fetch(data).catch(() => {}).then(postMessage);`;
        const worker = new Worker(URL.createObjectURL(new Blob([script])));
        const isOver = new Promise((resolve) => {
          worker.onmessage = resolve;
        });
        worker.postMessage(url);
        const isMade = new URL(url).search === "?true";
        const controller = new AbortController();
        if (!isMade) controller.abort();
        const call = fetch(url, { signal: controller.signal });
        controller.abort();
        await call.catch(() => {});
        await isOver;
      },
      rows: [aborted(), { method: "GET", outcome: "blocked", cause: "missing-allow-origin" }],
    }),
  ),
  // A busy browser processes the aborts when some of these requests have ended by themselves.
  ...(["GET", "PUT"] as const).flatMap((method) =>
    [true, false].map((isAllowed): Repeat => {
      const name = `${method}, aborted at once and ${isAllowed ? "allowed" : "refused"} at once`;
      return {
        name,
        prepare: (lab, id) =>
          `${isAllowed ? open(lab, id, "page", 0) : refused(lab, id)}?${method}`,
        run: async (url) => {
          const method = new URL(url).search.slice(1);
          for (let i = 0; i < 12; i++) {
            const xhr = new XMLHttpRequest();
            xhr.open(method, url);
            xhr.send();
            xhr.abort();
            const controller = new AbortController();
            const call = fetch(url, { method, signal: controller.signal });
            controller.abort();
            // Blocks like a page that draws, before the browser's events are handled.
            for (const begin = performance.now(); performance.now() < begin + 8; );
            await call.catch(() => {});
          }
        },
        rows: Array.from({ length: 24 }, () => aborted({ method })),
      };
    }),
  ),
  {
    name: "aborted, and made again at once with credentials",
    prepare: (lab, id) => open(lab, id, "*"),
    run: async (url) => {
      const controller = new AbortController();
      const call = fetch(url, { credentials: "omit", signal: controller.signal });
      controller.abort();
      await Promise.allSettled([call, fetch(url, { credentials: "include" })]);
    },
    rows: [
      aborted({ credentials: "omit" }),
      wildcard({ credentials: "include", certainty: "certain" }),
    ],
  },
  {
    name: "with and without credentials at once",
    prepare: (lab, id) => open(lab, id, "*"),
    run: async (url) => {
      const request = (method: string, credentials: RequestCredentials) =>
        fetch(url, { method, credentials });
      await Promise.allSettled([
        request("GET", "include"),
        request("GET", "omit"),
        request("PUT", "omit"),
        request("PUT", "include"),
      ]);
    },
    rows: ["GET", "PUT"].flatMap((method) => [
      allowed({ method, credentials: "omit" }),
      wildcard({ method, credentials: "include", certainty: "certain" }),
    ]),
  },
  {
    name: "aborted and made again thrice, as React does in strict mode",
    prepare: (lab, id) => open(lab, id),
    run: async (url) => {
      for (let i = 0; i < 3; i++) {
        const controller = new AbortController();
        const call = fetch(url, { signal: controller.signal });
        controller.abort();
        await Promise.allSettled([call, fetch(url)]);
      }
    },
    rows: [0, 1, 2].flatMap(() => [aborted(), allowed()]),
  },
  {
    name: "an XMLHttpRequest that is opened again",
    prepare: (lab, id) => open(lab, id),
    run: async (url) => {
      const xhr = new XMLHttpRequest();
      xhr.open("GET", url);
      xhr.send();
      xhr.open("GET", url);
      xhr.withCredentials = true;
      xhr.send();
      await new Promise((resolve) => {
        xhr.onloadend = resolve;
      });
    },
    rows: [aborted({ credentials: "same-origin" }), allowed({ credentials: "include" })],
  },
  {
    name: "aborted at once, with preflights",
    // Chromium needs a while to end so many, and a response must not come before.
    prepare: (lab, id) => open(lab, id, "page", 1500),
    run: async (url) => {
      for (let i = 0; i < 40; i++) {
        const xhr = new XMLHttpRequest();
        xhr.open("PUT", url);
        xhr.send();
        xhr.abort();
      }
      await fetch(url, { method: "PUT" });
    },
    rows: [
      ...Array.from({ length: 40 }, () => aborted({ method: "PUT" })),
      allowed({ method: "PUT", preflight: "sent" }),
    ],
  },
  {
    name: "aborted for a reason of the page's own",
    prepare: (lab, id) => open(lab, id, "page", 2000),
    run: async (url) => {
      const abort = (reason: unknown, ms: number | null) => {
        const controller = new AbortController();
        const call = fetch(url, { signal: controller.signal }).catch(() => {});
        if (ms === null) controller.abort(reason);
        else setTimeout(() => controller.abort(reason), ms);
        return call;
      };
      await abort("no more", null);
      await abort(new TypeError("mine"), 50);
      const signal = AbortSignal.timeout(50);
      await fetch(new Request(url, { signal })).catch(() => {});
    },
    rows: [aborted(), aborted(), aborted()],
  },
  {
    name: "aborted after a redirect",
    prepare: (lab, id) => {
      const to = open(lab, `${id}-there`, "*", 400);
      lab.respond(id, {
        response: {
          status: 302,
          headers: [
            ["Access-Control-Allow-Origin", "*"],
            ["Location", to],
          ],
        },
      });
      return lab.url("apiA", id);
    },
    run: async (url) => {
      await fetch(url, { signal: AbortSignal.timeout(150) }).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 500));
    },
    rows: [aborted()],
  },
  {
    name: "user and password in the URL, or given to open()",
    prepare: (lab, id) => open(lab, id),
    run: async (url) => {
      const request = (...args: unknown[]) =>
        new Promise((resolve) => {
          const xhr = new XMLHttpRequest();
          xhr.onloadend = resolve;
          (xhr.open as (...args: unknown[]) => void)(...args);
          xhr.send();
        });
      await request("PUT", url.replace("//", "//user:secret@"));
      await request("PUT", url, true, "user", "secret");
      await request("GET", url, true, "user", "secret");
    },
    rows: [
      allowed({ method: "PUT", preflight: "sent", credentials: "same-origin" }),
      allowed({ method: "PUT", preflight: "sent", credentials: "same-origin" }),
      allowed({ preflight: "none", credentials: "same-origin" }),
    ],
  },
  {
    name: "an EventSource and a beacon with user and password",
    prepare: (lab, id) => {
      lab.respond(id, ({ method }) => ({
        headers: [
          ["Access-Control-Allow-Origin", "*"],
          ["Content-Type", method === "GET" ? "text/event-stream" : "text/plain"],
        ],
      }));
      return withUser(lab.url("apiA", id));
    },
    run: async (url) => {
      const source = new EventSource(url);
      await new Promise((resolve) => {
        source.onerror = resolve;
      });
      source.close();
      navigator.sendBeacon(url, "x");
    },
    rows: {
      Chromium: ["GET", "POST"].map((method) => ({
        ...{ method, outcome: "blocked", certainty: "certain" },
        cause: "credentialed-subresource",
      })),
      Firefox: [allowed(), { method: "POST", outcome: "opaque", certainty: "certain" }],
    },
  },
  {
    name: "fetches that throw",
    prepare: (lab, id) => open(lab, id),
    run: async (url) => {
      const used = new Request(url, { method: "PUT", body: "x" });
      await used.text();
      const calls: (() => Promise<unknown>)[] = [
        () => fetch(url, { method: "PUT", headers: { "x-a": "\u2603" } }),
        () => fetch(url, { method: "PUT", headers: { "x-a": "a\nb" } }),
        () => fetch(url, { method: "PUT", headers: { "a b": "1" } }),
        () => fetch(url, { method: "PU T" }),
        () => fetch(url, { body: "x" }),
        () => fetch(url.replace("//", "//user:secret@"), { method: "PUT" }),
        () => fetch(url, { method: "PUT", mode: "navigate" }),
        () => fetch(url, { method: "PUT", mode: "other" as RequestMode }),
        () => fetch(url, { method: "PUT", credentials: "other" as RequestCredentials }),
        () => fetch(url, { method: "PUT", referrer: "http://[" }),
        () => fetch(used),
        () =>
          fetch(url, {
            method: "PUT",
            get headers(): HeadersInit {
              throw new RangeError("mine");
            },
          }),
      ];
      for (const call of calls) await call().catch(() => {});
    },
    rows: ["PUT", "PUT", "PUT", "PU T", "GET", "PUT", "PUT", "PUT", "PUT", "PUT", "PUT", "PUT"].map(
      invalid,
    ),
  },
  {
    name: "XMLHttpRequests that throw",
    prepare: (lab, id) => open(lab, id),
    run: async (url) => {
      const twice = new XMLHttpRequest();
      const done = new Promise((resolve) => {
        twice.onloadend = resolve;
      });
      twice.open("PUT", url);
      twice.send();
      try {
        twice.send();
      } catch {}
      try {
        new XMLHttpRequest().open("PU T", url);
      } catch {}
      await done;
    },
    rows: [allowed({ method: "PUT", preflight: "sent" }), invalid("PUT"), invalid("PU T")],
  },
];

/** The rows expected in this browser's report. */
export const wantedRows = ({ rows }: Repeat, product: "Chromium" | "Firefox"): readonly Row[] =>
  product in rows ? rows[product as keyof typeof rows] : (rows as readonly Row[]);

/** The report's rows for the calls of a URL. */
export function rowsOf({ log }: CorsHar, id: string): Required<Row>[] {
  const isOurs = new RegExp(`/_/${id}(?![\\w-])`);
  return log._cors.exchanges
    .filter(({ url }) => isOurs.test(url))
    .map(({ method, outcome, cause, certainty, credentials, preflight }) => ({
      ...{ method, outcome, certainty, cause: cause?.code ?? "" },
      ...{ credentials: credentials.value, preflight: preflight.seen },
    }));
}

/** The rows in the order of the wanted ones that they match; unmatched rows come last. */
export function likeWanted(
  rows: readonly Required<Row>[],
  wanted: readonly Row[],
): Required<Row>[] {
  const left = [...rows];
  const found = wanted.flatMap((row) => {
    const at = left.findIndex((one) =>
      Object.entries(row).every(([key, value]) => one[key as keyof Row] === value),
    );
    return at === -1 ? [] : left.splice(at, 1);
  });
  return [...found, ...left];
}
