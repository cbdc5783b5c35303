declare module "*/zip.mjs" {
  /** A ZIP archive of these files, by their paths: the same for the same files. */
  export function zip(files: ReadonlyMap<string, Uint8Array>): Buffer;
}
