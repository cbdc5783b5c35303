import type { HeaderList } from "../http/header-list.ts";

/** A page's request that the page is to repeat. Plain JSON. */
export interface RepeatedCall {
  readonly frameId: number;
  /** The serialised origin of the request; no other origin may repeat it. */
  readonly origin: string;
  readonly url: string;
  readonly via: "fetch" | "event-source" | "image";
  /** The options for fetch(); for an event source or an image, only credentials and mode are used. */
  readonly init: {
    readonly method: string;
    readonly mode: "cors" | "no-cors" | "same-origin";
    readonly credentials: "omit" | "same-origin" | "include";
    readonly redirect: "follow" | "error" | "manual";
    readonly cache: "default" | "reload";
    readonly headers: HeaderList;
  };
}
