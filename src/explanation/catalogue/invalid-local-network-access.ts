import { LOCAL_NETWORK_ACCESS, mdn } from "../references.ts";
import type { CatalogueEntry } from "./catalogue-entry.ts";

export const invalidLocalNetworkAccess: CatalogueEntry = {
  title: (s) => `Correct targetAddressSpace in the call to ${s.host}`,
  short: () => "targetAddressSpace does not fit",
  because: (s) => [
    `The call names an address space in targetAddressSpace, and ${s.host} is in another${/^[a-z]+$/.test(s.parameter) ? ` (${s.parameter})` : ""}.`,
    "The browser stops such a call before it is sent.",
  ],
  fix: () => [
    'Name the address space in which the host really is: "loopback" for this machine, "local" for the local network.',
    "Leave the option out for a public host.",
  ],
  learnMore: [LOCAL_NETWORK_ACCESS, mdn("API/Window/fetch", "fetch()")],
};
