import type { HeaderList } from "../../http/header-list.ts";

/** A protocol over HTTP whose clients read response headers, and send several kinds of requests. */
export interface ClientProtocol {
  readonly name: string;
  /** Lower-case names of response headers that only this protocol has. */
  readonly marks: readonly string[];
  /** The response headers without which its clients fail. */
  readonly reads: readonly string[];
  /** What the requests after the first one need as well. */
  readonly later: { readonly methods: string; readonly headers: string } | null;
}

const PROTOCOLS: readonly ClientProtocol[] = [
  {
    // https://tus.io/protocols/resumable-upload
    name: "tus",
    marks: ["tus-resumable"],
    reads: ["Location", "Upload-Offset", "Upload-Length"],
    later: { methods: "PATCH, HEAD", headers: "content-type, upload-offset" },
  },
  {
    // https://modelcontextprotocol.io/specification/2025-06-18/basic/transports
    name: "MCP SDK",
    marks: ["mcp-session-id"],
    reads: ["Mcp-Session-Id"],
    later: { methods: "GET, DELETE", headers: "mcp-session-id, mcp-protocol-version" },
  },
  {
    // https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-WEB.md
    name: "gRPC-Web",
    marks: ["grpc-status"],
    reads: ["Grpc-Status", "Grpc-Message"],
    later: null,
  },
];

/** The protocol of a response; null where it is none of these. */
export function protocolOf(headers: HeaderList): ClientProtocol | null {
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  return PROTOCOLS.find(({ marks }) => marks.some((mark) => names.has(mark))) ?? null;
}

/** The protocol of a client library. */
export function protocolNamed(library: string | null): ClientProtocol | null {
  return PROTOCOLS.find(({ name }) => name === library) ?? null;
}
