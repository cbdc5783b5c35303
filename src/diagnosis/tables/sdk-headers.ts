/** Two SDKs from one generator send the same headers. */
const ANY_STAINLESS = "OpenAI or Anthropic SDK";

/** Request headers that a library adds by itself, with the library's name. */
const SDK_HEADERS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^(?:sentry-trace)$/, "Sentry"],
  [/^x-datadog-/, "Datadog"],
  [/^(?:newrelic|x-newrelic-)/, "New Relic"],
  [/^request-context$/, "Application Insights"],
  [/^x-instana-/, "Instana"],
  [/^elastic-apm-traceparent$/, "Elastic APM"],
  [/^(?:uber-trace-id|uberctx-.*)$/, "Jaeger"],
  [/^x-amzn-trace-id$/, "AWS X-Ray"],
  [/^x-cloud-trace-context$/, "Google Cloud Trace"],
  [/^x-dynatrace$|^x-dt(?:pc|referer)$/, "Dynatrace"],
  [/^adrum(?:_\d+)?$/, "AppDynamics"],
  [/^x-posthog-(?:session|distinct|window)-id$/, "PostHog"],
  [/^x-highlight-request$/, "Highlight"],
  [/^x-openreplay-session(?:-?token|id)$/, "OpenReplay"],
  [/^x-faro-session-id$/, "Grafana Faro"],
  [/^ot-tracer-(?:traceid|spanid|sampled)$/, "OpenTracing"],
  [/^x-rollbar-session-id$/, "Rollbar"],
  [/^x-honeycomb-trace$/, "Honeycomb"],
  [/^x-bugsnag-|^bugsnag-/, "Bugsnag"],
  [/^mcp-(?:protocol-version|session-id|method|name|param-)/, "MCP SDK"],
  [/^(?:x-grpc-web|grpc-timeout|grpc-encoding|grpc-accept-encoding)$/, "gRPC-Web"],
  [/^connect-(?:protocol-version|timeout-ms)$/, "Connect"],
  [/^x-stainless-/, ANY_STAINLESS],
  [/^anthropic-(?:version|dangerous-direct-browser-access|beta)$/, "Anthropic SDK"],
  [/^(?:x-client-info|x-supabase-.*)$/, "Supabase"],
  [
    /^x-parse-(?:application-id|javascript-key|rest-api-key|session-token|client-key|installation-id)$/,
    "Parse SDK",
  ],
  [/^x-appwrite-/, "Appwrite"],
  [
    /^(?:tus-resumable|upload-length|upload-metadata|upload-offset|upload-concat|upload-defer-length)$/,
    "tus",
  ],
  [/^x-algolia-/, "Algolia"],
  [/^x-meilisearch-client$/, "Meilisearch"],
  [/^x-typesense-/, "Typesense"],
  [/^x-shopify-/, "Shopify client"],
  [/^x-contentful-user-agent$/, "Contentful"],
  [/^x-launchdarkly-/, "LaunchDarkly"],
  [/^x-configcat-useragent$/, "ConfigCat"],
  [/^unleash-(?:appname|connection-id|sdk)$/, "Unleash"],
  [/^statsig-(?:api-key|client-time|sdk-type|sdk-version|session-id)$/, "Statsig"],
  [/^x-braze-/, "Braze"],
  [/^onesignal-/, "OneSignal"],
  [/^(?:x-ably-(?:version|lib)|ably-agent)$/, "Ably"],
  [/^x-okta-user-agent-extended$/, "Okta SDK"],
  [/^auth0-client$/, "Auth0 SDK"],
  [/^uppy-(?:auth-token|versions|credentials-params)$/, "Uppy"],
  [/^sw-(?:access-key|context-token|language-id|currency-id|version-id)$/, "Shopware"],
  [/^x-socket-id$/, "Laravel Echo"],
  [/^x-up-/, "Unpoly"],
  [/^x-ms-(?:(?:return-)?client-request-id|useragent)$/, "Azure SDK"],
  [/^x-goog-upload-(?:command|protocol|offset|header-.*)$/, "Firebase Storage"],
  [/^x-mapbox-/, "Mapbox"],
  [/^x-pjax/, "pjax"],
  [/^x-signalr-/, "SignalR"],
  [/^x-firebase-(?:appcheck|gmpid|client)$|^firebase-instance-id-token$/, "Firebase"],
  [/^x-goog-api-client$/, "Google API client"],
  [
    /^x-amz-(?:date|security-token|user-agent|content-sha256|target|sdk-checksum-algorithm|checksum-.*)$|^amz-sdk-/,
    "AWS SDK",
  ],
  [/^x-inertia/, "Inertia"],
  [/^(?:hx-|hx$)/, "htmx"],
  [/^turbo-frame$|^x-turbo-request-id$/, "Turbo"],
  [/^x-livewire/, "Livewire"],
  [/^apollographql-client-/, "Apollo"],
];

