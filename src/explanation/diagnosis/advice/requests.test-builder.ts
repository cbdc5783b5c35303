import { AH, AM, AO, PAGE, type ReportedRequest } from "../../../diagnosis/case.test-builder.ts";

/** A page in development. */
export const LOCAL = "http://localhost:3000";
/** A preflight response that allows the page's origin, and the usual methods and headers. */
export const allowed = [
  `${AO}: ${PAGE}`,
  `${AM}: GET, PUT, PATCH, POST, DELETE`,
  `${AH}: authorization, content-type`,
] as const;
/** A POST that needs a preflight. */
export const post: ReportedRequest = {
  method: "POST",
  headers: { "Content-Type": "application/json" },
};
export const included = { credentials: "include" } as const;
export const passed: ReportedRequest = { blocked: false, response: [200, `${AO}: ${PAGE}`] };
/** A request whose preflight response allows one other header only. */
export const withHeaders = (...names: string[]): ReportedRequest => ({
  headers: Object.fromEntries(names.map((name) => [name, "1"])),
  preflight: [204, `${AO}: *`, `${AH}: x-other`],
});
export const redirect = (to: string): ReportedRequest => ({ response: [302, `Location: ${to}`] });
