import { indent, lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { onlyPreflightAllows, preflightUnauthenticated, successIsBare } from "../symptoms.ts";

export const apiGatewayHttp: Stack = {
  id: "api-gateway-http",
  title: "API Gateway (HTTP API) with Lambda",
  kind: "gateway",
  // A REST API is configured differently.
  layers: ["api-gateway"],
  versions: [{ of: "AWS SAM", since: "1.0.0" }],
  hasOnePolicy: true,
  snippet: (policy) => ({
    install: null,
    blocks: [
      {
        file: "template.yaml",
        place: "options",
        language: "yaml",
        code: lines(
          "Resources:",
          "  Api:",
          "    Type: AWS::Serverless::HttpApi",
          "    Properties:",
          "      CorsConfiguration:",
          indent(
            lines(
              `AllowOrigins: ${policy.origins === "*" ? '["*"]' : list(policy.origins)}`,
              `AllowMethods: ${list(policy.methods)}`,
              policy.requestHeaders.length > 0 && `AllowHeaders: ${list(policy.requestHeaders)}`,
              policy.exposedHeaders.length > 0 && `ExposeHeaders: ${list(policy.exposedHeaders)}`,
              policy.credentials && "AllowCredentials: true",
              policy.maxAge !== null && `MaxAge: ${policy.maxAge}`,
            ),
            "        ",
          ),
        ),
      },
    ],
  }),
  remove: ['headers: { "Access-Control-Allow-Origin": … }'],
  mistakes: [
    {
      id: "headers-of-the-function",
      kind: "added-twice",
      code: 'headers: { "Access-Control-Allow-Origin": … }',
      shows: onlyPreflightAllows,
    },
    {
      id: "authorizer-on-options",
      kind: "authentication-first",
      code: "Path: $default, Method: ANY",
      shows: preflightUnauthenticated,
    },
    {
      id: "not-configured",
      kind: "origin-not-listed",
      code: "CorsConfiguration",
      shows: successIsBare,
    },
  ],
  docs: [
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
    "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-httpapi-httpapicorsconfiguration.html",
  ],
};
