import type { Compressor } from "./compressor.ts";

/** Shortens texts for a store that counts characters, asynchronously. */
export class FakeCompressor implements Compressor {
  readonly #texts = new Map<string, string>();
  /** Thrown by both methods, while it is set. */
  trouble: Error | null = null;

  async compress(text: string): Promise<string> {
    for (let turn = 0; turn < 4; turn++) await Promise.resolve();
    if (this.trouble !== null) throw this.trouble;
    const compressed = `${this.#texts.size}`.padEnd(text.length / 10, ".");
    this.#texts.set(compressed, text);
    return compressed;
  }

  async expand(compressed: string): Promise<string> {
    const text = this.#texts.get(compressed);
    if (this.trouble !== null) throw this.trouble;
    if (text === undefined) throw new TypeError("Never compressed");
    return text;
  }
}
