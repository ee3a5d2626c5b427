"""The image, built and run without a registry: every role under a read-only root, and restarts that no buyer notices."""

import json
import tempfile
import time
from pathlib import Path

from tests.runtime.processes import free_port
from wider.check import Check, Failed, Tool
from wider.containers import Container, require_sandbox
from wider.fleet import PROGRAMS, Fleet, fleet, is_ready, place_order, restart_under_load
from wider.images import Image, store
from wider.stores import stores

_ROUNDS, _RATE = 5, 10


def _run() -> str:
    require_sandbox()
    with tempfile.TemporaryDirectory(prefix="gotuto-image-") as name:
        folder = Path(name)
        # The containers' user has to find their own folders in it.
        folder.chmod(0o711)
        with store(folder / "images") as images:
            images.make_base()
            lean, whole = images.build("production"), images.build("embedded")
            told = [_sizes(lean, whole), _alone(whole, folder / "alone")]
            with stores(folder / "stores") as data, fleet(lean, data, folder) as shop:
                told += _together(shop)
    return "; ".join(told)


def _sizes(*images: Image) -> str:
    return ", ".join(f"{one.lock} {one.megabytes} MB in {one.seconds:.0f} s" for one in images)


def _alone(image: Image, folder: Path) -> str:
    """`all` with the embedded servers, as somebody tries it."""
    container = Container(
        image, "all", folder, {"GOTUTO_ENV": "development", "HOST": "127.0.0.1", "PORT": str(free_port())}
    )
    try:
        container.start()
        ready = container.wait_until(lambda: is_ready(container))
        place_order(f"http://127.0.0.1:{container.settings['PORT']}")
        return f"`all` ready after {ready:.1f} s, ended after {container.stop():.1f} s"
    finally:
        container.kill()


def _together(shop: Fleet) -> list[str]:
    _prepare(shop)
    for name in PROGRAMS:
        shop.start(name)
    shop.wait_until_heard()
    _look_inside(shop.containers["web1"])
    _back_up(shop)
    restarted = restart_under_load(shop, rounds=_ROUNDS, rate=_RATE)
    for name in PROGRAMS:
        shop.stop(name)
    ready = ", ".join(f"{role} {seconds:.1f} s" for role, seconds in shop.ready.items())
    drained = ", ".join(f"{role} {seconds:.1f} s" for role, seconds in shop.drained.items())
    return [f"ready after: {ready}", restarted, f"ended at the latest after: {drained}"]


def _prepare(shop: Fleet) -> None:
    began = time.monotonic()
    _well(shop.container("migrate"), "migrate")
    shop.ready["migrate"] = time.monotonic() - began
    _well(shop.container("command"), "demo_shop")


def _look_inside(web: Container) -> None:
    """The user, the root that cannot be written, the fonts, the health check and the doctor."""
    if web.execute("id", "-u").stdout.strip() != web.image.user.partition(":")[0]:
        raise Failed("the image does not run as its user")
    if "Read-only file system" not in web.execute("touch", "/app/written").stderr:
        raise Failed("the root of a container can be written")
    if web.execute(*web.image.health).returncode:
        raise Failed(f"the health check fails: {web.execute(*web.image.health).stdout}")
    if "CJK" not in web.execute("sh", "-c", "ls $GOTUTO_FONTS_DIR").stdout:
        raise Failed("the image names no folder with fonts for Chinese")
    # At the beginning nobody has looked at the invariants yet, which is a warning. A problem is an exit code of 1 as well.
    findings = json.loads(web.ask("doctor", "--json").stdout)["findings"]
    wrong = [one for one in findings if one["state"] == "problem"]
    if wrong or {"backup", "ok"} not in [{one["what"], one["state"]} for one in findings]:
        raise Failed(f"the doctor finds {wrong or findings}")


def _back_up(shop: Fleet) -> None:
    """PostgreSQL's programs of the image do what they are there for."""
    _well(shop.containers["command"], "backup", "/data/shop.tar")
    copy = shop.stores.make_database("copy")
    _well(shop.container("command", DATABASE_URL=copy), "restore", "/data/shop.tar", "--verify")


def _well(container: Container, *command: str) -> str:
    done = container.ask(*command)
    if done.returncode:
        raise Failed(f"{' '.join(command)} exits {done.returncode}: {(done.stdout + done.stderr).strip()[-500:]}")
    return done.stdout


CHECK = Check(
    "image",
    (
        Tool("mmdebstrap", ("mmdebstrap", "--version"), "Debian's mmdebstrap"),
        Tool("buildah", ("buildah", "--version"), "Debian's buildah"),
        Tool("bubblewrap", ("bwrap", "--version"), "Debian's bubblewrap"),
        Tool("haproxy", ("haproxy", "-v"), "Debian's haproxy"),
    ),
    _run,
)
