import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "nestjs",
  software: {
    from: "npm",
    packages: {
      "@nestjs/core": "12.5.1",
      "@nestjs/common": "12.5.1",
      "@nestjs/platform-express": "12.5.1",
      "reflect-metadata": "0.2.2",
      rxjs: "7.8.2",
      typescript: "5.9.3",
    },
  },
  files: ({ port }) => ({
    "main.mts": `
import "reflect-metadata";
import { Controller, Delete, Get, Module, Patch, Post, Put, Req, Res, UnauthorizedException } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
const ok = (req, res) => res.set("X-Total", "7").json({ cookie: req.headers.cookie ?? "" });
@Controller()
class Api {
  @Get("ok") get(@Req() req, @Res() res) { ok(req, res); }
  @Put("ok") put(@Req() req, @Res() res) { ok(req, res); }
  @Delete("ok") delete(@Req() req, @Res() res) { ok(req, res); }
  @Patch("ok") patch(@Req() req, @Res() res) { ok(req, res); }
  @Post("ok") post(@Req() req, @Res() res) { ok(req, res); }
  @Get("boom") boom() { throw new Error("boom"); }
  @Put("boom") putBoom() { throw new Error("boom"); }
  @Get("auth") auth() { throw new UnauthorizedException(); }
  @Put("auth") putAuth() { throw new UnauthorizedException(); }
  @Get("cached") cached(@Res() res) { res.set("Cache-Control", "max-age=60").json({}); }
}
@Module({ controllers: [Api] })
class App {}
const app = await NestFactory.create(App, { logger: false, bodyParser: false });
// @@wrong-authentication
// @@first
app.useBodyParser("json", { limit: "1kb" });
await app.listen(${port}, "127.0.0.1");
// @@wrong-last
`,
    "compile.mjs": `
import { readFileSync, writeFileSync } from "node:fs";
import ts from "typescript";
const compilerOptions = { target: "ES2022", module: "ESNext", experimentalDecorators: true };
writeFileSync("main.mjs", ts.transpileModule(readFileSync("main.mts", "utf8"), { compilerOptions }).outputText);
`,
  }),
  prepare: () => ({ program: "node", args: ["compile.mjs"] }),
  start: () => ({ program: "node", args: ["main.mjs"] }),
  mistakes: {
    "authentication-before-cors": (snippet) => ({
      ...fillingOf(snippet),
      "wrong-authentication":
        'app.use((req, res, next) => (req.path === "/auth" ? res.sendStatus(401) : next()));',
    }),
    "enabled-after-listen": (snippet) => ({ "wrong-last": fillingOf(snippet).first ?? "" }),
  },
};
