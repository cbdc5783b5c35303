import { aiohttp } from "./catalogue/aiohttp.ts";
import { apache } from "./catalogue/apache.ts";
import { apiGatewayHttp } from "./catalogue/api-gateway-http.ts";
import { apollo } from "./catalogue/apollo.ts";
import { aspnetCore } from "./catalogue/aspnet-core.ts";
import { axum } from "./catalogue/axum.ts";
import { azureBlob } from "./catalogue/azure-blob.ts";
import { azureFunctions } from "./catalogue/azure-functions.ts";
import { bun } from "./catalogue/bun.ts";
import { caddy } from "./catalogue/caddy.ts";
import { chi } from "./catalogue/chi.ts";
import { cloudfrontPolicy } from "./catalogue/cloudfront-policy.ts";
import { deno } from "./catalogue/deno.ts";
import { django } from "./catalogue/django.ts";
import { echo } from "./catalogue/echo.ts";
import { elasticsearch } from "./catalogue/elasticsearch.ts";
import { elysia } from "./catalogue/elysia.ts";
import { envoyProxy } from "./catalogue/envoy-proxy.ts";
import { express } from "./catalogue/express.ts";
import { falcon } from "./catalogue/falcon.ts";
import { fastapi } from "./catalogue/fastapi.ts";
import { fastify } from "./catalogue/fastify.ts";
import { firebaseHosting } from "./catalogue/firebase-hosting.ts";
import { flask } from "./catalogue/flask.ts";
import { functionsFramework } from "./catalogue/functions-framework.ts";
import { gcs } from "./catalogue/gcs.ts";
import { gin } from "./catalogue/gin.ts";
import { go } from "./catalogue/go.ts";
import { graphqlYoga } from "./catalogue/graphql-yoga.ts";
import { h3 } from "./catalogue/h3.ts";
import { hapi } from "./catalogue/hapi.ts";
import { haproxy } from "./catalogue/haproxy.ts";
import { hono } from "./catalogue/hono.ts";
import { iis } from "./catalogue/iis.ts";
import { ingressNginx } from "./catalogue/ingress-nginx.ts";
import { jetty } from "./catalogue/jetty.ts";
import { jupyter } from "./catalogue/jupyter.ts";
import { keycloak } from "./catalogue/keycloak.ts";
import { koa } from "./catalogue/koa.ts";
import { kong } from "./catalogue/kong.ts";
import { laravel } from "./catalogue/laravel.ts";
import { lighttpd } from "./catalogue/lighttpd.ts";
import { llamaCpp } from "./catalogue/llama-cpp.ts";
import { lmStudio } from "./catalogue/lm-studio.ts";
import { mcp } from "./catalogue/mcp.ts";
import { mojolicious } from "./catalogue/mojolicious.ts";
import { nestjs } from "./catalogue/nestjs.ts";
import { netlifyFunctions } from "./catalogue/netlify-functions.ts";
import { nextjs } from "./catalogue/nextjs.ts";
import { nginx } from "./catalogue/nginx.ts";
import { node } from "./catalogue/node.ts";
import { ollama } from "./catalogue/ollama.ts";
import { php } from "./catalogue/php.ts";
import { plack } from "./catalogue/plack.ts";
import { rack } from "./catalogue/rack.ts";
import { rails } from "./catalogue/rails.ts";
import { s3 } from "./catalogue/s3.ts";
import { socketIo } from "./catalogue/socket-io.ts";
import { springBoot } from "./catalogue/spring-boot.ts";
import { springSecurity } from "./catalogue/spring-security.ts";
import { supabase } from "./catalogue/supabase.ts";
import { sveltekit } from "./catalogue/sveltekit.ts";
import { symfony } from "./catalogue/symfony.ts";
import { tomcat } from "./catalogue/tomcat.ts";
import { tornado } from "./catalogue/tornado.ts";
import { traefik } from "./catalogue/traefik.ts";
import { varnish } from "./catalogue/varnish.ts";
import { vercelFunctions } from "./catalogue/vercel-functions.ts";
import { vite } from "./catalogue/vite.ts";
import { vllm } from "./catalogue/vllm.ts";
import { webpackDevServer } from "./catalogue/webpack-dev-server.ts";
import { workers } from "./catalogue/workers.ts";
import type { Stack } from "./stack.ts";

/** Every stack that we can configure. */
export const STACKS: readonly Stack[] = [
  aiohttp,
  apache,
  apiGatewayHttp,
  apollo,
  aspnetCore,
  axum,
  azureBlob,
  azureFunctions,
  bun,
  caddy,
  chi,
  cloudfrontPolicy,
  deno,
  django,
  echo,
  elasticsearch,
  elysia,
  envoyProxy,
  express,
  falcon,
  fastapi,
  fastify,
  firebaseHosting,
  flask,
  functionsFramework,
  gcs,
  gin,
  go,
  graphqlYoga,
  h3,
  hapi,
  haproxy,
  hono,
  iis,
  ingressNginx,
  jetty,
  jupyter,
  keycloak,
  koa,
  kong,
  laravel,
  lighttpd,
  llamaCpp,
  lmStudio,
  mcp,
  mojolicious,
  nestjs,
  netlifyFunctions,
  nextjs,
  nginx,
  node,
  ollama,
  php,
  plack,
  rack,
  rails,
  s3,
  socketIo,
  springBoot,
  springSecurity,
  supabase,
  sveltekit,
  symfony,
  tomcat,
  tornado,
  traefik,
  varnish,
  vercelFunctions,
  vite,
  vllm,
  webpackDevServer,
  workers,
];

/** The stack with that id. */
export function stackById(id: string): Stack | null {
  return STACKS.find((stack) => stack.id === id) ?? null;
}

/** The stacks that run in a recognised layer. */
export function stacksInLayer(layer: string): readonly Stack[] {
  return STACKS.filter(({ id, layers }) => (layers ?? [id]).includes(layer));
}
