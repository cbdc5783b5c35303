import { spawn } from "node:child_process";
import { delimiter } from "node:path";

/**
 * Runs a program, a package's or npm, in the root folder.
 * @param {string} root
 * @param {string} name
 * @param {readonly string[]} args
 * @param {{ readonly quiet?: boolean }} [options] quiet: its output is returned, not shown.
 * @returns {Promise<{ readonly ok: boolean, readonly output: string }>}
 */
export function program(root, name, args, { quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, {
      cwd: root,
      env: {
        ...process.env,
        ...(process.stdout.isTTY ? {} : { NO_COLOR: "1" }),
        PATH: `${root}/node_modules/.bin${delimiter}${process.env.PATH}`,
      },
      stdio: ["ignore", quiet ? "pipe" : "inherit", "inherit"],
      shell: process.platform === "win32",
    });
    let output = "";
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}
