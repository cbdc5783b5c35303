import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "rack",
  software: { from: "debian", packages: ["ruby-sinatra", "ruby-rack-cors", "puma"] },
  files: () => ({
    "config.ru": `
require "sinatra/base"
require "json"
# @@wrong-authentication
# @@first
class Authenticate
  def initialize(app)
    @app = app
  end
  def call(env)
    return [401, { "Content-Type" => "text/plain" }, ["no"]] if env["PATH_INFO"] == "/auth"
    return [413, { "Content-Type" => "text/plain" }, ["no"]] if env["CONTENT_LENGTH"].to_i > 1024
    @app.call(env)
  end
end
use Authenticate
class App < Sinatra::Base
  set :show_exceptions, false
  set :protection, false
  set :host_authorization, permitted_hosts: []
  %i[get put delete patch].each do |name|
    send(name, "/ok") do
      headers "X-Total" => "7"
      { cookie: request.env["HTTP_COOKIE"].to_s }.to_json
    end
  end
  post "/ok" do
    JSON.parse(request.body.read).to_json
  rescue JSON::ParserError
    halt 400
  end
  get("/boom") { raise "boom" }
  put("/boom") { raise "boom" }
  get("/cached") { headers "Cache-Control" => "max-age=60"; "{}" }
end
run App
`,
  }),
  start: ({ port }) => ({
    program: "puma",
    args: ["-q", "-b", `tcp://127.0.0.1:${port}`, "-e", "production", "config.ru"],
  }),
  mistakes: {
    "authentication-before-cors": (snippet) => ({
      ...fillingOf(snippet),
      "wrong-authentication": `use(Class.new do
  def initialize(app)
    @app = app
  end
  def call(env)
    env["PATH_INFO"] == "/auth" ? [401, { "Content-Type" => "text/plain" }, ["no"]] : @app.call(env)
  end
end)`,
    }),
    "methods-forgotten": (snippet) => ({
      first: fillingOf(snippet).first?.replace(/methods: .*/, "methods: [:get, :post]") ?? "",
    }),
  },
};
