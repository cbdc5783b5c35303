import { describe, expect, it } from "vitest";
import { knownServerOf } from "./local-servers.ts";
import { credentialedLibrary, libraryOfHeaders, programOfList } from "./sdk-headers.ts";
import { sharedCacheHit } from "./shared-caches.ts";

describe("a cache reports that it responded itself", () => {
  it.each([
    "Cache-Status: ExampleCache; hit",
    "Cache-Status: a;hit, b",
    "CF-Cache-Status: HIT",
    "CF-Cache-Status: STALE",
    "CF-Cache-Status: UPDATING",
    "CF-Cache-Status: REVALIDATED",
    "X-Cache: HIT",
    "X-Cache: Hit from cloudfront",
    "X-Cache: MISS, HIT",
    "X-Cache-Status: HIT",
    "X-Cache-Status: STALE",
    "X-Cache-Status: UPDATING",
    "X-Cache-Status: REVALIDATED",
    "X-Proxy-Cache: HIT",
    "X-Vercel-Cache: HIT",
    "X-Vercel-Cache: STALE",
    "X-Nextjs-Cache: HIT",
    "X-Nextjs-Cache: STALE",
    "X-Cache-Hits: 1",
    "X-Cache-Hits: 0, 3",
    "CDN-Cache: HIT",
    "X-Cache: TCP_HIT from a23-1.deploy.akamaitechnologies.com (AkamaiGHost/11)",
    "X-Cache: TCP_MEM_HIT from a1.akamai.net",
    "X-Cache: TCP_REFRESH_HIT from a1.akamai.net",
    "X-Cache: TCP_REMOTE_HIT",
    "X-Cache: RefreshHit from cloudfront",
    "X-Cache-Remote: TCP_HIT from a1.akamai.net",
    "X-Cache-Lookup: HIT from proxy.test:3128",
    "X-Cache-Lookup: Cache Hit",
    "X-FastCGI-Cache: HIT",
    "X-SRCache-Fetch-Status: HIT",
    "X-LiteSpeed-Cache: hit,private",
    "X-QC-Cache: hit",
    "X-Drupal-Cache: HIT",
    "X-Magento-Cache-Debug: HIT",
    "X-Kinsta-Cache: HIT",
    "X-Sucuri-Cache: HIT",
    "X-77-Cache: HIT",
    "CDN_Cache_Status: hit",
    "X-Rack-Cache: fresh",
    "Server-Timing: cdn-cache; desc=HIT, edge; dur=1",
    'Server-Timing: cdn-cache-hit,cdn-pop;desc="FRA"',
    "X-Varnish: 12 34",
    "Age: 1",
    "Age: 060",
  ])("%s", (line) => {
    const [header = "", value = ""] = line.split(": ");
    expect(sharedCacheHit([[header, value]])).toEqual({ header, value });
    // The page's own code can send such a value under any other name.
    expect(sharedCacheHit([[`X-${header}`, value]])).toBeNull();
  });

  it.each([
    "Cache-Status: a; fwd=miss",
    "Cache-Status: whit",
    "Cache-Status: hits",
    "CF-Cache-Status: MISS",
    "CF-Cache-Status: DYNAMIC",
    "CF-Cache-Status: HIT2",
    "CF-Cache-Status: no HIT",
    "X-Cache: MISS",
    "X-Cache: white",
    "X-Cache: TCP_MISS from a1.akamai.net",
    "X-Cache: TCP_HITS",
    "X-Cache: RefreshMiss from cloudfront",
    "X-Cache: CONFIG_NOCACHE",
    "X-Cache-Lookup: MISS from proxy.test:3128",
    "X-LiteSpeed-Cache: miss",
    "X-Rack-Cache: miss, store",
    "X-Rack-Cache: refresh",
    "Server-Timing: cdn-cache; desc=MISS",
    "Server-Timing: cdn-cache-miss",
    "Cache: MISS",
    "X-Cache-Status: MISS",
    "X-Cache-Status: no hit",
    "X-Proxy-Cache: MISS",
    "X-Vercel-Cache: MISS",
    "X-Vercel-Cache: HITS",
    "X-Vercel-Cache: no HIT",
    "X-Vercel-Cache: PRERENDER",
    "X-Nextjs-Cache: MISS",
    "X-Nextjs-Cache: HITS",
    "X-Nextjs-Cache: no HIT",
    "X-Cache-Hits: 0",
    "X-Cache-Hits: 0, 0",
    "CDN-Cache: MISS",
    "X-Varnish: 12",
    "X-Varnish: 12 34 56",
    "X-Varnish: a 12 34",
    "Age: 0",
    "Age: 000",
    "Age: 1.5",
    "Age: -1",
    "Age: x1",
  ])("%s is not a hit", (line) => {
    const [header = "", value = ""] = line.split(": ");
    expect(sharedCacheHit([[header, value]])).toBeNull();
  });
});

