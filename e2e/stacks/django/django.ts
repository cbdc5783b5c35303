import type { LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "django",
  software: { from: "debian", packages: ["python3-django", "python3-django-cors-headers"] },
  files: () => ({
    "settings.py": `
SECRET_KEY = "x"
DEBUG = False
ROOT_URLCONF = "urls"
ALLOWED_HOSTS = ["*"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024
LOGGING_CONFIG = None
INSTALLED_APPS = []
MIDDLEWARE = ["urls.Authenticate", "django.middleware.common.CommonMiddleware"]
# @@settings
`,
    "urls.py": `
import json
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

class Authenticate:
    def __init__(self, get_response):
        self.get_response = get_response
    def __call__(self, request):
        return HttpResponse(status=401) if request.path == "/auth" else self.get_response(request)

@csrf_exempt
def ok(request):
    try:
        if request.method == "POST":
            json.loads(request.body)
    except RequestDataTooBig:
        return HttpResponse(status=413)
    except ValueError:
        return HttpResponse(status=400)
    return JsonResponse({"cookie": request.headers.get("Cookie", "")}, headers={"X-Total": "7"})

@csrf_exempt
def boom(request):
    raise Exception("boom")

def cached(request):
    return JsonResponse({}, headers={"Cache-Control": "max-age=60"})

urlpatterns = [path("ok", ok), path("boom", boom), path("cached", cached)]
# @@wrong-urls
`,
    "cors.py": `
# @@file
`,
    "app.py": `
import sys
from django.core.management import execute_from_command_line
execute_from_command_line(["app", "runserver", "--noreload", sys.argv[1]])
`,
  }),
  start: ({ port }) => ({
    program: "/usr/bin/python3",
    args: ["app.py", `127.0.0.1:${port}`],
    env: { DJANGO_SETTINGS_MODULE: "settings" },
  }),
  mistakes: {
    "middleware-last-redirects": () => ({
      "wrong-urls": 'urlpatterns.append(path("none/", ok))',
      settings: `INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware", "corsheaders.middleware.CorsMiddleware"]
CORS_ALLOWED_ORIGINS = ["http://app.test"]`,
    }),
    "middleware-last": () => ({
      settings: `INSTALLED_APPS = ["corsheaders"]
MIDDLEWARE = ["urls.Authenticate", "corsheaders.middleware.CorsMiddleware"]
CORS_ALLOWED_ORIGINS = ["http://app.test"]
CORS_ALLOW_HEADERS = ["authorization", "content-type", "x-custom"]`,
    }),
  },
};
