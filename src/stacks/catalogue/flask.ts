import { lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { preflightUnauthenticated, successIsBare } from "../symptoms.ts";

export const flask: Stack = {
  id: "flask",
  title: "Flask",
  kind: "framework",
  layers: ["flask"],
  versions: [{ of: "flask-cors", since: "3.0.0" }],
  snippet: (policy) => ({
    install: "pip install flask-cors",
    blocks: [
      {
        file: "app.py",
        place: "imports",
        language: "python",
        code: "from flask import request\nfrom flask_cors import CORS",
      },
      {
        file: "app.py",
        place: "first",
        language: "python",
        code: lines(
          "CORS(",
          "    app,",
          `    origins=${policy.origins === "*" ? '"*"' : list(policy.origins)},`,
          `    methods=${list(policy.methods)},`,
          `    allow_headers=${list(policy.requestHeaders)},`,
          policy.exposedHeaders.length > 0 && `    expose_headers=${list(policy.exposedHeaders)},`,
          policy.credentials && "    supports_credentials=True,",
          policy.maxAge !== null && `    max_age=${policy.maxAge},`,
          policy.origins === "*" && "    send_wildcard=True,",
          policy.origins !== "*" && "    vary_header=False,",
          ")",
          "",
          "@app.before_request",
          "def answer_preflight():",
          '    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:',
          '        return "", 204',
          policy.origins !== "*" && "",
          policy.origins !== "*" && "@app.after_request",
          policy.origins !== "*" && "def vary_by_origin(response):",
          policy.origins !== "*" && '    response.vary.add("Origin")',
          policy.origins !== "*" && "    return response",
        ),
      },
    ],
  }),
  remove: ['response.headers["Access-Control-Allow-Origin"] = …', "@cross_origin()"],
  mistakes: [
    {
      id: "authentication-before-request",
      kind: "authentication-first",
      code: "@app.before_request",
      shows: preflightUnauthenticated,
    },
    {
      id: "resources-do-not-match",
      kind: "path-not-covered",
      code: 'CORS(app, resources={r"/api/*": …})',
      shows: successIsBare,
    },
  ],
  docs: ["https://flask-cors.readthedocs.io/en/latest/configuration.html"],
};