describe("a library is recognised by its headers", () => {
  const LIBRARIES: Readonly<Record<string, string>> = {
    Sentry: "sentry-trace",
    Datadog: "x-datadog-trace-id x-datadog-origin",
    "New Relic": "newrelic x-newrelic-id",
    "Application Insights": "request-context",
    Instana: "x-instana-t",
    "Elastic APM": "elastic-apm-traceparent",
    Jaeger: "uber-trace-id uberctx-a",
    "AWS X-Ray": "x-amzn-trace-id",
    "Google Cloud Trace": "x-cloud-trace-context",
    Dynatrace: "x-dynatrace x-dtpc x-dtreferer",
    AppDynamics: "adrum adrum_1",
    PostHog: "x-posthog-session-id x-posthog-distinct-id x-posthog-window-id",
    Highlight: "x-highlight-request",
    OpenReplay: "x-openreplay-session-token x-openreplay-sessionid",
    "Grafana Faro": "x-faro-session-id",
    OpenTracing: "ot-tracer-traceid ot-tracer-spanid ot-tracer-sampled",
    LaunchDarkly: "x-launchdarkly-user-agent x-launchdarkly-event-schema",
    ConfigCat: "x-configcat-useragent",
    Unleash: "unleash-appname unleash-connection-id unleash-sdk",
    Statsig: "statsig-api-key statsig-client-time statsig-sdk-type",
    Braze: "x-braze-api-key x-braze-triggersrequest",
    OneSignal: "onesignal-subscription-id",
    Ably: "x-ably-version x-ably-lib ably-agent",
    "Okta SDK": "x-okta-user-agent-extended",
    "Auth0 SDK": "auth0-client",
    Uppy: "uppy-auth-token uppy-versions",
    Shopware: "sw-access-key sw-context-token",
    "Laravel Echo": "x-socket-id",
    Unpoly: "x-up-version x-up-target",
    "Azure SDK": "x-ms-client-request-id x-ms-return-client-request-id x-ms-useragent",
    "Firebase Storage": "x-goog-upload-command x-goog-upload-protocol x-goog-upload-offset",
    Rollbar: "x-rollbar-session-id",
    Honeycomb: "x-honeycomb-trace",
    Bugsnag: "x-bugsnag-api bugsnag-api-key",
    "MCP SDK": "mcp-protocol-version mcp-session-id mcp-method mcp-name mcp-param-a",
    "gRPC-Web": "x-grpc-web grpc-timeout grpc-encoding grpc-accept-encoding",
    Connect: "connect-protocol-version connect-timeout-ms",
    "OpenAI or Anthropic SDK": "x-stainless-os",
    Supabase: "x-client-info x-supabase-api-version",
    Appwrite: "x-appwrite-project",
    tus: "tus-resumable upload-length upload-metadata upload-offset upload-concat upload-defer-length",
    Algolia: "x-algolia-api-key",
    Meilisearch: "x-meilisearch-client",
    Typesense: "x-typesense-api-key",
    Contentful: "x-contentful-user-agent",
    Mapbox: "x-mapbox-a",
    pjax: "x-pjax x-pjax-container",
    SignalR: "x-signalr-user-agent",
    Firebase: "x-firebase-appcheck x-firebase-gmpid x-firebase-client firebase-instance-id-token",
    "Google API client": "x-goog-api-client",
    "AWS SDK":
      "x-amz-date x-amz-security-token x-amz-user-agent x-amz-content-sha256 x-amz-target x-amz-sdk-checksum-algorithm x-amz-checksum-crc32 amz-sdk-request",
    Inertia: "x-inertia x-inertia-version",
    htmx: "hx-request hx",
    Turbo: "turbo-frame x-turbo-request-id",
    Livewire: "x-livewire",
    Apollo: "apollographql-client-name apollographql-client-version",
    OpenTelemetry: "traceparent tracestate b3 x-b3-traceid",
  };

  it.each(Object.entries(LIBRARIES))("%s", (library, headers) => {
    for (const name of headers.split(" ")) {
      expect(libraryOfHeaders([name, "content-type", "authorization"])).toEqual({
        library,
        names: [name],
      });
      // A longer name that contains it can be any program's.
      expect(libraryOfHeaders([`my-${name}`])).toBeNull();
      expect(libraryOfHeaders([name, "x-mine"])).toBeNull();
    }
  });

  it.each([
    "sentry-traces",
    "request-contexts",
    "elastic-apm-traceparents",
    "uber-trace-ids",
    "x-amzn-trace-ids",
    "x-dynatraces",
    "x-dtpcs",
    "x-rollbar-session-ids",
    "x-honeycomb-traces",
    "x-grpc-webs",
    "connect-protocol-versions",
    "x-client-infos",
    "upload-lengths",
    "x-meilisearch-clients",
    "x-firebase-clients",
    "x-amz-dates",
    "hxx",
    "turbo-frames",
    "apollo-require-preflight",
    "x-xsrf-token",
    "x-wp-nonce",
    "traceparents",
    "b3s",
    "baggage",
  ])("%s names no library", (name) => {
    expect(libraryOfHeaders([name])).toBeNull();
  });

  it.each([
    ["request-id", "request-context"],
    ["x-user-agent", "x-grpc-web"],
    ["apikey", "x-client-info"],
    ["accept-profile", "x-client-info"],
    ["content-profile", "x-client-info"],
    ["last-event-id", "mcp-session-id"],
    ["x-client-version", "x-firebase-gmpid"],
    ["prefer", "x-client-info"],
    ["openai-organization", "x-stainless-os"],
    ["x-ms-version", "x-ms-client-request-id"],
    ["x-ms-blob-type", "x-ms-useragent"],
    ["x-amz-acl", "amz-sdk-request"],
    ["x-goog-api-key", "x-goog-api-client"],
    ["x-goog-user-project", "x-goog-api-client"],
    ["x-api-key", "x-stainless-os"],
    ["traceparent", "sentry-trace"],
    ["baggage", "traceparent"],
  ])("%s counts only beside %s", (companion, header) => {
    expect(libraryOfHeaders([companion, header])?.names).toEqual([companion, header]);
    expect(libraryOfHeaders([companion, "x-livewire"])).toBeNull();
  });

  it.each([
    ["Anthropic SDK", "anthropic-version", "x-stainless-os"],
    ["Anthropic SDK", "anthropic-dangerous-direct-browser-access", "x-stainless-os"],
    ["Anthropic SDK", "anthropic-beta", "x-stainless-os"],
    ["Parse SDK", "x-parse-application-id", "x-parse-upload-mode"],
    ["Shopify client", "x-shopify-storefront-access-token", "x-sdk-variant"],
  ])("%s: pages send %s too, so the request must have %s", (library, name, mark) => {
    expect(libraryOfHeaders([name])).toBeNull();
    expect(libraryOfHeaders([name], [name, mark])).toEqual({ library, names: [name] });
    expect(libraryOfHeaders([`my-${name}`], [mark])).toBeNull();
  });

  it("Anthropic's SDK also sends the headers of its generator", () => {
    const names = ["anthropic-version", "x-api-key", "x-stainless-os"];
    expect(libraryOfHeaders(names)).toEqual({ library: "Anthropic SDK", names });
  });

  it("Application Insights sends its own id beside the shared headers", () => {
    expect(libraryOfHeaders(["request-id", "traceparent"])?.library).toBe("Application Insights");
    expect(libraryOfHeaders(["request-id", "baggage"])).toBeNull();
    expect(libraryOfHeaders(["x-requested-with", "x-inertia"])?.library).toBe("Inertia");
  });

  it("headers shared by two tracers name no vendor", () => {
    expect(libraryOfHeaders(["sentry-trace", "x-datadog-origin"])?.library).toBe("OpenTelemetry");
    expect(libraryOfHeaders(["x-livewire", "x-inertia"])).toBeNull();
    expect(libraryOfHeaders(["sentry-trace", "x-inertia"])).toBeNull();
  });

  it.each([
    ["https://a.test/hub", ["x-signalr-user-agent"], "SignalR"],
    ["https://a.test/hub/negotiate", ["x-requested-with"], "SignalR"],
    ["https://a.test/hub/negotiate", [], null],
    ["https://a.test/negotiate/1", ["x-requested-with"], null],
    ["https://a.test/signalr/negotiate?clientProtocol=1.5", [], "SignalR"],
    ["https://a.test/ws/info?t=1690000000000", [], "SockJS"],
    ["https://a.test/ws/123/abcdefgh/xhr_streaming?t=1690000000000", [], "SockJS"],
    ["https://a.test/ws/info?t=dark", [], null],
    ["https://a.test/ws/info", [], null],
    ["https://a.test/ws/123/abc/xhr", [], null],
    ["https://a.test/live/?EIO=3&transport=polling", [], "Socket.IO"],
    ["https://a.test/socket.io/?EIO=3", [], "Socket.IO"],
    ["https://a.test/socket.io/?EIO=4", [], null],
    ["https://a.test/socket.io/", [], null],
    ["https://a.test/socket.io/x?EIO=3", [], null],
  ])("%s with %j sends credentials by %s", (url, names, library) => {
    expect(credentialedLibrary(new URL(url), new Set(names))).toBe(library);
  });
});

