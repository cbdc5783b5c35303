import { parseUrl } from "../http/origin.ts";

/** Two origins that a reader would take for one, and what tells them apart. */
export interface NearMiss {
  /** For a title: "drop the trailing slash". */
  readonly hint: string;
  /** A sentence. */
  readonly sentence: string;
}

/**
 * Why a value of Access-Control-Allow-Origin is not the origin that it was meant to be: the
 * browser compares byte by byte. null when the two have nothing telling in common. Never throws.
 * https://fetch.spec.whatwg.org/#cors-check
 *
 * @param got the value received, trimmed of whitespace.
 * @param origin the serialised origin of the page.
 */
export function nearMiss(got: string, origin: string): NearMiss | null {
  const wanted = parseUrl(origin);
  if (got === "" || got === origin || wanted === null) return null;
  if (got === `${origin}/`) {
    return { hint: "drop the trailing slash", sentence: "An origin has no trailing slash." };
  }
  if (got.startsWith(`${origin}/`)) {
    return { hint: "drop the path", sentence: "An origin ends at the host or port: no path." };
  }
  if (/^["'<].*["'>]$/.test(got)) {
    return { hint: "drop the quotes", sentence: "The value is compared with its quotes." };
  }
  if (got.toLowerCase() === origin.toLowerCase()) {
    return {
      hint: "write it in lower case",
      sentence: "The comparison is byte by byte, so upper and lower case differ.",
    };
  }
  if (got.includes("*")) {
    return {
      hint: "patterns do not work",
      sentence: "A * inside an origin is no pattern: only the whole value * is a wildcard.",
    };
  }
  if (got.toLowerCase() === wanted.host || got === wanted.hostname) {
    return {
      hint: `put ${wanted.protocol}// before the host`,
      sentence: "An origin begins with its scheme.",
    };
  }
  return compareParts(got, wanted);
}

function compareParts(got: string, wanted: URL): NearMiss | null {
  const allowed = parseUrl(got);
  if (allowed === null) return null;
  const scheme = allowed.protocol !== wanted.protocol;
  const port = allowed.port !== wanted.port;
  const host = allowed.hostname !== wanted.hostname;
  if (host) {
    if (scheme || port) return null;
    return compareHosts(allowed.hostname, wanted.hostname);
  }
  if (scheme && (!port || isDefaultPort(wanted))) {
    return {
      hint: `the scheme differs, ${bare(allowed.protocol)} is not ${bare(wanted.protocol)}`,
      sentence: `Your page is on ${bare(wanted.protocol)}, the header allows ${bare(allowed.protocol)}.`,
    };
  }
  if (port) {
    return {
      hint: `the port differs, ${portName(allowed)} is not ${portName(wanted)}`,
      sentence: `Your page is on port ${portName(wanted)}, the header allows port ${portName(allowed)}.`,
    };
  }
  if (/:\d+\/?$/.test(got)) {
    return {
      hint: "drop the default port",
      sentence: "An origin does not spell out the default port of its scheme.",
    };
  }
  return {
    hint: "send nothing but scheme, host and port",
    sentence: "The value holds more than an origin does.",
  };
}

function compareHosts(allowed: string, wanted: string): NearMiss | null {
  if (isLoopback(allowed) && isLoopback(wanted)) {
    return {
      hint: `${allowed} is not ${wanted}`,
      sentence: `${allowed} and ${wanted} are the same machine and still two origins.`,
    };
  }
  if (allowed === `www.${wanted}` || wanted === `www.${allowed}`) {
    return {
      hint: "www. makes it another host",
      sentence: `${allowed} and ${wanted} are two origins.`,
    };
  }
  if (allowed.endsWith(`.${wanted}`) || wanted.endsWith(`.${allowed}`)) {
    return {
      hint: "a subdomain is another origin",
      sentence: `${allowed} and ${wanted} are two origins: subdomains are not covered.`,
    };
  }
  return null;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || host.startsWith("127.");
}

function isDefaultPort(url: URL): boolean {
  return url.port === "";
}

function portName(url: URL): string {
  return url.port || (url.protocol === "http:" ? "80" : url.protocol === "https:" ? "443" : "none");
}

function bare(protocol: string): string {
  return protocol.slice(0, -1);
}
