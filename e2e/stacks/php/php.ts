import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "php",
  software: { from: "debian", packages: ["php8.2-cli"] },
  files: () => ({
    "index.php": `<?php
ini_set("display_errors", "0");
ini_set("log_errors", "0");
// @@first
$path = parse_url($_SERVER["REQUEST_URI"], PHP_URL_PATH);
$method = $_SERVER["REQUEST_METHOD"];
function send(int $status, array $body = []): void
{
    http_response_code($status);
    header("Content-Type: application/json");
    echo json_encode($body);
    exit;
}
if ($method === "OPTIONS") send(405);
if ($path === "/auth") send(401);
// @@wrong-late
if ($path === "/boom") throw new Exception("boom");
if ($path === "/cached") {
    header("Cache-Control: max-age=60");
    send(200);
}
if ($path !== "/ok") send(404);
$body = file_get_contents("php://input");
if (strlen($body) > 1024) send(413);
if ($method === "POST" && json_decode($body) === null) send(400);
header("X-Total: 7");
send(200, ["cookie" => $_SERVER["HTTP_COOKIE"] ?? ""]);
`,
  }),
  start: ({ port }) => ({ program: "php", args: ["-q", "-S", `127.0.0.1:${port}`, "index.php"] }),
  mistakes: {
    "added-twice": (snippet) => ({
      ...fillingOf(snippet),
      "wrong-late": 'header("Access-Control-Allow-Origin: *", false);',
    }),
    "set-after-authentication": (snippet) => ({
      "wrong-late": fillingOf(snippet).first ?? "",
    }),
    "options-not-handled": (snippet) => ({
      first: fillingOf(snippet).first?.replace(/if \(\$_SERVER[\s\S]*/, "") ?? "",
    }),
  },
};