// The lists as in the programs' own sources and documentation.
it.each([
  ["Supabase", "authorization, x-client-info, apikey, content-type"],
  [
    "ingress-nginx",
    "DNT,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Range,Authorization",
  ],
  [
    "ingress-nginx",
    "DNT,X-CustomHeader,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Authorization",
  ],
  [
    "ingress-nginx",
    "DNT,X-CustomHeader,Keep-Alive,User-Agent,X-Requested-With,If-Modified-Since,Cache-Control,Content-Type,Authorization,Range",
  ],
  ["API Gateway", "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token"],
  [
    "API Gateway",
    "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token,X-Amz-User-Agent",
  ],
  [
    "django-cors-headers",
    "accept, authorization, content-type, user-agent, x-csrftoken, x-requested-with",
  ],
  [
    "django-cors-headers",
    "accept, accept-encoding, authorization, content-type, dnt, origin, user-agent, x-csrftoken, x-requested-with",
  ],
  [
    "Tomcat",
    "Origin,Accept,X-Requested-With,Content-Type,Access-Control-Request-Method,Access-Control-Request-Headers",
  ],
  ["Jetty", "X-Requested-With,Content-Type,Accept,Origin"],
  ["http-server", "Origin, X-Requested-With, Content-Type, Accept, Range"],
])("%s sends %s in its default or its example", (name, list) => {
  const names = list.split(/,\s*/);
  const program = programOfList([...names, names[0] as string]);
  expect(program?.name).toBe(name);
  expect(program?.side).toBe(
    /django|Supabase|Tomcat|Jetty|http-server/.test(name) ? "server" : "proxy",
  );
  // A list with one more or one fewer header was written by the developer.
  expect(programOfList([...names, "x-mine"])).toBeNull();
  expect(programOfList(names.slice(1))).toBeNull();
});

