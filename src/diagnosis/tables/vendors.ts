import { parseUrl } from "../../http/origin.ts";

/** Whether the URL belongs to an API that is known to be for servers only. */
export function isForServers(url: string): boolean {
  const parsed = parseUrl(url);
  if (parsed === null) return false;
  return VENDORS.some(
    ([host, path]) => host.test(parsed.hostname) && (path?.test(parsed.pathname) ?? true),
  );
}

/** Whether a vendor operates the host, so that the reader cannot configure the software there. */
export function isOfVendor(url: string): boolean {
  return isForServers(url) || OPERATED.test(parseUrl(url)?.hostname ?? "");
}

/**
 * Domains of services whose customers use the software, but do not run it. Customers configure CORS for their
 * buckets, though.
 */
const OPERATED =
  /(?:^|(?<!storage)\.)googleapis\.com$|(?:^|\.)(?:(?:atlassian|auth0|dynamics|force|github|githubusercontent|google|microsoft|microsoftonline|myshopify|okta|salesforce|service-now|sharepoint|slack|zendesk)\.com|atlassian\.net)$/;

/** Hosts of APIs known to send no CORS headers, with the paths where other paths send them. */
const VENDORS: readonly (readonly [host: RegExp, path?: RegExp])[] = [
  [
    /^api\.(?:notion|stripe|mailchimp|sendgrid|twitter|x|linkedin|brevo|anthropic|hubapi|yelp|mailgun|cloudflare|steampowered|igdb|deezer|resend|postmarkapp|twilio)\.com$/,
  ],
  [/^api\.mailgun\.net$/],
  [/^(?:query[12]\.finance\.yahoo|store\.steampowered|pro-api\.coinmarketcap)\.com$/],
  [/^oauth2\.googleapis\.com$/],
  [/^maps\.googleapis\.com$/, /^\/maps\/api\/(?:place|directions|distancematrix)\//],
  [/^github\.com$/, /^\/(?:login\/oauth\/|[^/]+\/[^/]+\/releases\/download\/)/],
  [/^drive\.google\.com$/, /^\/uc$/],
  [/^www\.dropbox\.com$/, /^\/(?:s|scl)\//],
  [/^(?:www|news)\.google\.com$/, /^\/(?:search|rss)/],
  [/\.atlassian\.net$/, /^\/(?:rest|wiki\/(?:rest|api))\//],
  [/^(?:accounts\.spotify|login\.salesforce|slack|zoom)\.(?:com|us)$/],
  [/\.myshopify\.com$/, /^\/admin\//],
];
