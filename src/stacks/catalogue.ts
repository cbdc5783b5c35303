import { aiohttp } from "./catalogue/aiohttp.ts";
import { apache } from "./catalogue/apache.ts";
import { caddy } from "./catalogue/caddy.ts";
import { django } from "./catalogue/django.ts";
import { express } from "./catalogue/express.ts";
import { falcon } from "./catalogue/falcon.ts";
import { fastapi } from "./catalogue/fastapi.ts";
import { fastify } from "./catalogue/fastify.ts";
import { flask } from "./catalogue/flask.ts";
import { haproxy } from "./catalogue/haproxy.ts";
import { hono } from "./catalogue/hono.ts";
import { koa } from "./catalogue/koa.ts";
import { lighttpd } from "./catalogue/lighttpd.ts";
import { mojolicious } from "./catalogue/mojolicious.ts";
import { nginx } from "./catalogue/nginx.ts";
import { node } from "./catalogue/node.ts";
import { php } from "./catalogue/php.ts";
import { plack } from "./catalogue/plack.ts";
import { rack } from "./catalogue/rack.ts";
import { rails } from "./catalogue/rails.ts";
import { tornado } from "./catalogue/tornado.ts";
import { varnish } from "./catalogue/varnish.ts";
import type { Stack } from "./stack.ts";

/** Every stack that we can configure. */
export const STACKS: readonly Stack[] = [
  aiohttp,
  apache,
  caddy,
  django,
  express,
  falcon,
  fastapi,
  fastify,
  flask,
  haproxy,
  hono,
  koa,
  lighttpd,
  mojolicious,
  nginx,
  node,
  php,
  plack,
  rack,
  rails,
  tornado,
  varnish,
];

/** The stack of that id. */
export function stackById(id: string): Stack | null {
  return STACKS.find((stack) => stack.id === id) ?? null;
}

/** The stacks that run in a layer that was recognised. */
export function stacksInLayer(layer: string): readonly Stack[] {
  return STACKS.filter(({ id, layers }) => (layers ?? [id]).includes(layer));
}
