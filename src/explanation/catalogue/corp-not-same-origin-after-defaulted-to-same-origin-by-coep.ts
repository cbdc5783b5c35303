import { corpEntry } from "./corp-entry.ts";

export const corpNotSameOriginAfterDefaultedToSameOriginByCoep = corpEntry({
  reason: ": your page's COEP asks for it",
  short: () => "not CORS: your page's COEP",
  happened: () => [
    "Your page sends Cross-Origin-Embedder-Policy, so what it loads without CORS has to agree to be embedded.",
  ],
  fix: "Or, if the load needs no cookies, send with your page Cross-Origin-Embedder-Policy: credentialless",
});
