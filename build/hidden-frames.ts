/**
 * The comment at the end of the page probe by which each browser's DevTools hide its frames from initiators,
 * stacks and console links, which then show the page's own frames.
 *
 * - Chromium's DevTools skip the lines that a source map's `ignoreList` covers (seen in 156).
 * - Gecko has no such list for the network monitor's initiator. It hides frames of scripts that are named
 *   like the engine's own, from pages' stacks and from its tools' (seen in 153).
 *
 * @param code the script that the comment is for.
 * @see https://tc39.es/ecma426/#json-ignoreList
 */
export function hiddenFrames(code: string, target: "chromium" | "firefox"): string {
  if (target === "firefox") return "//# sourceURL=self-hosted\n";
  const lines = code.trimEnd().split("\n");
  const map = {
    version: 3,
    sources: ["crosscheck-probe.js"],
    names: [],
    // One segment per line: from its first column on, it maps to line 1 of the source.
    mappings: lines.map(() => "AAAA").join(";"),
    ignoreList: [0],
  };
  return `//# sourceMappingURL=data:application/json,${encodeURIComponent(JSON.stringify(map))}\n`;
}

/**
 * The same for the bridge, in which Firefox constructs the page's workers and sockets (construct-unseen.ts):
 * its network monitor removes scripts with such URLs from every stack (seen in 153). In Chromium the bridge
 * is on no stack of a page.
 */
export function hiddenBridge(target: "chromium" | "firefox"): string {
  return target === "firefox" ? "//# sourceURL=resource://crosscheck/bridge.js\n" : "";
}
