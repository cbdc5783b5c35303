/** Lists and strings as the configuration languages write them, of the plain values of a SafePolicy. */

/** `["a", "b"]`: JavaScript, Python, Ruby, PHP, Rust, JSON. */
export function list(values: readonly string[]): string {
  return `[${strings(values)}]`;
}

/** `"a", "b"`: arguments, and the inside of a list. */
export function strings(values: readonly string[]): string {
  return values.map((value) => `"${value}"`).join(", ");
}

/** The origin as a pattern that matches it alone; the marks of a SafePolicy that patterns read. */
export function pattern(origin: string): string {
  return origin.replace(/[.+[\]]/g, "\\$&");
}

/** Lines that are there; false, null and undefined leave one out. */
export function lines(...all: readonly (string | false | null | undefined)[]): string {
  return all.filter((line) => typeof line === "string").join("\n");
}

/** Each line further in. */
export function indent(code: string, by: string): string {
  return code.replace(/^(?=.)/gm, by);
}
