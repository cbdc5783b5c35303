import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "symfony",
  software: {
    from: "debian",
    packages: ["php-symfony-http-kernel", "php-symfony-routing", "php8.2-cli"],
  },
  files: () => ({
    "index.php": `<?php
ini_set("log_errors", "0");
foreach (["HttpFoundation", "HttpKernel", "EventDispatcher", "Routing"] as $name) {
    require_once "/usr/share/php/Symfony/Component/$name/autoload.php";
}
use Symfony\\Component\\EventDispatcher\\EventDispatcher;
use Symfony\\Component\\HttpFoundation\\JsonResponse;
use Symfony\\Component\\HttpFoundation\\Request;
use Symfony\\Component\\HttpFoundation\\RequestStack;
use Symfony\\Component\\HttpFoundation\\Response;
use Symfony\\Component\\HttpKernel\\Controller\\ArgumentResolver;
use Symfony\\Component\\HttpKernel\\Controller\\ControllerResolver;
use Symfony\\Component\\HttpKernel\\EventListener\\ErrorListener;
use Symfony\\Component\\HttpKernel\\EventListener\\RouterListener;
use Symfony\\Component\\HttpKernel\\Exception\\HttpException;
use Symfony\\Component\\HttpKernel\\HttpKernel;
use Symfony\\Component\\Routing\\Matcher\\UrlMatcher;
use Symfony\\Component\\Routing\\RequestContext;
use Symfony\\Component\\Routing\\Route;
use Symfony\\Component\\Routing\\RouteCollection;

$ok = function (Request $request) {
    if (strlen($request->getContent()) > 1024) throw new HttpException(413);
    if ($request->isMethod("POST") && json_decode($request->getContent()) === null) throw new HttpException(400);
    $response = new JsonResponse(["cookie" => $request->headers->get("Cookie", "")], 200, ["X-Total" => "7"]);
    // @@wrong-ok
    return $response;
};
$routes = new RouteCollection();
$add = fn (string $name, callable $controller, array $methods) => $routes->add($name, new Route("/$name", ["_controller" => $controller], [], [], "", [], $methods));
$add("ok", $ok, ["GET", "PUT", "DELETE", "PATCH", "POST"]);
$add("boom", fn () => throw new Exception("boom"), ["GET", "PUT"]);
$add("auth", fn () => throw new HttpException(401), ["GET", "PUT"]);
$add("cached", fn () => (new JsonResponse([]))->setMaxAge(60), ["GET"]);
$dispatcher = new EventDispatcher();
$stack = new RequestStack();
$dispatcher->addSubscriber(new RouterListener(new UrlMatcher($routes, new RequestContext()), $stack));
$dispatcher->addSubscriber(new ErrorListener(function (Throwable $exception) {
    $status = $exception instanceof HttpException ? $exception->getStatusCode() : 500;
    return new JsonResponse([], $status);
}));
if (filesize("CorsSubscriber.php") > 0) {
    require "CorsSubscriber.php";
    $dispatcher->addSubscriber(new App\\EventSubscriber\\CorsSubscriber());
}
$kernel = new HttpKernel($dispatcher, new ControllerResolver(), $stack, new ArgumentResolver());
$kernel->handle(Request::createFromGlobals())->send();
`,
    "CorsSubscriber.php": "@@file",
  }),
  start: ({ port }) => ({ program: "php", args: ["-q", "-S", `127.0.0.1:${port}`, "index.php"] }),
  mistakes: {
    "options-not-routed": (snippet) => ({
      file: fillingOf(snippet).file?.replace(/.*KernelEvents::REQUEST =>.*/, "") ?? "",
    }),
    "in-the-controller": () => ({
      "wrong-ok": '$response->headers->set("Access-Control-Allow-Origin", "http://app.test");',
    }),
  },
};
