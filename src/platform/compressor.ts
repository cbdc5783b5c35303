/** Compresses and expands texts. */
export interface Compressor {
  /** @returns ASCII only. */
  compress(text: string): Promise<string>;
  /** Rejects where `compress` did not return the text. */
  expand(compressed: string): Promise<string>;
}

/** Uses the browser's streams, outside the worker's thread, and Base64, because the storage holds texts. */
export const compressor: Compressor = {
  compress: async (text) => {
    const compressed = through(CompressionStream, text);
    // Not with `btoa`: Firefox counts two bytes for each character of its texts (seen in 153).
    return new Uint8Array(await compressed.arrayBuffer()).toBase64();
  },
  expand: async (compressed) =>
    through(DecompressionStream, Uint8Array.fromBase64(compressed)).text(),
};

const through = (
  Stream: typeof CompressionStream | typeof DecompressionStream,
  part: BodyInit,
): Response => new Response(new Response(part).body?.pipeThrough(new Stream("deflate-raw")));
