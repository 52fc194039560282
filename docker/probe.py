"""The web container's health check: exit 0 when /healthz answers, asked by a name the site accepts."""

import os
import sys
import urllib.request

host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip()
request = urllib.request.Request("http://127.0.0.1:8000/healthz", headers={"Host": host})
with urllib.request.urlopen(request, timeout=5) as answer:
    sys.exit(answer.status != 200)
