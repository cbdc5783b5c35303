import { corsHeaders, lines, list } from "../code.ts";
import type { Stack } from "../stack.ts";
import { errorsAreBare, preflightNotRouted } from "../symptoms.ts";

export const symfony: Stack = {
  id: "symfony",
  title: "Symfony",
  kind: "framework",
  layers: ["symfony", "php"],
  versions: [{ of: "symfony/http-kernel", since: "5.0.0" }],
  snippet: (policy) => {
    const isAny = policy.origins === "*";
    const by = isAny ? "        " : "            ";
    const set = (name: string, value: string) => `${by}$headers->set("${name}", "${value}");`;
    return {
      install: null,
      blocks: [
        {
          file: "src/EventSubscriber/CorsSubscriber.php",
          place: "file",
          language: "php",
          code: lines(
            "<?php",
            "",
            "namespace App\\EventSubscriber;",
            "",
            "use Symfony\\Component\\EventDispatcher\\EventSubscriberInterface;",
            "use Symfony\\Component\\HttpFoundation\\Response;",
            "use Symfony\\Component\\HttpKernel\\Event\\RequestEvent;",
            "use Symfony\\Component\\HttpKernel\\Event\\ResponseEvent;",
            "use Symfony\\Component\\HttpKernel\\KernelEvents;",
            "",
            "final class CorsSubscriber implements EventSubscriberInterface",
            "{",
            policy.origins !== "*" && `    private const ORIGINS = ${list(policy.origins)};`,
            policy.origins !== "*" && "",
            "    public static function getSubscribedEvents(): array",
            "    {",
            "        return [",
            '            KernelEvents::REQUEST => ["onRequest", 250],',
            '            KernelEvents::RESPONSE => ["onResponse", -250],',
            "        ];",
            "    }",
            "",
            "    public function onRequest(RequestEvent $event): void",
            "    {",
            "        $request = $event->getRequest();",
            '        $isPreflight = $request->headers->has("Access-Control-Request-Method");',
            '        if ($request->isMethod("OPTIONS") && $isPreflight) {',
            "            $event->setResponse(new Response(null, 204));",
            "        }",
            "    }",
            "",
            "    public function onResponse(ResponseEvent $event): void",
            "    {",
            "        $headers = $event->getResponse()->headers;",
            !isAny && '        $event->getResponse()->setVary("Origin", false);',
            !isAny && '        $origin = $event->getRequest()->headers->get("Origin");',
            !isAny && "        if (in_array($origin, self::ORIGINS, true)) {",
            isAny
              ? set("Access-Control-Allow-Origin", "*")
              : `${by}$headers->set("Access-Control-Allow-Origin", $origin);`,
            ...corsHeaders(policy).map(({ name, value }) => set(name, value)),
            !isAny && "        }",
            "    }",
            "}",
          ),
        },
      ],
    };
  },
  remove: ['$response->headers->set("Access-Control-Allow-Origin", …)'],
  mistakes: [
    {
      id: "in-the-controller",
      kind: "errors-without-headers",
      code: '$response->headers->set("Access-Control-Allow-Origin", …)',
      shows: errorsAreBare,
    },
    {
      id: "options-not-routed",
      kind: "options-not-routed",
      code: 'KernelEvents::REQUEST => ["onRequest", 250]',
      shows: preflightNotRouted,
    },
  ],
  docs: ["https://symfony.com/doc/current/event_dispatcher.html"],
};
