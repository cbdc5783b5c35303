import { it } from "vitest";
import { JSON_TYPE } from "../../../diagnosis/case.test-builder.ts";
import { type AdviceRow, expectAdvice } from "../explained.test-helper.ts";
import { LOCAL, post } from "./requests.test-builder.ts";

const ROWS: readonly AdviceRow[] = [
  ...(
    [
      ["http://localhost:8000/v1/models", "uvicorn", "ambiguous", /--allowed-origins/],
      ["http://localhost:7860/sdapi/v1/options", "uvicorn", "likely", /--cors-allow-origins/],
      ["http://localhost:1337/v1/models", null, "ambiguous", /Jan/],
      ["http://localhost:9200/a/_search", null, "ambiguous", /http\.cors\.enabled/],
      ["http://db.example:5984/a", "CouchDB/3.3", "likely", /enable_cors/],
      ["http://127.0.0.1:5001/api/v0/id", null, "ambiguous", /API\.HTTPHeaders/],
      ["http://localhost:4566/a", null, "ambiguous", /EXTRA_CORS_ALLOWED_ORIGINS/],
      ["http://localhost:7071/api/a", "Kestrel", "ambiguous", /func start --cors/],
      ["http://home.local:8123/api/states", "aiohttp/3", "likely", /cors_allowed_origins/],
      ["http://localhost:8080/geoserver/ows", null, "likely", /CORS_ENABLED/],
      ["http://localhost:5173/a.json", null, "ambiguous", /server\.cors/],
      [
        "http://localhost:8000/a.json",
        "SimpleHTTP/0.6 Python/3.11",
        "likely",
        /http-server --cors/,
      ],
    ] as const
  ).map(
    ([url, server, sure, says]): AdviceRow => [
      url,
      [{ page: LOCAL, url, response: server === null ? [200] : [200, `Server: ${server}`] }],
      `${sure} server local-server-switch`,
      says,
    ],
  ),
  [
    "Docker's registry",
    [
      {
        page: LOCAL,
        url: "http://localhost:5000/v2/_catalog",
        response: [200, "Docker-Distribution-Api-Version: registry/2.0"],
      },
    ],
    "likely server local-server-switch",
    /http\.headers/,
  ],
  [
    "403 from CouchDB: forbidden, not its CORS switch",
    [{ page: LOCAL, url: "http://db.example:5984/a", response: [403, "Server: CouchDB/3.3"] }],
    "ambiguous server forbidden",
    /refused/,
  ],
  ...(
    [
      ["http://localhost:9000/b/k", "Server: MinIO", /MINIO_API_CORS_ALLOW_ORIGIN/],
      ["http://localhost:8080/x", "Matched-Stub-Id: a", /--enable-stub-cors/],
      ["https://k8s.example/api/v1/pods", "X-Kubernetes-Pf-Flowschema-Uid: a", /cors-allowed-or/],
      ["http://localhost:8500/v1/kv/a", "X-Consul-Index: 3", /http_config/],
      ["http://localhost:8080/v1/graphql", "Server: Warp/3.3", /HASURA_GRAPHQL_CORS_DOMAIN/],
      ["http://localhost:8983/solr/core/select", "Vary: Accept", /CrossOriginFilter/],
    ] as const
  ).map(
    ([url, line, says]): AdviceRow => [
      `${url} ${line}`,
      [{ page: LOCAL, url, response: [200, line] }],
      "likely server local-server-switch",
      says,
    ],
  ),
  ...(
    [
      ["http://localhost:8545/", /--http\.corsdomain/],
      ["http://localhost:8108/collections", /--enable-cors/],
      ["http://localhost:5678/webhook/a", /Allowed Origins \(CORS\)/],
    ] as const
  ).map(
    ([url, says]): AdviceRow => [
      url,
      [{ ...post, page: LOCAL, url, preflight: [200, JSON_TYPE] }],
      "ambiguous server local-server-switch",
      new RegExp(`If this is .*${says.source}`, "s"),
    ],
  ),
];

it.each(ROWS.map((row) => [row[0], row] as const))(
  "explains the cause and the fix: %s",
  (_name, row) => expectAdvice(row),
);
