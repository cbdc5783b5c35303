import { lines, strings } from "../code.ts";
import type { SafePart, SafePolicy } from "../safe-policy.ts";
import type { Snippet, Stack } from "../stack.ts";
import { onlyPreflightIsBare, preflightUnauthenticated } from "../symptoms.ts";

/** The block of rack-cors, for Rack itself and for Rails. */
export function allowBlock(policy: SafePolicy, paths: readonly string[] = ["*"]): string {
  const symbols = policy.methods.map((method) => symbol(method.toLowerCase())).join(", ");
  const origins = policy.origins === "*" ? '"*"' : strings(policy.origins);
  return lines(
    "  allow do",
    `    origins ${origins}`,
    ...paths.map((path) =>
      lines(
        `    resource "${path}",`,
        policy.exposedHeaders.length > 0 && `      expose: [${strings(policy.exposedHeaders)}],`,
        policy.credentials && "      credentials: true,",
        policy.maxAge !== null && `      max_age: ${policy.maxAge},`,
        `      headers: [${strings(policy.requestHeaders)}],`,
        `      methods: [${symbols}]`,
      ),
    ),
    "  end",
  );
}

/** A symbol needs quotes where it is not an identifier: `:m-search` is the symbol `:m` minus `search`. */
const symbol = (name: string): string => (/^[a-z]\w*$/.test(name) ? `:${name}` : `:"${name}"`);

/** A block for each part. */
export const allowBlocks = (parts: readonly SafePart[]): string =>
  lines(...parts.map(({ paths, policy }) => allowBlock(policy, paths)));

/** rack-cors omits Vary: Origin in preflight responses and for origins that it does not allow. */
export const VARY_BY_ORIGIN = lines(
  "class VaryByOrigin",
  "  def initialize(app)",
  "    @app = app",
  "  end",
  "",
  "  def call(env)",
  "    status, headers, body = @app.call(env)",
  '    name = headers.keys.find { |key| key.casecmp?("vary") } || "vary"',
  '    values = headers[name].to_s.split(/,\\s*/) | ["Origin"]',
  '    [status, headers.merge(name => values.join(", ")), body]',
  "  end",
  "end",
);

const snippet = (isVarying: boolean, allowed: string): Snippet => ({
  install: "bundle add rack-cors",
  blocks: [
    {
      file: "config.ru",
      place: "first",
      language: "ruby",
      code: lines(
        'require "rack/cors"',
        isVarying && "",
        isVarying && VARY_BY_ORIGIN,
        isVarying && "",
        isVarying && "use VaryByOrigin",
        "use Rack::Cors do",
        allowed,
        "end",
      ),
    },
  ],
});

export const rack: Stack = {
  id: "rack",
  title: "Sinatra, Rack",
  kind: "framework",
  layers: ["rack", "sinatra"],
  versions: [{ of: "rack-cors", since: "1.1.0" }],
  snippet: (policy) => snippet(policy.origins !== "*", allowBlock(policy)),
  snippetForPaths: (parts) => snippet(true, allowBlocks(parts)),
  remove: ['headers "Access-Control-Allow-Origin" => …'],
  mistakes: [
    {
      id: "authentication-before-cors",
      kind: "authentication-first",
      code: "use Rack::Auth::Basic",
      shows: preflightUnauthenticated,
    },
    {
      id: "methods-forgotten",
      kind: "methods-by-default",
      code: 'resource "*", headers: :any',
      shows: onlyPreflightIsBare,
    },
  ],
  docs: ["https://github.com/cyu/rack-cors"],
};
