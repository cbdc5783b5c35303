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
    const bytes = new Uint8Array(await through(new CompressionStream(FORMAT), text).arrayBuffer());
    let binary = "";
    // As arguments there may be no more than some ten thousand.
    for (let at = 0; at < bytes.length; at += 8_192) {
      binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
    }
    return btoa(binary);
  },
  expand: async (compressed) => {
    const binary = atob(compressed);
    // Made from an array of its characters, it takes ten times as long.
    const bytes = new Uint8Array(binary.length).map((_, at) => binary.charCodeAt(at));
    return through(new DecompressionStream(FORMAT), bytes).text();
  },
};

const through = (stream: CompressionStream | DecompressionStream, part: BlobPart): Response =>
  new Response(new Blob([part]).stream().pipeThrough(stream));
