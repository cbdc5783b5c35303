declare const BYTES: unique symbol;

/**
 * Text from the wire as recorded, a code unit a byte: the isomorphic decoding of what was sent. No
 * output takes it; `plainText`, `shown` and `VisibleText` decode it. ASCII of ours may stand for it.
 * https://infra.spec.whatwg.org/#byte-sequence
 */
export type ByteString = string & { readonly [BYTES]?: true };

/** Text that a reader may see: any but bytes that nobody decoded. */
export type Text = string & { readonly [BYTES]?: never };
