import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";

/** A response to write down literally: no header is added, merged, sorted or re-spelled. */
export interface ResponseSpec {
  /** 200 when left out. */
  readonly status?: number;
  /** The usual phrase for the status when left out. */
  readonly statusText?: string;
  /** One code point is one byte, so "\u00e9" sends the byte E9. Any number of lines, of any size. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Uint8Array;
  /** The head is written when this resolves. */
  readonly after?: Promise<unknown>;
  /** The body is written when this resolves; the head at once. */
  readonly bodyAfter?: Promise<unknown>;
}

/** What a server may do with a request: answer it, or one of three ways not to. */
export type Answer = ResponseSpec | "hang" | "reset" | "close";

/** Carries out an answer on the socket that asked. Every answered connection is closed. */
export async function giveAnswer(socket: Socket, answer: Answer, method: string): Promise<void> {
  if (answer === "hang") return void socket.once("end", () => socket.end());
  if (answer === "reset") return void socket.resetAndDestroy();
  if (answer === "close") return void socket.end();
  await answer.after;
  const status = answer.status ?? 200;
  const bodiless = method === "HEAD" || status === 204 || status === 304;
  const body =
    typeof answer.body === "string" ? Buffer.from(answer.body) : (answer.body ?? Buffer.alloc(0));
  socket.write(headBytes(status, answer, bodiless ? null : body.length));
  await answer.bodyAfter;
  socket.end(bodiless ? "" : body);
}

function headBytes(status: number, spec: ResponseSpec, length: number | null): Buffer {
  const lines = [`HTTP/1.1 ${status} ${spec.statusText ?? STATUS_CODES[status] ?? ""}`];
  for (const [name, value] of spec.headers ?? []) lines.push(`${name}: ${value}`);
  if (length !== null && !has(spec, "content-length")) lines.push(`Content-Length: ${length}`);
  if (!has(spec, "connection")) lines.push("Connection: close");
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
}

function has(spec: ResponseSpec, name: string): boolean {
  return spec.headers?.some(([other]) => other.toLowerCase() === name) ?? false;
}
