import { ALLOW_ORIGIN_MISTAKES } from "./allow-origin.test-table.ts";
import { CACHE_MISTAKES } from "./caches.test-table.ts";
import { CREDENTIALS_MISTAKES } from "./credentials.test-table.ts";
import { ERROR_MISTAKES } from "./error-statuses.test-table.ts";
import { MISSING_HEADER_MISTAKES } from "./missing-headers.test-table.ts";
import type { Mistake } from "./mistake.test-builder.ts";
import { OTHER_PROGRAM_MISTAKES } from "./other-programs.test-table.ts";
import { PAGE_MISTAKES } from "./pages.test-table.ts";
import { PASSED_MISTAKES } from "./passed-requests.test-table.ts";
import { PREFLIGHT_LIST_MISTAKES } from "./preflight-lists.test-table.ts";
import { PREFLIGHT_MISTAKES } from "./preflights.test-table.ts";
import { FOLLOWED_REDIRECT_MISTAKES, REDIRECT_MISTAKES } from "./redirects.test-table.ts";

/** All mistakes. The order counts: a mistake's index is part of the seed that it is generated from. */
export const MISTAKES: readonly Mistake[] = [
  ...MISSING_HEADER_MISTAKES,
  ...ALLOW_ORIGIN_MISTAKES,
  ...CREDENTIALS_MISTAKES,
  ...ERROR_MISTAKES,
  ...REDIRECT_MISTAKES,
  ...PREFLIGHT_MISTAKES,
  ...PREFLIGHT_LIST_MISTAKES,
  ...CACHE_MISTAKES,
  ...OTHER_PROGRAM_MISTAKES,
  ...FOLLOWED_REDIRECT_MISTAKES,
  ...PASSED_MISTAKES,
  ...PAGE_MISTAKES,
];
