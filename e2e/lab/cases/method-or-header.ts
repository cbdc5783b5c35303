import { get, grouped, JSON_PUT } from "./case.ts";

export const methodOrHeader = grouped("Not this method, not this header", [
  {
    id: "method-not-allowed",
    title: "PUT, where the server allows GET and POST",
    call: get("method-not-allowed", "apiA", "/post-only/orders", { method: "PUT" }),
    shows: "method-disallowed",
    twin: "put",
  },
  {
    id: "lower-case-patch",
    title: "method: 'patch', where the server allows PATCH",
    call: get("lower-case-patch", "apiA", "/patch/orders", { ...JSON_PUT, method: "patch" }),
    shows: "method-disallowed",
    twin: "patch",
  },
  {
    id: "header-not-allowed",
    title: "Two headers that the server does not allow",
    call: get("header-not-allowed", "apiA", "/supabase-like/orders", {
      headers: { "X-Client-Info": "shop/1.0", apikey: "public" },
    }),
    shows: "header-disallowed",
    twin: "headers",
  },
  {
    id: "json-not-allowed",
    title: "A JSON body, where Content-Type is not allowed",
    call: get("json-not-allowed", "apiA", "/post-only/orders", { ...JSON_PUT, method: "POST" }),
    shows: "header-disallowed",
    twin: "put",
  },
  {
    id: "spaces-in-methods",
    title: "Allow-Methods: GET PUT, without a comma",
    call: get("spaces-in-methods", "apiA", "/spaces-in-methods/orders", JSON_PUT),
    shows: "invalid-allow-methods",
    twin: "put",
  },
  {
    id: "quotes-in-headers",
    title: 'Allow-Headers: "x-tenant", in quotes',
    call: get("quotes-in-headers", "apiA", "/quotes-in-headers/orders", {
      headers: { "X-Tenant": "7" },
    }),
    shows: "invalid-allow-headers",
    twin: "headers",
  },
]);
