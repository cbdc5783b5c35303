import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "rails",
  software: { from: "debian", packages: ["ruby-rails", "ruby-rack-cors", "puma", "ruby-json"] },
  files: ({ folder }) => ({
    "config.ru": `
require "logger"
require "json"
require "action_controller/railtie"
class Api < Rails::Application
  config.root = "${folder}"
  config.eager_load = false
  config.secret_key_base = "x" * 64
  config.consider_all_requests_local = false
  config.logger = Logger.new(nil)
  config.hosts.clear
  config.middleware.delete ActionDispatch::SSL
end
# @@settings
class Limit
  def initialize(app)
    @app = app
  end
  def call(env)
    env["CONTENT_LENGTH"].to_i > 1024 ? [413, { "Content-Type" => "text/plain" }, ["no"]] : @app.call(env)
  end
end
Rails.application.config.middleware.use Limit
class ApiController < ActionController::API
  def ok
    response.headers["X-Total"] = "7"
    request.request_parameters
    render json: { cookie: request.headers["Cookie"].to_s }
  end
  def boom
    raise "boom"
  end
  def auth
    head :unauthorized
  end
  def cached
    response.headers["Cache-Control"] = "max-age=60"
    render json: {}
  end
end
Api.initialize!
Api.routes.draw do
  match "/ok", to: "api#ok", via: %i[get put delete patch post]
  match "/boom", to: "api#boom", via: %i[get put]
  match "/auth", to: "api#auth", via: %i[get put]
  get "/cached", to: "api#cached"
end
run Api
`,
  }),
  start: ({ port }) => ({
    program: "puma",
    args: ["-q", "-b", `tcp://127.0.0.1:${port}`, "-e", "production", "config.ru"],
    env: { RAILS_ENV: "production" },
  }),
  mistakes: {
    "appended-last": (snippet) => ({
      settings:
        fillingOf(snippet).settings?.replaceAll("insert_before 0, Rack::Cors", "use Rack::Cors") ??
        "",
    }),
    "methods-forgotten": (snippet) => ({
      settings: fillingOf(snippet).settings?.replace(/methods: .*/, "methods: [:get, :post]") ?? "",
    }),
  },
};
