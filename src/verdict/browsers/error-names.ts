import { READS_CHROMIUM, READS_GECKO } from "../../browsers/scope.ts";
import type { StoppingCode } from "../codes.ts";
import { CHROMIUM_ERRORS } from "./chromium-errors.ts";
import type { ErrorNames } from "./error-table.ts";
import { GECKO_ERRORS } from "./gecko-errors.ts";

/** An error's name shows whose it is: Chromium's begin with "net::". */
const namesOf = (error: string): ErrorNames =>
  error.startsWith("net::")
    ? READS_CHROMIUM
      ? CHROMIUM_ERRORS
      : []
    : READS_GECKO
      ? GECKO_ERRORS
      : [];

/**
 * What a browser's network error means, for the errors that name their reason. null for those that
 * do not: Chromium's ERR_FAILED, which is also how a CORS failure ends.
 *
 * @param error "net::ERR_…" (Chromium) or "NS_ERROR_…" and its like (Gecko).
 */
export function causeOfError(error: string): StoppingCode | null {
  return namesOf(error).find(([pattern]) => pattern.test(error))?.[1] ?? null;
}
