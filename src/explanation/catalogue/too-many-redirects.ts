import { networkEntry } from "./network-entry.ts";

export const tooManyRedirects = networkEntry({
  short: "too many redirects",
  title: (s) => `Break the redirect loop at ${s.host}`,
  happened: (s) => `${s.target} was redirected more than 20 times.`,
  fix: () => [
    "Look at the chain of redirects: two rules (http and https, slash and no slash, signed in and not) may undo each other.",
  ],
});
