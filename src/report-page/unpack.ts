/** The text of gzipped bytes. Rejects if they are damaged, or the browser cannot decompress. */
export function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}
