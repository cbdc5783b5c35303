import { READS_CHROMIUM, READS_GECKO } from "../../browsers/scope.ts";
import type { StoppingCode } from "../codes.ts";
import { CHROMIUM_ERRORS } from "./chromium-errors.ts";
import type { ErrorNames } from "./error-table.ts";
import { GECKO_ERRORS } from "./gecko-errors.ts";

/** The error names of the browser that reported the error: Chromium's errors begin with "net::". */
const namesOf = (error: string): ErrorNames =>
  error.startsWith("net::")
    ? READS_CHROMIUM
      ? CHROMIUM_ERRORS
      : []
    : READS_GECKO
      ? GECKO_ERRORS
      : [];

/**
 * The cause that a network error names; null for an error without a reason, such as Chromium's
 * ERR_FAILED, in which CORS failures end too.
 *
 * @param error "net::ERR_…" (Chromium), or "NS_ERROR_…" and similar (Gecko).
 */
export function causeOfError(error: string): StoppingCode | null {
  return namesOf(error).find(([pattern]) => pattern.test(error))?.[1] ?? null;
}
