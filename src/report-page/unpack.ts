/** The text that was packed as gzip. Rejects where it is damaged, or the browser cannot unpack. */
export function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}
