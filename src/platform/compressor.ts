/** Makes texts small, and whole again. */
export interface Compressor {
  /** @returns ASCII alone. */
  compress(text: string): Promise<string>;
  /** Rejects where the text is none that `compress` returned. */
  expand(compressed: string): Promise<string>;
}

/** By the browser's own streams, beside the worker's thread; in Base64, as storage holds texts. */
export const compressor: Compressor = {
  compress: async (text) => {
    const compressed = through(CompressionStream, text);
    // Not by `btoa`: of its texts Firefox counts two bytes for each character (seen in 153).
    return new Uint8Array(await compressed.arrayBuffer()).toBase64();
  },
  expand: async (compressed) =>
    through(DecompressionStream, Uint8Array.fromBase64(compressed)).text(),
};

const through = (
  Stream: typeof CompressionStream | typeof DecompressionStream,
  part: BodyInit,
): Response => new Response(new Response(part).body?.pipeThrough(new Stream("deflate-raw")));
