import type { ReportedRequest } from "../case.test-builder.ts";
import { withLines, without, withStatus } from "./messages.test-helper.ts";
import {
  bare,
  type Edit,
  inAll,
  inResponse,
  isPreflighted,
  LACKS,
  MISSING,
  type Mistake,
  NOT_LISTED,
  onlyIf,
  THIRD_PARTY,
  withoutAllowOrigin,
} from "./mistake.test-builder.ts";

const LACKS_AFTER_PREFLIGHT = [MISSING, "certain server allowed-by-preflight-only"];

/** Mistakes of a response without the header, which differ in whether a preflight passed. */
function lacking(name: string, edit: Edit, more: readonly string[] = []): readonly Mistake[] {
  const make = inResponse(edit);
  const isDirect = (one: ReportedRequest) => !isPreflighted(one);
  return [
    { name, make: onlyIf(isDirect, make), names: [...LACKS, ...more] },
    {
      name: `${name}, after a preflight`,
      make: onlyIf(isPreflighted, make),
      names: LACKS_AFTER_PREFLIGHT,
    },
  ];
}

/** The response lacks the header. */
export const MISSING_HEADER_MISTAKES: readonly Mistake[] = [
  ...lacking("no CORS header in the response", bare),
  ...lacking(
    "only Access-Control-Allow-Origin is missing",
    (response) => withLines(withoutAllowOrigin(response), "Vary: Origin"),
    [NOT_LISTED],
  ),
  // The server can be another company's.
  { name: "no CORS header in any response", make: inAll(bare), names: [...LACKS, THIRD_PARTY] },
  {
    name: "no CORS header in any response, ever",
    make: inAll(bare),
    names: LACKS,
    isAlways: true,
    isEvident: true,
  },
  {
    name: "a list of origins without this one",
    make: inAll((response) => withLines(bare(response), "Vary: Origin")),
    names: [...LACKS, NOT_LISTED],
  },
  {
    name: "a list of origins without this one, ever",
    make: inAll((response) => withLines(bare(response), "Vary: Origin")),
    names: [...LACKS, NOT_LISTED],
    isAlways: true,
    isEvident: true,
  },
  {
    name: "304 without CORS headers",
    make: onlyIf(
      ({ method }) => method === "GET",
      inResponse((response) => withStatus(without(bare(response), /^content-type$/), 304)),
    ),
    names: ["certain server not-modified-without-cors"],
    isEvident: true,
  },
];
