/** Request headers that a library adds by itself, with the library that people know. */
const SDK_HEADERS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^(?:sentry-trace)$/, "Sentry"],
  [/^x-datadog-/, "Datadog"],
  [/^(?:newrelic|x-newrelic-)/, "New Relic"],
  [/^request-context$/, "Application Insights"],
  [/^x-instana-/, "Instana"],
  [/^elastic-apm-traceparent$/, "Elastic APM"],
  [/^(?:uber-trace-id)$/, "Jaeger"],
  [/^x-b3-|^b3$/, "Zipkin"],
  [/^(?:traceparent|tracestate)$/, "OpenTelemetry"],
  [/^mcp-(?:protocol-version|session-id|method|name|param-)/, "MCP SDK"],
  [/^(?:x-grpc-web|grpc-timeout)$/, "gRPC-Web"],
  [/^connect-(?:protocol-version|timeout-ms)$/, "Connect"],
  [/^x-stainless-/, "OpenAI or Anthropic SDK"],
  [/^anthropic-(?:version|dangerous-direct-browser-access|beta)$/, "Anthropic SDK"],
  [/^x-client-info$/, "Supabase"],
  [/^x-signalr-user-agent$/, "SignalR"],
  [/^x-firebase-(?:appcheck|gmpid|client)$|^firebase-instance-id-token$/, "Firebase"],
  [/^x-goog-api-client$/, "Google API client"],
  [/^x-amz-(?:date|security-token|user-agent|content-sha256)$|^amz-sdk-/, "AWS SDK"],
  [/^x-inertia/, "Inertia"],
  [/^(?:hx-|hx$)/, "htmx"],
  [/^turbo-frame$|^x-turbo-request-id$/, "Turbo"],
  [/^x-livewire/, "Livewire"],
  [/^apollographql-client-|^apollo-require-preflight$/, "Apollo"],
  [/^x-xsrf-token$/, "Angular or axios"],
];

/** Headers that say nothing by themselves, and what each stands beside. */
const COMPANIONS: Readonly<Record<string, ReadonlySet<string>>> = {
  baggage: new Set(["Sentry", "Datadog", "OpenTelemetry"]),
  "request-id": new Set(["Application Insights"]),
  "x-user-agent": new Set(["gRPC-Web"]),
};

/**
 * The one library that is known to add all of some request headers; null where any code can have set
 * one of them.
 *
 * @param names lower-case.
 */
export function libraryOfHeaders(names: readonly string[]): string | null {
  const own = names.filter((name) => COMPANIONS[name] === undefined);
  const libraries = own.map((name) => SDK_HEADERS.find(([pattern]) => pattern.test(name))?.[1]);
  const [library] = libraries;
  if (library === undefined || libraries.some((one) => one !== library)) return null;
  return names.every((name) => COMPANIONS[name]?.has(library) ?? true) ? library : null;
}

/** Libraries whose headers are for tracing: a page need not send them to every host. */
export const TRACERS: ReadonlySet<string> = new Set([
  "Sentry",
  "Datadog",
  "New Relic",
  "Application Insights",
  "Instana",
  "Elastic APM",
  "Jaeger",
  "Zipkin",
  "OpenTelemetry",
]);

/** The library that sends credentials with each such request by default; null where none is known. */
export function credentialedLibrary(
  { pathname, searchParams }: URL,
  headerNames: ReadonlySet<string>,
): string | null {
  if (headerNames.has("x-signalr-user-agent")) return "SignalR";
  // Paths that end so are common: the client's other mark has to be there as well.
  if (/\/negotiate$/.test(pathname) && headerNames.has("x-requested-with")) return "SignalR";
  // Since version 3, whose protocol is 4, its default is to send none.
  const isOld = /\/socket\.io\/$/.test(pathname) && Number(searchParams.get("EIO") ?? 4) < 4;
  return isOld ? "Socket.IO" : null;
}

/** Lists of Access-Control-Allow-Headers that platforms send by themselves, lower-case and sorted. */
const PLATFORM_LISTS: readonly (readonly [name: string, list: string])[] = [
  ["Supabase", "apikey, authorization, content-type, x-client-info"],
  [
    "ingress-nginx",
    "authorization, cache-control, content-type, dnt, if-modified-since, keep-alive, range, user-agent, x-customheader, x-requested-with",
  ],
  [
    "ingress-nginx",
    "authorization, cache-control, content-type, dnt, if-modified-since, keep-alive, user-agent, x-customheader, x-requested-with",
  ],
];

/** The platform whose own list this is; null for any other list. */
export function platformOfList(names: readonly string[]): string | null {
  const list = [...new Set(names.map((name) => name.toLowerCase()))].sort().join(", ");
  return PLATFORM_LISTS.find(([, known]) => known === list)?.[0] ?? null;
}
