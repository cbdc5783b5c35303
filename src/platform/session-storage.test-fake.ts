import type { SessionStore } from "./session-storage.ts";

/** A store in memory that can be full, fail for a while, or outlive a worker. */
export class FakeStore implements SessionStore {
  readonly items = new Map<string, unknown>();
  /** How many characters fit. */
  room = Number.POSITIVE_INFINITY;
  /** Thrown by every write, while it is set. */
  trouble: Error | null = null;
  writes = 0;

  async getAll(): Promise<Record<string, unknown>> {
    return Object.fromEntries(this.items);
  }

  async set(items: Readonly<Record<string, unknown>>): Promise<void> {
    this.writes++;
    if (this.trouble !== null) throw this.trouble;
    const next = new Map([...this.items, ...Object.entries(items)]);
    let size = 0;
    for (const [key, value] of next) size += key.length + String(value).length;
    if (size > this.room) throw new Error("Session storage quota bytes exceeded");
    for (const [key, value] of Object.entries(items)) this.items.set(key, value);
  }

  async remove(keys: readonly string[]): Promise<void> {
    this.writes++;
    if (this.trouble !== null) throw this.trouble;
    for (const key of keys) this.items.delete(key);
  }
}

/** Waits until all pending promise callbacks have run. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 100; turn++) await Promise.resolve();
}
