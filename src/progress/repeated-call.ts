import type { HeaderList } from "../http/header-list.ts";

/** The request of a page that is to be made again, by the page. Plain JSON. */
export interface RepeatedCall {
  readonly frameId: number;
  /** The serialised origin that made it: no other one makes it again. */
  readonly origin: string;
  readonly url: string;
  readonly via: "fetch" | "event-source" | "image";
  /** As fetch() takes them; of an event source and an image the credentials and the mode alone. */
  readonly init: {
    readonly method: string;
    readonly mode: "cors" | "no-cors" | "same-origin";
    readonly credentials: "omit" | "same-origin" | "include";
    readonly redirect: "follow" | "error" | "manual";
    readonly cache: "default" | "reload";
    readonly headers: HeaderList;
  };
}
