import { get, type HeaderList } from "../../http/header-list.ts";

/** A header by which a shared cache shows that the response is from its store. */
interface CacheSign {
  readonly header: string;
  readonly isHit: (value: string) => boolean;
}

/** Squid and Akamai send "TCP_HIT" and "TCP_MEM_HIT", CloudFront also "RefreshHit". */
const HIT = /(?:\b|_|\brefresh)hit\b/i;

/** Headers in which caches and CDNs send "hit" in some spelling. */
const HIT_HEADERS: readonly string[] = [
  "X-Cache",
  "X-Cache-Remote",
  "X-Cache-Lookup",
  "X-Proxy-Cache",
  "X-FastCGI-Cache",
  "X-SRCache-Fetch-Status",
  "X-LiteSpeed-Cache",
  "X-QC-Cache",
  "X-Drupal-Cache",
  "X-Magento-Cache-Debug",
  "X-Kinsta-Cache",
  "X-Sucuri-Cache",
  "X-77-Cache",
  "CDN-Cache",
  "CDN_Cache_Status",
  "Cache",
];

const CACHE_SIGNS: readonly CacheSign[] = [
  // https://www.rfc-editor.org/rfc/rfc9211
  { header: "Cache-Status", isHit: (value) => /(?:^|[;,\s])hit\b/i.test(value) },
  {
    header: "CF-Cache-Status",
    isHit: (value) => /^(?:hit|stale|updating|revalidated)$/i.test(value),
  },
  {
    header: "X-Cache-Status",
    isHit: (value) => /^(?:hit|stale|updating|revalidated)/i.test(value),
  },
  { header: "X-Vercel-Cache", isHit: (value) => /^(?:hit|stale)$/i.test(value) },
  { header: "X-Nextjs-Cache", isHit: (value) => /^(?:hit|stale)$/i.test(value) },
  { header: "X-Cache-Hits", isHit: (value) => /[1-9]/.test(value) },
  ...HIT_HEADERS.map((header) => ({ header, isHit: (value: string) => HIT.test(value) })),
  { header: "X-Rack-Cache", isHit: (value) => /\bfresh\b/i.test(value) },
  // Akamai and Fastly send "cdn-cache; desc=HIT", CloudFront "cdn-cache-hit".
  {
    header: "Server-Timing",
    isHit: (value) => /\bcdn-cache(?:-hit\b|;\s*desc="?hit\b)/i.test(value),
  },
  // X-Varnish has two ids on a hit; the second is the request that stored the response.
  { header: "X-Varnish", isHit: (value) => /^\d+\s+\d+$/.test(value) },
  // https://www.rfc-editor.org/rfc/rfc9111#field.age
  { header: "Age", isHit: (value) => /^0*[1-9]\d*$/.test(value) },
];

/** The header and value that show a hit in a shared cache; null where there is none. */
export function sharedCacheHit(
  headers: HeaderList,
): { readonly header: string; readonly value: string } | null {
  for (const { header, isHit } of CACHE_SIGNS) {
    const value = get(headers, header);
    if (value !== null && isHit(value)) return { header, value };
  }
  return null;
}
