/** The head of a request as received, byte for byte as latin1 text. */
export interface RequestHead {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** With duplicates, order and spelling as received. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** The end of the request's head in the bytes read so far, or -1 if it is incomplete. */
export function endOfHead(bytes: Buffer): number {
  const blank = bytes.indexOf("\r\n\r\n");
  return blank === -1 ? -1 : blank + 4;
}

/** Parses the head of an HTTP/1.1 request. It relies on browsers to send well-formed ones. */
export function parseHead(head: Buffer): RequestHead {
  const [requestLine = "", ...lines] = head.toString("latin1").trimEnd().split("\r\n");
  const [method = "", target = ""] = requestLine.split(" ");
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
  return { method, target, headers };
}

/** The value of the first header with this name, case-insensitively, or null. */
export function headerOf(head: Pick<RequestHead, "headers">, name: string): string | null {
  const wanted = name.toLowerCase();
  return head.headers.find(([other]) => other.toLowerCase() === wanted)?.[1] ?? null;
}
