declare const BYTES: unique symbol;

/**
 * Text from the wire as recorded, one code unit per byte: the isomorphic decoding of the bytes sent. No
 * output accepts it; `plainText`, `shown` and `VisibleText` decode it. Our own ASCII strings may be used as
 * one. https://infra.spec.whatwg.org/#byte-sequence
 */
export type ByteString = string & { readonly [BYTES]?: true };

/** Text that may be displayed: anything except undecoded bytes. */
export type Text = string & { readonly [BYTES]?: never };
