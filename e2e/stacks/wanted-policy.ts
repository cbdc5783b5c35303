import type { Policy } from "../../src/policy/policy.ts";
import { ORIGINS } from "./caller.ts";
import { MATRIX_HEADERS, MATRIX_METHODS } from "./matrix.ts";

/**
 * What a server of the matrix must allow. The browser run derives it from what the extension recorded
 * of the server without CORS, and compares; `x-total` is what the user adds, as no recording of
 * failures tells which headers a script would have read.
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
