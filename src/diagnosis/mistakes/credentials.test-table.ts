import { AC } from "../case.test-builder.ts";
import {
  allowing,
  inAll,
  inResponse,
  isIncluded,
  listed,
  type Mistake,
  OF_NAME,
  onlyIf,
  renamed,
  withoutHeader,
} from "./mistake.test-builder.ts";

/** The response does not allow credentials. */
export const CREDENTIALS_MISTAKES: readonly Mistake[] = [
  {
    name: "* for credentials",
    make: onlyIf(isIncluded, inAll(allowing(() => "*"))),
    names: ["certain server wildcard-origin-not-allowed"],
    isEvident: true,
  },
  {
    name: "* for credentials in the response only",
    make: onlyIf(isIncluded, inResponse(allowing(() => "*"))),
    names: ["certain server wildcard-origin-not-allowed"],
    isEvident: true,
  },
  {
    name: "no Access-Control-Allow-Credentials",
    make: onlyIf(isIncluded, inAll(withoutHeader(AC))),
    names: ["certain server invalid-allow-credentials"],
    isEvident: true,
  },
  {
    name: "no Access-Control-Allow-Credentials in the response",
    make: onlyIf(isIncluded, inResponse(withoutHeader(AC))),
    names: ["certain server invalid-allow-credentials", "certain server allowed-by-preflight-only"],
  },
  ...["True", "false", "1", "true, true", '"true"', ""].map(
    (value): Mistake => ({
      name: `${AC}: ${value}`,
      make: onlyIf(isIncluded, inAll(listed(AC, () => value))),
      names: ["certain server invalid-allow-credentials"],
      isEvident: true,
    }),
  ),
  {
    name: "Access-Control-Allow-Credential",
    make: onlyIf(isIncluded, inAll(renamed(AC, "Access-Control-Allow-Credential"))),
    names: OF_NAME,
    isEvident: true,
  },
];
