/** Request headers that a library adds by itself, with the library that people know. */
const SDK_HEADERS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^(?:sentry-trace)$/, "Sentry"],
  [/^x-datadog-/, "Datadog"],
  [/^(?:newrelic|x-newrelic-)/, "New Relic"],
  [/^(?:request-id|request-context)$/, "Application Insights"],
  [/^x-instana-/, "Instana"],
  [/^elastic-apm-traceparent$/, "Elastic APM"],
  [/^(?:uber-trace-id)$/, "Jaeger"],
  [/^x-b3-|^b3$/, "Zipkin"],
  [/^(?:traceparent|tracestate|baggage)$/, "OpenTelemetry"],
  [/^mcp-(?:protocol-version|session-id|method|name|param-)/, "MCP SDK"],
  [/^(?:x-grpc-web|grpc-timeout|x-user-agent)$/, "gRPC-Web"],
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

/** The library that is known to add a request header; null for a header that any code may set. */
export function libraryOfHeader(name: string): string | null {
  const lower = name.toLowerCase();
  return SDK_HEADERS.find(([pattern]) => pattern.test(lower))?.[1] ?? null;
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

/** Libraries that send credentials by themselves, by the path that they call. */
const CREDENTIAL_SENDERS: readonly (readonly [path: RegExp, name: string])[] = [
  [/\/negotiate$/, "SignalR"],
  [/\/socket\.io\/$/, "Socket.IO"],
  [/\/info$/, "SockJS"],
];

/** The library that sends credentials with each request to such a path; null where none is known. */
export function credentialedLibrary(
  pathname: string,
  headerNames: ReadonlySet<string>,
): string | null {
  if (headerNames.has("x-signalr-user-agent")) return "SignalR";
  const found = CREDENTIAL_SENDERS.find(([path]) => path.test(pathname));
  if (found === undefined) return null;
  const [, name] = found;
  // Paths that end so are common: the client's other mark has to be there as well.
  if (name === "SignalR" && !headerNames.has("x-requested-with")) return null;
  return name === "SockJS" ? null : name;
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
