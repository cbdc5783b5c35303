import type { Plugin } from "vite";

const ASSIGNMENT = /\w+\.innerHTML\s*=\s*\w+\.__html/g;

/**
 * Removes `dangerouslySetInnerHTML` from Preact. All displayed text is untrusted, so markup must never be set
 * from a string; the linter of addons.mozilla.org requires this, too.
 */
export function withoutInnerHtml(): Plugin {
  return {
    name: "without-inner-html",
    apply: "build",
    enforce: "pre",
    transform(code, id) {
      if (!/\/preact\/dist\/preact(?:\.module|\.mjs|\.js)/.test(id) || !ASSIGNMENT.test(code)) {
        return null;
      }
      return { code: code.replace(ASSIGNMENT, "0"), map: null };
    },
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === "chunk" && /\.innerHTML\s*=[^=]/.test(file.code)) {
          this.error(`${file.fileName} can set markup from a string`);
        }
      }
    },
  };
}
