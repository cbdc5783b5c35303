import { request } from "node:http";
import { type Call, type Caller, ORIGINS, type Result, type WireResponse } from "./caller.ts";
import { sendHttp2 } from "./send-http2.ts";

const SAFE_METHODS = new Set(["GET", "HEAD", "POST"]);
const COOKIE = "session=1";
const TIMEOUT_MS = 15_000;

/**
 * Makes calls on bare sockets and judges them by the Fetch standard: independent of the engine, and quick.
 * https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export class WireCaller implements Caller {
  readonly #port: number;
  readonly #host: string;
  readonly #preflights = new Map<string, number>();
  readonly #cache = new Map<string, { origin: string | null; response: ReceivedResponse }>();

  readonly #isHttp2: boolean;

  constructor(port: number, host: string, isHttp2 = false) {
    this.#port = port;
    this.#host = host;
    this.#isHttp2 = isHttp2;
  }

  async call(call: Call): Promise<Result> {
    const { method = "GET", path, headers = {}, credentials = false } = call;
    const origin = ORIGINS[call.page];
    const unsafe = Object.keys(headers).filter((name) => !isSafe(name, headers[name] ?? ""));
    const responses: WireResponse[] = [];
    let preflights = 0;
    const fail = (why: string, sent: boolean): Result => ({
      ...{ readable: false, status: 0, body: "", total: null, preflights, sent, why, responses },
    });
    const key = JSON.stringify([origin, method, path, unsafe, credentials]);
    if (!SAFE_METHODS.has(method) || unsafe.length > 0) {
      if ((this.#preflights.get(key) ?? 0) < Date.now()) {
        preflights++;
        const names = unsafe.map((name) => name.toLowerCase()).sort();
        const response = await this.#send("OPTIONS", path, {
          Origin: origin,
          "Access-Control-Request-Method": method,
          ...(names.length > 0 ? { "Access-Control-Request-Headers": names.join(",") } : {}),
        });
        const status = { isPreflight: true, origin, credentials, status: response.status };
        responses.push({ ...status, lines: response.lines });
        const why = preflightProblem(response, { origin, method, names, credentials });
        if (why !== null) return fail(`preflight ${response.status}: ${why}`, false);
        const age = Number(response.get("access-control-max-age") ?? 5);
        this.#preflights.set(key, Date.now() + age * 1000);
      }
    }
    const sent = {
      Origin: origin,
      ...headers,
      ...(credentials ? { Cookie: COOKIE } : {}),
    };
    const stored = this.#cached(path, method, origin);
    const response = stored ?? (await this.#send(method, path, sent, call.body));
    this.#store(path, method, origin, response);
    const head = { isPreflight: false, origin, credentials, status: response.status };
    responses.push({ ...head, lines: response.lines, fromCache: stored !== null });
    const why = checkProblem(response, origin, credentials);
    if (why !== null) return fail(`response ${response.status}: ${why}`, true);
    const exposed = response.list("access-control-expose-headers");
    const total = exposed.includes("x-total") ? (response.get("x-total") ?? null) : null;
    const { status, body } = response;
    return { readable: true, status, body, total, preflights, sent: true, why: "", responses };
  }

  async image(path: string): Promise<void> {
    this.#store(path, "GET", null, await this.#send("GET", path, {}));
  }

  /** A request without Origin, needed by the invariants. */
  async withoutOrigin(path: string): Promise<WireResponse> {
    const { status, lines } = await this.#send("GET", path, {});
    return { isPreflight: false, origin: null, credentials: false, status, lines };
  }

  #cached(path: string, method: string, origin: string | null): ReceivedResponse | null {
    const stored = method === "GET" ? this.#cache.get(path) : undefined;
    if (stored === undefined) return null;
    const varies = stored.response.list("vary").some((name) => name === "origin" || name === "*");
    return varies && stored.origin !== origin ? null : stored.response;
  }

  #store(path: string, method: string, origin: string | null, response: ReceivedResponse): void {
    const isKept = /max-age=[1-9]/.test(response.get("cache-control") ?? "");
    if (method === "GET" && isKept) this.#cache.set(path, { origin, response });
  }

  async #send(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<ReceivedResponse> {
    if (this.#isHttp2) {
      const [port, host] = [this.#port, this.#host];
      const all = { Accept: "*/*", ...headers };
      const response = await sendHttp2({ port, host, method, path, headers: all, body });
      return new ReceivedResponse(response.status, response.raw, response.body);
    }
    return new Promise((resolve, reject) => {
      const sent = { Host: this.#host, Accept: "*/*", ...headers, Connection: "close" };
      const length = body === undefined ? {} : { "Content-Length": Buffer.byteLength(body) };
      const options = { host: "127.0.0.1", port: this.#port, method, path, agent: false };
      const outgoing = request({ ...options, headers: { ...sent, ...length } }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        const end = () =>
          resolve(
            new ReceivedResponse(
              incoming.statusCode ?? 0,
              incoming.rawHeaders,
              Buffer.concat(chunks).toString(),
            ),
          );
        incoming.on("end", end);
        incoming.on("error", end);
      });
      outgoing.setTimeout(TIMEOUT_MS, () =>
        outgoing.destroy(new Error(`${method} ${path}: no response`)),
      );
      outgoing.on("error", (error) =>
        // Ended without a response: like a network error in a browser.
        "code" in error ? resolve(new ReceivedResponse(0, [], String(error.code))) : reject(error),
      );
      outgoing.end(body);
    });
  }
}

