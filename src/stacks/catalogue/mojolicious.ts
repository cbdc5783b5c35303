import { corsHeaders, lines } from "../code.ts";
import type { Stack } from "../stack.ts";
import { errorsAreBare, preflightNotRouted } from "../symptoms.ts";

export const mojolicious: Stack = {
  id: "mojolicious",
  title: "Mojolicious",
  kind: "framework",
  versions: [{ of: "Mojolicious", since: "9.0.0" }],
  snippet: (policy) => {
    const isAny = policy.origins === "*";
    const by = isAny ? "    " : "        ";
    const set = (name: string, value: string) => `${by}$headers->header("${name}" => "${value}");`;
    return {
      install: null,
      blocks: [
        {
          file: "app.pl",
          place: "first",
          language: "perl",
          code: lines(
            policy.origins !== "*" &&
              `my %origins = map { $_ => 1 } (${policy.origins.map((one) => `"${one}"`).join(", ")});`,
            "app->hook(around_dispatch => sub {",
            "    my ($next, $c) = @_;",
            "    my $headers = $c->res->headers;",
            !isAny && '    my $origin = $c->req->headers->origin // "";',
            !isAny && '    $headers->append(Vary => "Origin");',
            !isAny && "    if ($origins{$origin}) {",
            isAny
              ? set("Access-Control-Allow-Origin", "*")
              : `${by}$headers->header("Access-Control-Allow-Origin" => $origin);`,
            ...corsHeaders(policy).map(({ name, value }) => set(name, value)),
            !isAny && "    }",
            '    my $is_preflight = $c->req->method eq "OPTIONS"',
            '        && defined $c->req->headers->header("Access-Control-Request-Method");',
            "    return $c->rendered(204) if $is_preflight;",
            "    $next->();",
            "});",
          ),
        },
      ],
    };
  },
  remove: ["$c->res->headers->access_control_allow_origin(…)"],
  mistakes: [
    {
      id: "in-the-action",
      kind: "errors-without-headers",
      code: "$c->res->headers->access_control_allow_origin(…)",
      shows: errorsAreBare,
    },
    {
      id: "options-not-routed",
      kind: "options-not-routed",
      code: "options '/path' => sub { … }",
      shows: preflightNotRouted,
    },
  ],
  docs: ["https://docs.mojolicious.org/Mojolicious#around_dispatch"],
};
