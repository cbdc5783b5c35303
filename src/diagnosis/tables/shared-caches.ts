import { get, type HeaderList } from "../../http/header-list.ts";

/** A header by which a cache on the way says that it responded itself. */
interface CacheSign {
  readonly header: string;
  readonly isHit: (value: string) => boolean;
}

/** Squid's and Akamai's words are "TCP_HIT" and "TCP_MEM_HIT", CloudFront's is "RefreshHit" too. */
const HIT = /(?:\b|_|\brefresh)hit\b/i;

/** Headers of caches and CDNs that say "hit" in one spelling or another. */
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
  // "cdn-cache; desc=HIT" of Akamai and Fastly, "cdn-cache-hit" of CloudFront.
  {
    header: "Server-Timing",
    isHit: (value) => /\bcdn-cache(?:-hit\b|;\s*desc="?hit\b)/i.test(value),
  },
  // X-Varnish names two requests where the second one stored what the first one got.
  { header: "X-Varnish", isHit: (value) => /^\d+\s+\d+$/.test(value) },
  // https://www.rfc-editor.org/rfc/rfc9111#field.age
  { header: "Age", isHit: (value) => /^0*[1-9]\d*$/.test(value) },
];

/** The header and value by which a response shows that a cache on the way sent it; null for none. */
export function sharedCacheHit(
  headers: HeaderList,
): { readonly header: string; readonly value: string } | null {
  for (const { header, isHit } of CACHE_SIGNS) {
    const value = get(headers, header);
    if (value !== null && isHit(value)) return { header, value };
  }
  return null;
}