class ReceivedResponse {
  readonly status: number;
  readonly lines: (readonly [string, string])[] = [];
  readonly body: string;

  constructor(status: number, raw: readonly string[], body: string) {
    this.status = status;
    this.body = body;
    for (let i = 0; i < raw.length; i += 2) {
      this.lines.push([raw[i] as string, raw[i + 1] as string]);
    }
  }

  get(name: string): string | null {
    const found = this.lines.filter(([other]) => other.toLowerCase() === name);
    return found.length === 0 ? null : found.map(([, value]) => value).join(", ");
  }

  list(name: string): string[] {
    const value = this.get(name);
    return value === null ? [] : value.split(",").map((one) => one.trim().toLowerCase());
  }
}

function isSafe(name: string, value: string): boolean {
  const lower = name.toLowerCase();
  if (lower === "accept") return true;
  return lower === "content-type" && /^(?:text\/plain|multipart\/form-data)/.test(value);
}

/** https://fetch.spec.whatwg.org/#concept-cors-check */
function checkProblem(
  response: ReceivedResponse,
  origin: string,
  credentials: boolean,
): string | null {
  if (response.status === 0) return response.body;
  const allowed = response.get("access-control-allow-origin");
  if (allowed === null) return "no Access-Control-Allow-Origin";
  if (allowed !== origin && (allowed !== "*" || credentials)) return `allows ${allowed}`;
  if (credentials && response.get("access-control-allow-credentials") !== "true") {
    return "does not allow credentials";
  }
  return null;
}

interface Preflighted {
  readonly origin: string;
  readonly method: string;
  readonly names: readonly string[];
  readonly credentials: boolean;
}

/** https://fetch.spec.whatwg.org/#cors-preflight-fetch */
function preflightProblem(response: ReceivedResponse, preflighted: Preflighted): string | null {
  const { origin, method, names, credentials } = preflighted;
  const problem = checkProblem(response, origin, credentials);
  if (problem !== null) return problem;
  if (response.status < 200 || response.status > 299) return "status is not ok";
  const methods = (response.get("access-control-allow-methods") ?? "").split(/\s*,\s*/);
  const anyMethod = methods.includes("*") && !credentials;
  if (!SAFE_METHODS.has(method) && !methods.includes(method) && !anyMethod) {
    return `does not allow ${method}`;
  }
  const headers = response.list("access-control-allow-headers");
  const anyHeader = headers.includes("*") && !credentials;
  const missing = names.filter(
    (name) => !headers.includes(name) && !(anyHeader && name !== "authorization"),
  );
  return missing.length > 0 ? `does not allow ${missing.join(", ")}` : null;
}
