import { get } from "../http/header-list.ts";
import { pairingUrl } from "./pairing-url.ts";
import type { ReadTrace } from "./request-events.ts";

/** How much is remembered: late events come soon, or never. */
const REMEMBERED = 1000;

/** Remembers evicted requests, so that their late events are ignored. */
export class EvictedRequests {
  /** Pending requests by id; requests whose preflights may be late by method and group. */
  readonly #late = new Set<string>();
  /** URLs of requests evicted for their size, so that their calls do not look unsent. */
  readonly #oversized = new Set<string>();

  /** Remembers a request that may still have events. */
  remember(id: string, groups: readonly string[], read: ReadTrace): void {
    const { method, response } = read.hops[read.hops.length - 1] as ReadTrace["hops"][number];
    if (read.ending.kind === "pending") this.#remember(id);
    // A request's preflight may be reported after the request was aborted.
    if (response === null && read.isPreflight !== true) {
      for (const group of groups) this.#remember(`${method} ${group}`);
    }
  }

  #remember(what: string): void {
    this.#late.delete(what);
    this.#late.add(what);
    const [oldest] = this.#late;
    if (this.#late.size > REMEMBERED && oldest !== undefined) this.#late.delete(oldest);
  }

  /** Whether a request was evicted while it was pending. */
  has(id: string): boolean {
    return this.#late.has(id);
  }

  /** Whether an unpaired preflight is that of an evicted request. */
  hadPreflight(groups: readonly string[], read: ReadTrace): boolean {
    if (this.#late.size === 0 || read.isPreflight !== true) return false;
    const requestHeaders = read.hops[0]?.requestHeaders;
    const method = requestHeaders && get(requestHeaders, "Access-Control-Request-Method");
    return groups.some((group) => this.#late.has(`${method} ${group}`));
  }

  /** Remembers that a request for this URL was evicted for its size. */
  rememberOversized(url: string): void {
    this.#oversized.add(pairingUrl(url));
  }

  /** Whether a call for this URL may have made a request that was evicted for its size. */
  wasOversized(url: string): boolean {
    return this.#oversized.size > 0 && this.#oversized.has(pairingUrl(url));
  }

  forgetOversized(): void {
    this.#oversized.clear();
  }
}
