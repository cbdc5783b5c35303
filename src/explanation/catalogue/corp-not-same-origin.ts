import { corpEntry } from "./corp-entry.ts";

export const corpNotSameOrigin = corpEntry({
  short: () => "not CORS: Cross-Origin-Resource-Policy",
  happened: (s) => [
    `${s.pageOrigin} is another origin, and without CORS (mode "no-cors") this header decides.`,
  ],
});
