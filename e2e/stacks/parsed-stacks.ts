/**
 * The stacks whose software does not run here, with the reason. A parser of their language checks the
 * printed configuration, which proves nothing about their behaviour.
 */
export const PARSED_STACKS: Readonly<Record<string, string>> = {
  "api-gateway-http": "a cloud's service; its emulators allow every origin",
  "aspnet-core": "neither npm nor Debian has .NET",
  axum: "Debian 12 has neither axum nor tower-http",
  "azure-blob":
    "a cloud's service; its emulator was not run: azure-cli configures it, and it has none of the requested paths",
  "azure-functions": "a cloud's service; its tools download binaries",
  "cloudfront-policy": "a cloud's service",
  elasticsearch: "neither npm nor Debian has it",
  "envoy-proxy": "neither npm nor Debian has it",
  "firebase-hosting": "a cloud's service",
  gcs: "a cloud's service",
  iis: "runs on Windows only",
  "ingress-nginx": "needs a Kubernetes cluster",
  keycloak: "neither npm nor Debian has it",
  kong: "neither npm nor Debian has it",
  laravel: "Debian 12 has 8.83, whose CORS is a separate package",
  "llama-cpp": "Debian 12 does not have it",
  "lm-studio": "neither npm nor Debian has it",
  "netlify-functions": "a cloud's service",
  ollama: "neither npm nor Debian has it",
  s3: "a cloud's service; its emulator allows every origin's preflight",
  "spring-boot": "Debian 12 has Spring 4.3 without Boot",
  "spring-security": "Debian 12 has Spring 4.3 without Security",
  traefik: "neither npm nor Debian has it",
  "vercel-functions": "a cloud's service",
  vllm: "neither npm nor Debian has it",
};
