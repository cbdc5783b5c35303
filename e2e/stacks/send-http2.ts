import { connect } from "node:http2";

/** One request over HTTP/2 to a server on loopback, with any certificate. */
export interface Http2Request {
  readonly port: number;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Its response: names and values alternate, as received; status 0 if there was none. */
export interface Http2Response {
  readonly status: number;
  readonly raw: readonly string[];
  readonly body: string;
}

const TIMEOUT_MS = 15_000;

export function sendHttp2(sent: Http2Request): Promise<Http2Response> {
  return new Promise((resolve, reject) => {
    const { port, host, method, path, headers, body } = sent;
    const servername = host.split(":")[0] ?? host;
    const session = connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false, servername });
    const end = (response: Http2Response) => {
      session.destroy();
      resolve(response);
    };
    // Ended without a response: like a network error in a browser.
    const fail = (error: NodeJS.ErrnoException) =>
      end({ status: 0, raw: [], body: error.code ?? error.message });
    session.on("error", fail);
    session.setTimeout(TIMEOUT_MS, () => {
      session.destroy();
      reject(new Error(`${method} ${path}: no response`));
    });
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    const stream = session.request(
      {
        ...{ ":method": method, ":path": path, ":authority": host, ":scheme": "https" },
        ...Object.fromEntries(lower),
      },
      { endStream: body === undefined },
    );
    const chunks: Buffer[] = [];
    let status = 0;
    let raw: readonly string[] = [];
    stream.on("response", (found, _flags, lines: readonly string[] = []) => {
      status = Number(found[":status"]);
      raw = withoutPseudo(lines);
    });
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("error", fail);
    stream.on("end", () => end({ status, raw, body: Buffer.concat(chunks).toString() }));
    if (body !== undefined) stream.end(body);
  });
}

/** Without `:status`, which is not a header. */
function withoutPseudo(lines: readonly string[]): string[] {
  return lines.flatMap((name, index) => {
    const value = lines[index + 1];
    return index % 2 === 1 || name.startsWith(":") || value === undefined ? [] : [name, value];
  });
}
