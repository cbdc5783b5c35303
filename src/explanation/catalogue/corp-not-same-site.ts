import { corpEntry } from "./corp-entry.ts";

export const corpNotSameSite = corpEntry({
  short: () => "not CORS: Cross-Origin-Resource-Policy",
  happened: (s) => [
    `${s.pageOrigin} is another site, and without CORS (mode "no-cors") this header decides.`,
  ],
});
