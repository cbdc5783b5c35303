import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "plack",
  software: {
    from: "debian",
    packages: ["libplack-perl", "libplack-middleware-crossorigin-perl", "starman"],
  },
  files: () => ({
    "app.psgi": `
use strict;
use warnings;
use Plack::Builder;
use Plack::Request;
use Plack::Util;
use JSON::PP;
my $send = sub { [$_[0], ["Content-Type", "application/json", @{ $_[2] // [] }], [encode_json($_[1] // {})]] };
my $app = sub {
    my $request = Plack::Request->new(shift);
    my ($path, $method) = ($request->path_info, $request->method);
    return $send->(405) if $method eq "OPTIONS";
    return $send->(401) if $path eq "/auth";
    die "boom" if $path eq "/boom";
    return $send->(200, {}, ["Cache-Control", "max-age=60"]) if $path eq "/cached";
    return $send->(404) if $path ne "/ok";
    return $send->(413) if length($request->content) > 1024;
    return $send->(400) if $method eq "POST" && !eval { decode_json($request->content) };
    return $send->(200, { cookie => $request->header("Cookie") // "" }, ["X-Total", "7"]);
};
builder {
    # @@first
    $app;
};
`,
  }),
  start: ({ port }) => ({
    program: "starman",
    args: ["--workers", "2", "-E", "production", "-l", `127.0.0.1:${port}`, "app.psgi"],
  }),
  mistakes: {
    "origin-refused": (snippet) => ({
      first:
        fillingOf(snippet).first?.replace(/origins => .*/, 'origins => ["http://other.test"],') ??
        "",
    }),
  },
};
