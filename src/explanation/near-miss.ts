import { edits } from "../diagnosis/edits.ts";
import { isLoopbackHost, parseUrl } from "../http/origin.ts";
import { say } from "../words/words.ts";

/** The difference between two origins that look the same. */
export interface NearMiss {
  /** For a title: "the value has a trailing slash". */
  readonly hint: string;
  /** The difference as a sentence. */
  readonly sentence: string;
}

/**
 * Why a value of Access-Control-Allow-Origin is not the intended origin: the browser compares byte by byte.
 * Null where the two are not similar. Never throws. https://fetch.spec.whatwg.org/#cors-check
 *
 * @param got the value received, trimmed of whitespace.
 * @param origin the serialised origin of the page.
 */
export function nearMiss(got: string, origin: string): NearMiss | null {
  const wanted = parseUrl(origin);
  if (got === "" || got === origin || wanted === null) return null;
  if (/[ ,]/.test(got)) {
    return {
      hint: say("why_near_miss_list_hint"),
      sentence: say("why_multiple_allow_origin_values_because"),
    };
  }
  if (got === `${origin}/`) {
    return { hint: say("why_near_miss_slash_hint"), sentence: say("why_near_miss_slash") };
  }
  const end = got.startsWith(origin) ? got.slice(origin.length) : "";
  // The rest is neither a port nor part of the hostname.
  if (/^[;.'"|)\]}>]+$/.test(end)) {
    return { hint: say("why_near_miss_end_hint", end), sentence: say("why_near_miss_end", end) };
  }
  if (/^\[.*\]$/.test(got)) {
    return { hint: say("why_near_miss_brackets_hint"), sentence: say("why_near_miss_brackets") };
  }
  if (got.startsWith(`${origin}/`)) {
    return { hint: say("why_near_miss_path_hint"), sentence: say("why_near_miss_path") };
  }
  if (/^["'<].*["'>]$/.test(got)) {
    return { hint: say("why_near_miss_quotes_hint"), sentence: say("why_near_miss_quotes") };
  }
  if (got.toLowerCase() === origin.toLowerCase()) {
    return {
      hint: say("why_near_miss_case_hint"),
      sentence: say("why_near_miss_case"),
    };
  }
  if (/^(?:\$|%\{|%\d|\{|<%|\{\{)/.test(got)) {
    return {
      hint: say("why_near_miss_placeholder_hint"),
      sentence: say("why_near_miss_placeholder"),
    };
  }
  if (/^(?:undefined|none|nil|nan|false|true|\[object Object\]|function .*)$/i.test(got)) {
    return { hint: say("why_near_miss_unset_hint"), sentence: say("why_near_miss_unset") };
  }
  if (got.includes("*")) {
    return {
      hint: say("why_near_miss_pattern_hint"),
      sentence: say("why_near_miss_pattern"),
    };
  }
  if (got.toLowerCase() === wanted.host || got === wanted.hostname) {
    return {
      hint: say("why_near_miss_no_scheme_hint", `${wanted.protocol}//`),
      sentence: say("why_near_miss_no_scheme"),
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
      hint: say("why_near_miss_scheme_hint", bare(allowed.protocol), bare(wanted.protocol)),
      sentence: say("why_near_miss_scheme", bare(wanted.protocol), bare(allowed.protocol)),
    };
  }
  if (port) {
    return {
      hint: say("why_near_miss_port_hint", portName(allowed), portName(wanted)),
      sentence: say("why_near_miss_port", portName(wanted), portName(allowed)),
    };
  }
  // Browsers send the host of an origin in Punycode: https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin
  if (/[^\0-\x7f]/.test(got)) {
    return {
      hint: say("why_near_miss_idn_hint"),
      sentence: say("why_near_miss_idn", wanted.hostname),
    };
  }
  if (isDefaultPort(wanted) && /:\d+\/?$/.test(got)) {
    return {
      hint: say("why_near_miss_default_port_hint"),
      sentence: say("why_near_miss_default_port"),
    };
  }
  return {
    hint: say("why_near_miss_more_hint"),
    sentence: say("why_near_miss_more"),
  };
}

function compareHosts(allowed: string, wanted: string): NearMiss | null {
  if (isLoopbackHost(allowed) && isLoopbackHost(wanted)) {
    return {
      hint: say("why_near_miss_loopback_hint", allowed, wanted),
      sentence: say("why_near_miss_loopback", allowed, wanted),
    };
  }
  if (allowed === `www.${wanted}` || wanted === `www.${allowed}`) {
    return {
      hint: say("why_near_miss_www_hint"),
      sentence: say("why_near_miss_www", allowed, wanted),
    };
  }
  if (allowed.endsWith(`.${wanted}`) || wanted.endsWith(`.${allowed}`)) {
    return {
      hint: say("why_near_miss_subdomain_hint"),
      sentence: say("why_near_miss_subdomain", allowed, wanted),
    };
  }
  if (isPreview(allowed, wanted) || isPreview(wanted, allowed)) {
    return {
      hint: say("why_near_miss_preview_hint"),
      sentence: say("why_near_miss_preview", allowed, wanted),
    };
  }
  // Short names, and names that differ in a number only, are different hosts.
  const isSlip = Math.min(allowed.length, wanted.length) >= SHORTEST && slips(allowed, wanted);
  return isSlip
    ? {
        hint: say("why_near_miss_letters_hint", allowed, wanted),
        sentence: say("why_near_miss_letters", allowed, wanted),
      }
    : null;
}

/** Domains where each branch deployment has a hostname that starts or ends with the project's name. */
const PREVIEWS = /\.(?:vercel\.app|netlify\.app|pages\.dev|web\.app|onrender\.com)$/;

/** Whether a host is a branch deployment of another host in production. */
function isPreview(branch: string, production: string): boolean {
  const [domain] = PREVIEWS.exec(production) ?? [];
  if (domain === undefined || !branch.endsWith(domain)) return false;
  const name = production.slice(0, -domain.length);
  const own = branch.slice(0, -domain.length);
  return own.startsWith(`${name}-`) || own.endsWith(`--${name}`) || own.endsWith(`.${name}`);
}

const slips = (one: string, other: string) =>
  edits(one, other) <= 2 && one.replace(/\d/g, "") !== other.replace(/\d/g, "");

const SHORTEST = 8;

function isDefaultPort(url: URL): boolean {
  return url.port === "";
}

function portName(url: URL): string {
  if (url.port !== "") return url.port;
  if (url.protocol === "http:") return "80";
  return url.protocol === "https:" ? "443" : say("why_near_miss_port_none");
}

function bare(protocol: string): string {
  return protocol.slice(0, -1);
}
