import type { CauseCode } from "../../../src/verdict/codes.ts";
import type { Call, FetchCall } from "../call.ts";
import type { LabOrigins } from "../origins.ts";

/** One call of the demo page, and its expected cause. */
export interface Case {
  /** Unique; every URL of the call carries it as `?case=<id>`. */
  readonly id: string;
  readonly title: string;
  /** The heading on the demo page. */
  readonly group: string;
  /** The call, for the given server origins. */
  readonly call: (origins: LabOrigins) => Call;
  /** The cause that the case demonstrates; null if it passes. */
  readonly shows: CauseCode | null;
  /** Visible neither on the wire nor in the browser's events: only a probe in the page reports it. */
  readonly onlyInThePage?: true;
  /** The calls before the last one pass. */
  readonly earlierPass?: true;
  /** For a blocked case: the id of a similar case that passes. */
  readonly twin?: string;
}

/** Cases under one heading. */
export const grouped = (name: string, list: readonly Omit<Case, "group">[]): readonly Case[] =>
  list.map((one) => ({ ...one, group: name }));

/** The URL of a case; redirects keep its id. */
export const at = (id: string, origin: string, path: string) => `${origin}${path}?case=${id}`;

/** The case that a URL belongs to, or null. */
export function caseOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).searchParams.get("case") : null;
}

type Origin = keyof LabOrigins;
export type Init = NonNullable<FetchCall["init"]>;

/** A fetch of a path of one of the origins. */
export const get =
  (id: string, origin: Origin, path: string, init?: Init) =>
  (origins: LabOrigins): Call => ({
    kind: "fetch",
    url: at(id, origins[origin], path),
    ...(init && { init }),
  });

export const JSON_PUT: Init = {
  method: "PUT",
  headers: { "Content-Type": "application/json" },
  body: '{"item":"Teapot"}',
};
export const WITH_COOKIES: Init = { credentials: "include" };
