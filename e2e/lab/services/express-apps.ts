import type { RequestListener } from "node:http";
import cors from "cors";
import express, { type Express, type RequestHandler } from "express";
import type { LabOrigins } from "../origins.ts";

/** Express 5 applications with the cors package, in typical configurations. */
export function expressApps(origins: () => LabOrigins): RequestListener {
  const apps = express();
  // Keeps the error that a case throws on purpose out of the terminal.
  apps.set("env", "test");
  const app = (path: string, setUp: (app: Express) => void) => {
    const one = express();
    setUp(one);
    apps.use(path, one);
  };
  const orders: RequestHandler = (_request, response) => void response.json([{ id: 1 }]);
  const login: RequestHandler = (request, response, next) =>
    request.get("Authorization") ? next() : void response.status(401).json({ error: "log in" });

  app("/cors-after-auth", (it) => it.use(login, cors()).all("/orders", orders));
  app("/cors-before-auth", (it) => it.use(cors(), login).all("/orders", orders));
  app("/cors-per-route", (it) => it.put("/orders", cors(), orders));
  app("/cors-per-route-with-options", (it) =>
    it.options("/orders", cors()).put("/orders", cors(), orders),
  );
  app("/cors-list-with-slash", (it) =>
    it
      .use((request, response, next) =>
        cors({ origin: [`${origins().page}/`, "https://shop.example"] })(request, response, next),
      )
      .all("/orders", orders),
  );
  app("/cors-fixed-origin", (it) =>
    it.use(cors({ origin: "https://shop.example" })).all("/orders", orders),
  );
  app("/cors-default", (it) => it.use(cors()).all("/orders", orders));
  app("/cors-with-credentials", (it) =>
    it
      .use((request, response, next) =>
        cors({ origin: [origins().page], credentials: true })(request, response, next),
      )
      .all("/orders", orders),
  );
  app("/cors-misses-errors", (it) => {
    it.get("/orders", () => {
      throw new Error("The database is away.");
    });
    it.use(cors());
  });
  app("/page-only", (it) =>
    it
      .use((request, response, next) => cors({ origin: origins().page })(request, response, next))
      .all("/", orders),
  );
  app("/open", (it) => it.use(cors()).all("/", orders));
  app("/login", (it) => it.all("/", (_request, response) => void response.send("<h1>Log in</h1>")));
  return apps;
}
