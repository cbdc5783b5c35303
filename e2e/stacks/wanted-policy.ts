import type { Policy } from "../../src/policy/policy.ts";
import { ORIGINS } from "./caller.ts";
import { MATRIX_HEADERS, MATRIX_METHODS } from "./matrix.ts";

/**
 * The policy that a server of the matrix must have. The browser run derives it from the recording of the
 * server without CORS, and compares. `x-total` is the user's addition, because a recording of failures does
 * not show which headers a script would have read.
 */
export const WANTED: Policy = {
  origins: [ORIGINS.app, ORIGINS.two],
  methods: MATRIX_METHODS,
  requestHeaders: MATRIX_HEADERS,
  credentials: true,
  exposedHeaders: ["x-total"],
  maxAge: 600,
  varyOrigin: true,
  errorStatuses: [],
  preflight: true,
};
