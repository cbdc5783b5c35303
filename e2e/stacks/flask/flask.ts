import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "flask",
  software: { from: "debian", packages: ["python3-flask", "python3-flask-cors"] },
  files: ({ port }) => ({
    "app.py": `
import logging
from flask import Flask, abort, jsonify, request
# @@imports
logging.getLogger("werkzeug").setLevel(logging.ERROR)
app = Flask(__name__)
# @@first
# @@wrong-authentication
@app.before_request
def authenticate():
    if (request.content_length or 0) > 1024:
        abort(413)
    if request.path == "/auth" and request.method != "OPTIONS":
        abort(401)
@app.route("/ok", methods=["GET", "PUT", "DELETE", "PATCH", "POST"])
def ok():
    request.get_data()
    if request.method == "POST":
        request.get_json()
    response = jsonify(cookie=request.headers.get("Cookie", ""))
    response.headers["X-Total"] = "7"
    return response
@app.route("/auth", methods=["GET", "PUT"])
def auth():
    return ""
@app.route("/boom", methods=["GET", "PUT"])
def boom():
    raise Exception("boom")
@app.route("/cached")
def cached():
    response = jsonify()
    response.headers["Cache-Control"] = "max-age=60"
    return response
app.run("127.0.0.1", ${port})
`,
  }),
  start: () => ({ program: "/usr/bin/python3", args: ["app.py"] }),
  mistakes: {
    "authentication-before-request": (snippet) => ({
      ...fillingOf(snippet),
      "wrong-authentication":
        '@app.before_request\ndef earlier():\n    if request.path == "/auth":\n        return "", 401',
      first: "",
    }),
    "resources-do-not-match": (snippet) => ({
      ...fillingOf(snippet),
      first: 'CORS(app, resources={r"/api/*": {"origins": "*"}})',
    }),
  },
};