/** Any tracing library. */
export const SOME_TRACER = "OpenTelemetry";

/** Tracing headers without a vendor: W3C Trace Context and Baggage, and Zipkin's. */
const SHARED_TRACING = /^(?:traceparent|tracestate|baggage|b3|x-b3-.*)$/;

/** Headers that prove nothing alone, with the libraries that send them beside others. */
const COMPANIONS: Readonly<Record<string, ReadonlySet<string>>> = {
  "request-id": new Set(["Application Insights"]),
  "x-user-agent": new Set(["gRPC-Web"]),
  apikey: new Set(["Supabase"]),
  "accept-profile": new Set(["Supabase"]),
  "content-profile": new Set(["Supabase"]),
  "last-event-id": new Set(["MCP SDK"]),
  "x-goog-api-key": new Set(["Google API client"]),
  "x-goog-user-project": new Set(["Google API client"]),
  "x-requested-with": new Set(["Inertia", "SignalR", "pjax", "Livewire", "Unpoly"]),
  "x-client-version": new Set(["Firebase"]),
  prefer: new Set(["Supabase"]),
  "openai-organization": new Set([ANY_STAINLESS]),
  "openai-project": new Set([ANY_STAINLESS]),
  "openai-beta": new Set([ANY_STAINLESS]),
  "x-ms-version": new Set(["Azure SDK"]),
  "x-ms-date": new Set(["Azure SDK"]),
  "x-ms-blob-type": new Set(["Azure SDK"]),
  "x-amz-acl": new Set(["AWS SDK"]),
  "x-amz-server-side-encryption": new Set(["AWS SDK"]),
  "x-api-key": new Set(["Anthropic SDK", ANY_STAINLESS]),
};

/**
 * Libraries whose headers pages also set without them, as their REST APIs require, with a header that only the
 * library sends. Browsers' Parse SDK sends its headers with files only.
 */
const MARKS: Readonly<Record<string, RegExp>> = {
  "Anthropic SDK": /^x-stainless-/,
  "Parse SDK": /^x-parse-upload-mode$/,
  "Shopify client": /^x-sdk-variant$/,
};

/** Headers that every kind of client sends: they neither indicate nor exclude a library. */
const NEUTRAL: ReadonlySet<string> = new Set(["authorization", "content-type"]);

/**
 * The one library that is known to add these request headers, except for those that every client sends. Null
 * where the page's own code may have set one of the others.
 *
 * @param names lower-case.
 * @param sent all header names of the request, lower-case.
 */
export function libraryOfHeaders(
  names: readonly string[],
  sent: Iterable<string> = names,
): { readonly library: string; readonly names: readonly string[] } | null {
  const vendors = new Set(names.flatMap((name) => vendorOf(name) ?? []));
  if (vendors.has("Anthropic SDK")) vendors.delete(ANY_STAINLESS);
  const traces = names.some((name) => SHARED_TRACING.test(name) && name !== "baggage");
  const [vendor] = vendors;
  // Application Insights sends its own header and the shared ones by default.
  const isInsights = vendor === undefined && traces && names.includes("request-id");
  const library =
    vendor ?? (isInsights ? "Application Insights" : traces ? SOME_TRACER : undefined);
  // Two tracers on one page share the vendor-neutral headers.
  const areTracers = [...vendors].every((one) => TRACERS.has(one));
  if (library === undefined || (vendors.size > 1 && !areTracers)) return null;
  const mark = MARKS[library];
  if (mark !== undefined && ![...sent].some((name) => mark.test(name))) return null;
  const isAdded = (name: string) =>
    vendorOf(name) !== undefined ||
    (SHARED_TRACING.test(name) && (TRACERS.has(library) || library === SOME_TRACER)) ||
    COMPANIONS[name]?.has(library) === true;
  const added = names.filter(isAdded);
  if (!names.every((name) => isAdded(name) || NEUTRAL.has(name))) return null;
  return { library: vendors.size > 1 ? SOME_TRACER : library, names: added };
}

const vendorOf = (name: string) => SDK_HEADERS.find(([pattern]) => pattern.test(name))?.[1];

/** Libraries whose headers are for tracing: the page need not send them to every host. */
export const TRACERS: ReadonlySet<string> = new Set([
  "Sentry",
  "Datadog",
  "New Relic",
  "Application Insights",
  "Instana",
  "Elastic APM",
  "Jaeger",
  "AWS X-Ray",
  "Google Cloud Trace",
  "Dynatrace",
  "Rollbar",
  "Honeycomb",
  "Bugsnag",
  "OpenTelemetry",
  "AppDynamics",
  "PostHog",
  "Highlight",
  "OpenReplay",
  "Grafana Faro",
  "OpenTracing",
]);

