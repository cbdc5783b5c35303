import { lines } from "../code.ts";
import type { Stack } from "../stack.ts";
import { refused } from "../symptoms.ts";

const quoted = (values: readonly string[]) => values.map((value) => `"${value}"`).join(", ");

export const plack: Stack = {
  id: "plack",
  title: "Plack (PSGI)",
  kind: "framework",
  versions: [{ of: "Plack::Middleware::CrossOrigin", since: "0.012" }],
  snippet: (policy) => ({
    install: "cpanm Plack::Middleware::CrossOrigin",
    blocks: [
      {
        file: "app.psgi",
        place: "first",
        language: "perl",
        code: lines(
          policy.origins !== "*" && "enable sub {",
          policy.origins !== "*" && "    my $app = shift;",
          policy.origins !== "*" && "    sub {",
          policy.origins !== "*" && "        my $response = $app->(@_);",
          policy.origins !== "*" && "        return Plack::Util::response_cb($response, sub {",
          policy.origins !== "*" && '            push @{ $_[0][1] }, "Vary", "Origin";',
          policy.origins !== "*" && "        });",
          policy.origins !== "*" && "    };",
          policy.origins !== "*" && "};",
          'enable "CrossOrigin",',
          `    origins => ${policy.origins === "*" ? '"*"' : `[${quoted(policy.origins)}]`},`,
          `    methods => [${quoted(policy.methods)}],`,
          `    headers => [${quoted(policy.requestHeaders)}],`,
          policy.exposedHeaders.length > 0 &&
            `    expose_headers => [${quoted(policy.exposedHeaders)}],`,
          policy.maxAge !== null && `    max_age => ${policy.maxAge},`,
          `    credentials => ${policy.credentials ? 1 : 0};`,
          'enable "HTTPExceptions";',
        ),
      },
    ],
  }),
  remove: ["['Access-Control-Allow-Origin' => …]"],
  mistakes: [
    {
      id: "origin-refused",
      kind: "origin-not-listed",
      code: "origins => […]",
      shows: refused(403),
    },
  ],
  docs: ["https://metacpan.org/pod/Plack::Middleware::CrossOrigin"],
};
