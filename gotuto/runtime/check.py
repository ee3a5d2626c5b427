"""`python -m gotuto.runtime check`: whether the instance of a data directory runs; also the image's health check."""

import json
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping

from gotuto.runtime.instance import Instance


def check(environ: Mapping[str, str]) -> int:
    """Ask `/health/ready` and print the answer; 0 when the instance can serve."""
    instance = Instance.from_environ({**environ, "GOTUTO_ALLOW_EMBEDDED": "1"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{instance.url}/health/ready", timeout=5) as response:
            sys.stdout.write(json.dumps(json.load(response)) + "\n")
            return 0
    except urllib.error.HTTPError as error:
        sys.stdout.write(f"{instance.url} is not ready: {error.read(500).decode(errors='replace')}\n")
    except (urllib.error.URLError, OSError, ValueError) as error:
        sys.stdout.write(f"{instance.url} does not answer: {error}\n")
    return 1
