import { AH, AM, AO, type ReportedRequest, type ResponseLines } from "../case.test-builder.ts";
import { valuesOf, withLines } from "./messages.test-helper.ts";
import { bare, inAll, isPreflighted, type Mistake } from "./mistake.test-builder.ts";

const inUpperCase = (one: ReportedRequest) => one.method === (one.method ?? "").toUpperCase();

/** The page, or its call, is at fault. */
export const PAGE_MISTAKES: readonly Mistake[] = [
  {
    name: "a sandboxed page, and a server that allows one origin",
    make: (one) =>
      one.redirects === undefined && valuesOf(one.response as ResponseLines, AO)[0] === one.page
        ? { ...one, page: "null" }
        : null,
    // No server should allow null.
    names: ["likely page allow-origin-mismatch"],
    isAlone: true,
    isEvident: true,
  },
  {
    name: "a sandboxed page, and a server with a list of origins",
    make: (one) => {
      const listing = inAll((response) => withLines(bare(response), "Vary: Origin"))(one);
      return listing && { ...listing, page: "null" };
    },
    names: ["likely page missing-allow-origin"],
    isAlone: true,
    isEvident: true,
  },
  {
    name: "a response header on the request",
    make: (one) =>
      inUpperCase(one) &&
      isPreflighted(one) &&
      !/\*/.test(valuesOf(one.preflight as ResponseLines, AH).join())
        ? { ...one, headers: { ...one.headers, "Access-Control-Allow-Origin": "*" } }
        : null,
    names: ["certain page response-header-in-request"],
  },
  {
    name: "patch in lower case",
    make: (one) =>
      one.method === "PATCH" && !/\*/.test(valuesOf(one.preflight as ResponseLines, AM).join())
        ? { ...one, method: "patch" }
        : null,
    names: ["certain page method-disallowed"],
  },
  {
    name: "a type without a body",
    make: (one) =>
      one.method === "GET" &&
      isPreflighted(one) &&
      !/\*/.test(valuesOf(one.preflight as ResponseLines, AH).join())
        ? { ...one, headers: { ...one.headers, "Content-Type": "application/json" } }
        : null,
    names: ["likely page content-type-without-body", "certain server header-disallowed"],
    because: "Without the page's call, nothing shows that the request has no body.",
    // Beside another header that is not listed, the list is at fault.
    isAlone: true,
  },
];
