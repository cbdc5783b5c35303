import { behindIt } from "./cases/behind-it.ts";
import type { Case } from "./cases/case.ts";
import { credentials } from "./cases/credentials.ts";
import { looksLikeCors } from "./cases/looks-like-cors.ts";
import { methodOrHeader } from "./cases/method-or-header.ts";
import { mode } from "./cases/mode.ts";
import { neverSaidYes } from "./cases/never-said-yes.ts";
import { passes } from "./cases/passes.ts";
import { preflightFails } from "./cases/preflight-fails.ts";
import { redirects } from "./cases/redirects.ts";
import { wrongOrigin } from "./cases/wrong-origin.ts";

/**
 * Every case of the demo, in display order: the single source for the demo page's buttons, the demo's
 * table, and the tests.
 */
export const cases: readonly Case[] = [
  ...neverSaidYes,
  ...preflightFails,
  ...methodOrHeader,
  ...wrongOrigin,
  ...credentials,
  ...redirects,
  ...mode,
  ...looksLikeCors,
  ...behindIt,
  ...passes,
];
