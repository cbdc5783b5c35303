import type { Scenario } from "../scenario.ts";

/**
 * Whether a scenario may take Firefox's tab down, extension or not: in 153 a request that is to
 * outlive its page, and is then redirected to what is not fetched, often crashes the process of the
 * page, a little later and whatever it does by then.
 */
export function mayCrashFirefox({ ask, hops }: Scenario): boolean {
  const outlives = ask.api === "beacon" || (ask.api === "fetch" && ask.keepalive === true);
  return outlives && hops.some(({ response }) => leadsOut(response));
}

function leadsOut(response: Scenario["hops"][number]["response"]): boolean {
  if (typeof response === "string") return false;
  const location = response.headers.find(([name]) => name === "Location")?.[1] ?? "{next}";
  return !/^(?:\{|https?:)/.test(location);
}
