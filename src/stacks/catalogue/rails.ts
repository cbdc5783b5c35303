import { lines } from "../code.ts";
import type { Snippet, Stack } from "../stack.ts";
import { errorsAreBare, onlyPreflightIsBare } from "../symptoms.ts";
import { allowBlock, allowBlocks, VARY_BY_ORIGIN } from "./rack.ts";

const snippet = (isVarying: boolean, allowed: string): Snippet => ({
  install: "bundle add rack-cors",
  blocks: [
    {
      file: "config/initializers/cors.rb",
      place: "settings",
      language: "ruby",
      code: lines(
        'require "rack/cors"',
        isVarying && "",
        isVarying && VARY_BY_ORIGIN,
        "",
        "Rails.application.config.middleware.insert_before 0, Rack::Cors do",
        allowed,
        "end",
        isVarying && "Rails.application.config.middleware.insert_before 0, VaryByOrigin",
      ),
    },
  ],
});

export const rails: Stack = {
  id: "rails",
  title: "Ruby on Rails",
  kind: "framework",
  versions: [{ of: "rack-cors", since: "1.1.0" }],
  snippet: (policy) => snippet(policy.origins !== "*", allowBlock(policy)),
  snippetForPaths: (parts) => snippet(true, allowBlocks(parts)),
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
