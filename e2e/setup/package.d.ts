declare module "*/package.mjs" {
  /** The zips of what is built in dist/ of a folder, by name. */
  export function packagesOf(root: string): Promise<Map<string, Buffer>>;
}