describe("a product is recognised", () => {
  it.each([
    ["http://a.test/", "Server: llama.cpp", "llama-cpp certain"],
    ["http://localhost:11434/api/chat", "", "ollama ambiguous"],
    ["http://localhost:11434/v1/models", "", "ollama ambiguous"],
    ["http://localhost:11434/", "", "ollama ambiguous"],
    ["http://localhost:1234/v1/models", "", "lm-studio ambiguous"],
    ["http://localhost:1234/api/v0/models", "X-Powered-By: Express", "lm-studio ambiguous"],
    ["http://a.test/", "X-Elastic-Product: Elasticsearch", "elasticsearch certain"],
    ["http://localhost:9200/a/_search", "", "opensearch ambiguous"],
    ["http://localhost:9200/", "", "opensearch ambiguous"],
    ["http://localhost:8000/v1/chat/completions", "Server: uvicorn", "vllm ambiguous"],
    ["http://localhost:8000/v1/completions", "", "vllm ambiguous"],
    ["http://localhost:8000/v1/models", "", "vllm ambiguous"],
    ["http://localhost:8000/v1/embeddings", "", "vllm ambiguous"],
    ["http://a.test/sdapi/v1/txt2img", "", "stable-diffusion likely"],
    ["http://localhost:1337/v1/chat/completions", "", "jan ambiguous"],
    ["http://a.test/db", "Server: CouchDB/3.3", "couchdb certain"],
    ["http://localhost:5001/api/v0/add", "", "ipfs ambiguous"],
    ["http://localhost:4566/bucket", "", "localstack ambiguous"],
    ["http://localhost:7071/api/f", "Server: Kestrel", "azure-functions ambiguous"],
    ["http://a.test/v2/", "Docker-Distribution-Api-Version: registry/2.0", "registry certain"],
    ["http://a.test/@vite/client", "", "vite likely"],
    ["http://a.test/@fs/a", "", "vite likely"],
    ["http://a.test/@id/a", "", "vite likely"],
    ["http://a.test/@react-refresh", "", "vite likely"],
    ["http://localhost:5173/src/a.ts", "", "vite ambiguous"],
    ["http://a.test/", "Server: SimpleHTTP/0.6", "python-http-server certain"],
    ["http://localhost:8188/prompt", "Server: Python/3.11 aiohttp/3.9", "comfyui likely"],
    ["http://localhost:9090/api/v1/query_range", "", "prometheus ambiguous"],
    ["http://localhost:15672/api/queues", "Server: cowboy", "rabbitmq likely"],
    ["https://dev-1.okta.com/oauth2/default/v1/token", "", "okta likely"],
    ["https://a.eu.auth0.com/oauth/token", "", "auth0 likely"],
    ["https://login.microsoftonline.com/t/oauth2/v2.0/token", "", "entra likely"],
    ["https://a.b2clogin.com/a.onmicrosoft.com/p/oauth2/v2.0/token", "", "entra likely"],
    ["https://id.test/connect/token", "", "identity-server likely"],
    ["https://a.my.salesforce.com/services/data/v60.0/query", "", "salesforce likely"],
    ["https://a.service-now.com/api/now/table/x", "", "servicenow likely"],
    ["http://localhost:9000/b/k", "Server: MinIO", "minio certain"],
    ["http://a.test/x", "Matched-Stub-Id: a", "wiremock certain"],
    ["https://a.test/api/v1/pods", "X-Kubernetes-Pf-Flowschema-Uid: a", "kubernetes certain"],
    ["http://a.test:8123/", "X-ClickHouse-Summary: {}", "clickhouse certain"],
    ["http://localhost:8500/v1/kv/a", "X-Consul-Index: 3", "consul certain"],
    ["http://localhost:2379/v3/kv/range", "", "etcd ambiguous"],
    ["http://localhost:8545/", "", "geth ambiguous"],
    ["http://localhost:8108/collections", "", "typesense ambiguous"],
    ["http://localhost:8000/api/v2/tenants/a", "Server: uvicorn", "chroma ambiguous"],
    ["http://a.test/solr/core/select", "", "solr likely"],
    ["http://a.test/v1/graphql", "Server: Warp/3.3", "hasura likely"],
    ["http://localhost:1880/flow", "X-Powered-By: Express", "node-red ambiguous"],
    ["http://localhost:5678/webhook/a", "", "n8n ambiguous"],
    ["http://a.test/api/2.0/mlflow/experiments/search", "", "mlflow likely"],
    ["http://a.test/ollama/api/chat", "", "open-webui likely"],
    ["http://a.test/api/v1/prediction/00000000-0000-4000-8000-000000000000", "", "flowise likely"],
    ["http://a.test/v1/chat-messages", "", "dify likely"],
    ["http://a.test/generate_stream", "", "text-generation-inference likely"],
    ["https://stats.a.test/matomo.php", "", "matomo likely"],
    ["http://localhost:4444/wd/hub/session", "", "selenium ambiguous"],
    ["http://localhost:4723/session", "", "appium ambiguous"],
    ["http://a.test/realms/x/protocol/openid-connect/token", "", "keycloak likely"],
    ["http://a.test/auth/realms/x/protocol/openid-connect/certs", "", "keycloak likely"],
  ])("%s %s as %s", (url, line, wanted) => {
    const [name = "", value = ""] = line.split(": ");
    const found = knownServerOf(url, line === "" ? [] : [[name, value]]);
    expect(`${found?.server.id} ${found?.certainty}`).toBe(wanted);
    // The setting names the page's origin, if it takes an origin at all.
    const setting = found?.server.setting("https://app.test") ?? "";
    const hasNone = (found?.server.kind ?? "written") !== "written";
    const isOther = setting === "npx http-server --cors";
    expect(hasNone || isOther || /app\\?\.test/.test(setting)).toBe(true);
  });

  it.each([
    ["https://okta.com.a.test/oauth2/v1/token", ""],
    ["https://notokta.com/", ""],
    ["https://login.microsoftonline.com/t/oauth2/v2.0/authorize", ""],
    ["https://a.my.salesforce.com/login", ""],
    ["http://a.test/v1/graphql", ""],
    ["http://a.test/api/v1/prediction/a", ""],
    ["http://a.test:8545/", ""],
    ["http://a.test:11434/api/chat", ""],
    ["http://localhost:11435/api/chat", ""],
    ["http://localhost:11434/other", ""],
    ["http://localhost:11434/api/chat", "Server: nginx"],
    ["http://localhost:1234/v1/models", "Server: nginx"],
    ["http://localhost:1234/v1/models", "X-Powered-By: Express 2"],
    ["http://localhost:8000/v1/other", "Server: uvicorn"],
    ["http://localhost:8000/v1/models", "Server: gunicorn"],
    ["http://localhost:9200/a", ""],
    ["http://localhost:7071/other", "Server: Kestrel"],
    ["http://localhost:7071/api/f", "Server: nginx"],
    ["http://localhost:8188/other", "Server: aiohttp"],
    ["http://localhost:8188/prompter", "Server: aiohttp"],
    ["http://localhost:9090/api/v1/other", ""],
    ["http://localhost:15672/api/queues", "Server: my cowboy"],
    ["http://a.test/x/sdapi/v1/txt2img", ""],
    ["http://a.test/x/@vite/client", ""],
    ["http://a.test/@vitest", ""],
    ["http://a.test/realms/x/protocol/saml", ""],
    ["http://a.test/realms/x/protocol/openid-connect/tokens", ""],
    ["http://a.test/", "Server: my llama.cpp"],
    ["http://a.test/", "Server: my CouchDB"],
    ["http://a.test/", "Server: SimpleHTTPS/1"],
  ])("and %s %s may be any program's", (url, line) => {
    const [name = "", value = ""] = line.split(": ");
    expect(knownServerOf(url, line === "" ? [] : [[name, value]])).toBeNull();
  });
});