/** The library that sends credentials with every request like this by default; null where none is known. */
export function credentialedLibrary(
  { pathname, searchParams }: URL,
  headerNames: ReadonlySet<string>,
): string | null {
  if (headerNames.has("x-signalr-user-agent")) return "SignalR";
  // Paths with this ending are common, so another mark of the client is required.
  if (/\/negotiate$/.test(pathname) && headerNames.has("x-requested-with")) return "SignalR";
  if (/\/negotiate$/.test(pathname) && searchParams.has("clientProtocol")) return "SignalR";
  if (isSockJs(pathname, searchParams)) return "SockJS";
  // Since version 3, whose protocol is 4, Socket.IO sends no credentials by default.
  return Number(searchParams.get("EIO") ?? 4) < 4 && /\/$/.test(pathname) ? "Socket.IO" : null;
}

/** https://github.com/sockjs/sockjs-protocol: "/info", or a server number and a session id. */
function isSockJs(pathname: string, searchParams: URLSearchParams): boolean {
  if (/\/\d{3}\/[^/]{8}\/(?:xhr|xhr_send|xhr_streaming|eventsource)$/.test(pathname)) return true;
  return /\/info$/.test(pathname) && /^\d{10,}$/.test(searchParams.get("t") ?? "");
}

/** A program with a default list for Access-Control-Allow-Headers. */
export interface DefaultList {
  readonly name: string;
  /** Lower-case and sorted. */
  readonly list: string;
  readonly side: "proxy" | "server";
  /** Where the developer writes the list; null where the platform has no setting for it. */
  readonly setting: string | null;
}

const INGRESS = {
  name: "ingress-nginx",
  side: "proxy",
  setting: "nginx.ingress.kubernetes.io/cors-allow-headers",
} as const;
const API_GATEWAY = {
  name: "API Gateway",
  side: "proxy",
  setting: "Access-Control-Allow-Headers of the resource's CORS (then deploy again)",
} as const;
const DJANGO = {
  name: "django-cors-headers",
  side: "server",
  setting: "CORS_ALLOW_HEADERS",
} as const;

const DEFAULT_LISTS: readonly DefaultList[] = [
  {
    // From the documentation's example: no layer of Supabase adds it to a function's response.
    name: "Supabase",
    list: "apikey, authorization, content-type, x-client-info",
    side: "server",
    setting: "corsHeaders",
  },
  {
    ...INGRESS,
    list: "authorization, cache-control, content-type, dnt, if-modified-since, keep-alive, range, user-agent, x-customheader, x-requested-with",
  },
  {
    ...INGRESS,
    list: "authorization, cache-control, content-type, dnt, if-modified-since, keep-alive, user-agent, x-customheader, x-requested-with",
  },
  {
    ...INGRESS,
    list: "authorization, cache-control, content-type, dnt, if-modified-since, keep-alive, range, user-agent, x-requested-with",
  },
  {
    ...API_GATEWAY,
    list: "authorization, content-type, x-amz-date, x-amz-security-token, x-api-key",
  },
  {
    ...API_GATEWAY,
    list: "authorization, content-type, x-amz-date, x-amz-security-token, x-amz-user-agent, x-api-key",
  },
  {
    ...DJANGO,
    list: "accept, accept-encoding, authorization, content-type, dnt, origin, user-agent, x-csrftoken, x-requested-with",
  },
  {
    ...DJANGO,
    list: "accept, authorization, content-type, user-agent, x-csrftoken, x-requested-with",
  },
  {
    name: "Tomcat",
    list: "accept, access-control-request-headers, access-control-request-method, content-type, origin, x-requested-with",
    side: "server",
    setting: "cors.allowed.headers",
  },
  {
    name: "Jetty",
    list: "accept, content-type, origin, x-requested-with",
    side: "server",
    setting: "allowedHeaders",
  },
  {
    name: "http-server",
    list: "accept, content-type, origin, range, x-requested-with",
    side: "server",
    setting: "--cors=<header>",
  },
];

/** The program whose default list this is; null for any other list. */
export function programOfList(names: readonly string[]): DefaultList | null {
  const list = [...new Set(names.map((name) => name.toLowerCase()))].sort().join(", ");
  return DEFAULT_LISTS.find((known) => known.list === list) ?? null;
}

/** The program with that name. */
export function programNamed(name: string | null): DefaultList | null {
  return DEFAULT_LISTS.find((known) => known.name === name) ?? null;
}
