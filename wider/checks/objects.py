"""Images in a bucket: an instance without a folder for them, and a server that speaks S3 (moto)."""

import base64
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from tests.catalog.images.pictures import opened, picture
from tests.http_client import HttpClient
from wider.check import Check, Failed, Missed, Tool
from wider.instance import running

_ROOT = Path(__file__).resolve().parents[2]
_UV = str(Path(sys.executable).with_name("uv"))
_BUCKET = "pictures"
_SECONDS = 60


def _run() -> str:
    with tempfile.TemporaryDirectory(prefix="gotuto-moto-") as folder, _server(Path(folder)) as server:
        libraries = Path(folder) / "libraries"
        _install(["--target", str(libraries), "--no-deps"], "lock/s3.txt")
        address = f"http://key:secret@{server.removeprefix('http://')}/{_BUCKET}"
        with running(GOTUTO_IMAGES_S3=address, PYTHONPATH=str(libraries)) as shop:
            shown = _played(shop.url, shop.staff_token)
            if (shop.data_dir / "images").exists():
                raise Failed("there is a folder of images beside the bucket")
        kept = _kept(server, libraries)
        # The drawings of the demo's goods are there as well.
        if missing := [file for file in shown if not any(file.endswith(f"/{key}") for key in kept)]:
            raise Failed(f"the bucket has {kept}, and not {missing}")
        return f"moto keeps an image and its {len(shown) - 1} smaller copies, and the web hands them out"


def _kept(server: str, libraries: Path) -> list[str]:
    """What is in the bucket, by another program than ours."""
    words = (
        f"print(*[one.key for one in boto3.resource('s3', endpoint_url={server!r}).Bucket({_BUCKET!r}).objects.all()])"
    )
    known = {"PYTHONPATH": str(libraries), "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
    asked = subprocess.run(
        [sys.executable, "-c", f"import boto3; {words}"],
        env={**known, "AWS_DEFAULT_REGION": "us-east-1"}, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return asked.stdout.split()


def _played(url: str, token: str) -> list[str]:
    """The addresses of an image that was sent and of its smaller copies. Raises Failed."""
    staff = HttpClient(f"{url}/api/v1", {"Authorization": f"Bearer {token}"})
    product = staff.call("GET", "/products/?sku=TEA-EARL-GREY-100").json()["results"][0]["id"]
    sent = {"file": base64.b64encode(picture(size=(1200, 800))).decode(), "alt": "A tin"}
    staff.call("POST", f"/products/{product}/images/", sent)
    shown = _until(
        lambda: [
            one
            for one in staff.call("GET", f"/products/{product}/").json()["images"]
            if one["thumbnails"] and one["alt"] == "A tin"
        ]
    )
    files = [shown[0]["url"], *(one["url"] for one in shown[0]["thumbnails"])]
    sizes = [opened(_got(f"{url}{file}")).size for file in files]
    if sizes != [(1200, 800), (160, 107), (480, 320), (960, 640)]:
        raise Failed(f"the pictures have the sizes {sizes}")
    return files


def _until(look: Any) -> Any:
    ends = time.monotonic() + _SECONDS
    while not (found := look()):
        if time.monotonic() > ends:
            raise Failed("the worker made no smaller copies")
        time.sleep(0.2)
    return found


def _got(address: str) -> bytes:
    try:
        with urlopen(address, timeout=20) as answer:  # noqa: S310 - this machine
            return bytes(answer.read())
    except HTTPError as fault:
        raise Failed(f"{address}: {fault.code}") from None


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    """A moto of its own, with a bucket. Raises Missed."""
    program = folder / "venv" / "bin" / "python"
    subprocess.run([_UV, "venv", "--quiet", "--python", sys.executable, str(folder / "venv")], check=True, timeout=120)
    _install(["--python", str(program)], "lock/moto.txt")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [program, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _until(lambda: _makes_bucket(url))
        yield url
    finally:
        server.terminate()
        server.wait(20)


def _makes_bucket(url: str) -> bool:
    try:
        urlopen(Request(f"{url}/{_BUCKET}", method="PUT"), timeout=5).close()  # noqa: S310 - this machine
    except (URLError, OSError):
        return False
    return True


def _install(where: list[str], lock: str) -> None:
    words = [_UV, "pip", "install", "--quiet", *where, "--require-hashes", "-r", lock]
    if subprocess.run(words, cwd=_ROOT, capture_output=True, timeout=300, check=False).returncode:
        raise Missed(f"what {lock} names could not be had from the package index")


CHECK = Check("objects", (Tool("uv", (_UV, "--version"), "lock/uv.txt"),), _run)
