import type { CauseCode } from "../../../src/verdict/codes.ts";
import type { Call, FetchCall } from "../call.ts";
import type { LabOrigins } from "../origins.ts";

/** One call of the demo page, and what it shows. */
export interface Case {
  /** Unique; every URL of the call carries it as `?case=<id>`. */
  readonly id: string;
  readonly title: string;
  /** The heading under which the demo page shows it. */
  readonly group: string;
  /** The call, once it is known where the servers are. */
  readonly call: (origins: LabOrigins) => Call;
  /** What the case is there to show; null when it passes. */
  readonly shows: CauseCode | null;
  /** Shows neither on the wire nor in the browser's events: only a probe in the page learns of it. */
  readonly onlyInThePage?: true;
  /** The calls before the last one pass. */
  readonly earlierPass?: true;
  /** For a case that is stopped: the id of a like one that passes. */
  readonly twin?: string;
}

/** Cases under one heading. */
export const grouped = (name: string, list: readonly Omit<Case, "group">[]): readonly Case[] =>
  list.map((one) => ({ ...one, group: name }));

/** The URL of a case; the id goes with it, through every redirect. */
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
