import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";

/** A response to write literally: no header is added, merged, sorted or respelled. */
export interface ResponseSpec {
  /** Default 200. */
  readonly status?: number;
  /** Default: the usual phrase for the status. */
  readonly statusText?: string;
  /**
   * One code point is one byte, so "\u00e9" sends the byte E9. Any number of lines, of any size.
   */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Uint8Array;
  /** The head is written when this resolves. */
  readonly after?: Promise<unknown>;
  /** The body is written when this resolves; the head at once. */
  readonly bodyAfter?: Promise<unknown>;
}

/** Bytes to write unchanged, whether valid HTTP or not, before the connection ends. */
export interface Bytes {
  readonly bytes: Uint8Array;
}

/** A server's reaction to a request: a response, or one of three ways to send none. */
export type LabResponse = ResponseSpec | Bytes | "hang" | "reset" | "close";

/** Sends a response on the socket of the request, and closes the connection. */
export async function sendResponse(
  socket: Socket,
  response: LabResponse,
  method: string,
): Promise<void> {
  if (response === "hang") return void socket.once("end", () => socket.end());
  if (response === "reset") return void socket.resetAndDestroy();
  if (response === "close") return void socket.end();
  if ("bytes" in response) return void socket.end(response.bytes);
  await response.after;
  const { head, body } = inBytes(response, method);
  socket.write(head);
  await response.bodyAfter;
  socket.end(body);
}

/** The bytes of a response to a request with this method. */
export function inBytes(spec: ResponseSpec, method: string): { head: Buffer; body: Buffer } {
  const status = spec.status ?? 200;
  const bodiless = method === "HEAD" || status === 204 || status === 304;
  const body = bodiless ? Buffer.alloc(0) : Buffer.from(spec.body ?? "");
  return { head: headBytes(status, spec, bodiless ? null : body.length), body };
}

function headBytes(status: number, spec: ResponseSpec, length: number | null): Buffer {
  const isChunked = has(spec, "transfer-encoding");
  const lines = [`HTTP/1.1 ${status} ${spec.statusText ?? STATUS_CODES[status] ?? ""}`];
  for (const [name, value] of spec.headers ?? []) lines.push(`${name}: ${value}`);
  if (length !== null && !isChunked && !has(spec, "content-length")) {
    lines.push(`Content-Length: ${length}`);
  }
  if (!has(spec, "connection")) lines.push("Connection: close");
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
}

function has(spec: ResponseSpec, name: string): boolean {
  return spec.headers?.some(([other]) => other.toLowerCase() === name) ?? false;
}
