import { fillingOf, type LabStack } from "../lab-stack.ts";

const ROUTES = `app.use(async (ctx, next) => {
  if (ctx.method === "OPTIONS") return next();
  if (ctx.path === "/auth") ctx.throw(401);
  if (ctx.path === "/boom") throw new Error("boom");
  if (ctx.path === "/cached") {
    ctx.set("Cache-Control", "max-age=60");
    ctx.body = {};
    return;
  }
  if (ctx.path !== "/ok") return next();
  if (ctx.method === "POST") JSON.stringify(ctx.request.body);
  ctx.set("X-Total", "7");
  ctx.body = { cookie: ctx.get("Cookie") };
});`;

export const stack: LabStack = {
  id: "koa",
  software: {
    from: "npm",
    packages: { koa: "3.3.0", "@koa/cors": "5.0.0", "koa-bodyparser": "4.4.1" },
  },
  files: ({ port }) => ({
    "app.mjs": `
import Koa from "koa";
import bodyParser from "koa-bodyparser";
// @@imports
const app = new Koa();
app.silent = true;
// @@wrong-authentication
// @@first
app.use(bodyParser({ jsonLimit: "1kb" }));
${ROUTES}
// @@wrong-last
app.listen(${port}, "127.0.0.1");
`,
  }),
  start: () => ({ program: "node", args: ["app.mjs"] }),
  mistakes: {
    "cors-after-routes": (snippet) => {
      const { imports = "", first = "" } = fillingOf(snippet);
      return { imports, "wrong-last": first };
    },
    "authentication-before-cors": (snippet) => ({
      ...fillingOf(snippet),
      "wrong-authentication":
        'app.use((ctx, next) => (ctx.path === "/auth" ? ctx.throw(401) : next()));',
    }),
  },
};
