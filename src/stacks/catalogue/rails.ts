import { lines } from "../code.ts";
import type { Stack } from "../stack.ts";
import { errorsAreBare, onlyPreflightIsBare } from "../symptoms.ts";
import { allowBlock, VARY_BY_ORIGIN } from "./rack.ts";

export const rails: Stack = {
  id: "rails",
  title: "Ruby on Rails",
  kind: "framework",
  versions: [{ of: "rack-cors", since: "1.1.0" }],
  snippet: (policy) => ({
    install: "bundle add rack-cors",
    blocks: [
      {
        file: "config/initializers/cors.rb",
        place: "settings",
        language: "ruby",
        code: lines(
          'require "rack/cors"',
          policy.origins !== "*" && "",
          policy.origins !== "*" && VARY_BY_ORIGIN,
          "",
          "Rails.application.config.middleware.insert_before 0, Rack::Cors do",
          allowBlock(policy),
          "end",
          policy.origins !== "*" &&
            "Rails.application.config.middleware.insert_before 0, VaryByOrigin",
        ),
      },
    ],
  }),
  remove: ['response.headers["Access-Control-Allow-Origin"] = …'],
  mistakes: [
    {
      id: "appended-last",
      kind: "errors-without-headers",
      code: "config.middleware.use Rack::Cors",
      shows: errorsAreBare,
    },
    {
      id: "methods-forgotten",
      kind: "methods-by-default",
      code: 'resource "*", headers: :any',
      shows: onlyPreflightIsBare,
    },
  ],
  docs: ["https://github.com/cyu/rack-cors#rails-configuration"],
};
