import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "mojolicious",
  software: { from: "debian", packages: ["libmojolicious-perl"] },
  files: () => ({
    "app.pl": `
use Mojolicious::Lite;
app->log->level("fatal");
app->mode("production");
app->max_request_size(65536);
# @@first
app->hook(around_action => sub {
    my ($next, $c) = @_;
    # @@wrong-action
    return $next->();
});
any ["GET", "PUT", "DELETE", "PATCH", "POST"] => "/ok" => sub {
    my $c = shift;
    return $c->render(json => {}, status => 413) if length($c->req->body) > 1024;
    if ($c->req->method eq "POST") {
        return $c->render(json => {}, status => 400) unless defined $c->req->json;
    }
    $c->res->headers->header("X-Total" => "7");
    $c->render(json => {cookie => $c->req->headers->cookie // ""});
};
any ["GET", "PUT"] => "/boom" => sub { die "boom" };
any ["GET", "PUT"] => "/auth" => sub { shift->render(json => {}, status => 401) };
get "/cached" => sub {
    my $c = shift;
    $c->res->headers->cache_control("max-age=60");
    $c->render(json => {});
};
app->start;
`,
  }),
  start: ({ port }) => ({
    program: "perl",
    args: ["app.pl", "daemon", "-m", "production", "-l", `http://127.0.0.1:${port}`],
  }),
  mistakes: {
    "options-not-routed": (snippet) => ({
      first: fillingOf(snippet).first?.replace(/ {4}return \$c->rendered.*/, "") ?? "",
    }),
    "in-the-action": () => ({
      "wrong-action": '$c->res->headers->access_control_allow_origin("http://app.test");',
    }),
  },
};
