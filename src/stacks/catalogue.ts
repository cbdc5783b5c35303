import { aiohttp } from "./catalogue/aiohttp.ts";
import { apache } from "./catalogue/apache.ts";
import { apollo } from "./catalogue/apollo.ts";
import { bun } from "./catalogue/bun.ts";
import { caddy } from "./catalogue/caddy.ts";
import { chi } from "./catalogue/chi.ts";
import { deno } from "./catalogue/deno.ts";
import { django } from "./catalogue/django.ts";
import { echo } from "./catalogue/echo.ts";
import { elysia } from "./catalogue/elysia.ts";
import { express } from "./catalogue/express.ts";
import { falcon } from "./catalogue/falcon.ts";
import { fastapi } from "./catalogue/fastapi.ts";
import { fastify } from "./catalogue/fastify.ts";
import { flask } from "./catalogue/flask.ts";
import { functionsFramework } from "./catalogue/functions-framework.ts";
import { gin } from "./catalogue/gin.ts";
import { go } from "./catalogue/go.ts";
import { graphqlYoga } from "./catalogue/graphql-yoga.ts";
import { h3 } from "./catalogue/h3.ts";
import { hapi } from "./catalogue/hapi.ts";
import { haproxy } from "./catalogue/haproxy.ts";
import { hono } from "./catalogue/hono.ts";
import { jetty } from "./catalogue/jetty.ts";
import { koa } from "./catalogue/koa.ts";
import { lighttpd } from "./catalogue/lighttpd.ts";
import { mcp } from "./catalogue/mcp.ts";
import { mojolicious } from "./catalogue/mojolicious.ts";
import { nestjs } from "./catalogue/nestjs.ts";
import { nextjs } from "./catalogue/nextjs.ts";
import { nginx } from "./catalogue/nginx.ts";
import { node } from "./catalogue/node.ts";
import { php } from "./catalogue/php.ts";
import { plack } from "./catalogue/plack.ts";
import { rack } from "./catalogue/rack.ts";
import { rails } from "./catalogue/rails.ts";
import { socketIo } from "./catalogue/socket-io.ts";
import { supabase } from "./catalogue/supabase.ts";
import { symfony } from "./catalogue/symfony.ts";
import { tomcat } from "./catalogue/tomcat.ts";
import { tornado } from "./catalogue/tornado.ts";
import { varnish } from "./catalogue/varnish.ts";
import { vite } from "./catalogue/vite.ts";
import { webpackDevServer } from "./catalogue/webpack-dev-server.ts";
import { workers } from "./catalogue/workers.ts";
import type { Stack } from "./stack.ts";

/** Every stack that we can configure. */
export const STACKS: readonly Stack[] = [
  aiohttp,
  apache,
  apollo,
  bun,
  caddy,
  chi,
  deno,
  django,
  echo,
  elysia,
  express,
  falcon,
  fastapi,
  fastify,
  flask,
  functionsFramework,
  gin,
  go,
  graphqlYoga,
  h3,
  hapi,
  haproxy,
  hono,
  jetty,
  koa,
  lighttpd,
  mcp,
  mojolicious,
  nestjs,
  nextjs,
  nginx,
  node,
  php,
  plack,
  rack,
  rails,
  socketIo,
  supabase,
  symfony,
  tomcat,
  tornado,
  varnish,
  vite,
  webpackDevServer,
  workers,
];

/** The stack of that id. */
export function stackById(id: string): Stack | null {
  return STACKS.find((stack) => stack.id === id) ?? null;
}

/** The stacks that run in a layer that was recognised. */
export function stacksInLayer(layer: string): readonly Stack[] {
  return STACKS.filter(({ id, layers }) => (layers ?? [id]).includes(layer));
}
