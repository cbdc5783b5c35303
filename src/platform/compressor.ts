/** Makes texts small, and whole again. */
export interface Compressor {
  /** @returns ASCII alone. */
  compress(text: string): Promise<string>;
  /** Rejects where the text is none that `compress` returned. */
  expand(compressed: string): Promise<string>;
}

const FORMAT = "deflate-raw";

/** By the browser's own streams, beside the worker's thread; in Base64, as storage holds texts. */
export const compressor: Compressor = {
  compress: async (text) => {
    const stream = new Blob([text]).stream().pipeThrough(new CompressionStream(FORMAT));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    let binary = "";
    // As arguments there may be no more than some ten thousand.
    for (let at = 0; at < bytes.length; at += 8_192) {
      binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
    }
    return btoa(binary);
  },
  expand: async (compressed) => {
    const bytes = Uint8Array.from(atob(compressed), (unit) => unit.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(FORMAT));
    return new Response(stream).text();
  },
};
