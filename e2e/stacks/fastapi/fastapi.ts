import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "fastapi",
  software: { from: "debian", packages: ["python3-fastapi", "python3-uvicorn"] },
  files: () => ({
    "main.py": `
from fastapi import Body, FastAPI, Request
from fastapi.responses import JSONResponse
# @@imports
app = FastAPI()
# @@wrong-first
@app.middleware("http")
async def authenticate(request, call_next):
    if request.url.path == "/auth":
        return JSONResponse({}, status_code=401)
    if int(request.headers.get("content-length", 0)) > 1024:
        return JSONResponse({}, status_code=413)
    return await call_next(request)
# @@wrong-second
@app.api_route("/ok", methods=["GET", "PUT", "DELETE", "PATCH"])
def ok(request: Request):
    return JSONResponse({"cookie": request.headers.get("cookie", "")}, headers={"X-Total": "7"})
@app.post("/ok")
def post(body: dict = Body(...)):
    return body
@app.api_route("/boom", methods=["GET", "PUT"])
def boom():
    raise Exception("boom")
@app.get("/cached")
def cached():
    return JSONResponse({}, headers={"Cache-Control": "max-age=60"})
# @@around
`,
  }),
  start: ({ port }) => ({
    program: "/usr/bin/python3",
    args: ["-m", "uvicorn", "main:app", "--port", String(port), "--log-level", "error"],
  }),
  mistakes: {
    "added-inside": (snippet) => ({
      imports: fillingOf(snippet).imports ?? "",
      "wrong-second":
        'app.add_middleware(CORSMiddleware, allow_origins=["http://app.test", "http://two.app.test"], allow_methods=["GET", "PUT"], allow_headers=["authorization", "content-type", "x-custom"], allow_credentials=True)',
    }),
    "methods-by-default": (snippet) => ({
      imports: fillingOf(snippet).imports ?? "",
      "wrong-second":
        'app.add_middleware(CORSMiddleware, allow_origins=["http://app.test"], allow_headers=["authorization", "content-type", "x-custom"])',
    }),
  },
};
