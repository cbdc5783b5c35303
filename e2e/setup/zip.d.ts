declare module "*/zip.mjs" {
  /** A ZIP archive of these files, by path: the same bytes for the same files. */
  export function zip(files: ReadonlyMap<string, Uint8Array>): Buffer;
}
