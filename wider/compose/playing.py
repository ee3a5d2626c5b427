"""`python -m wider.compose.playing FOLDER`, in a network of its own: the shop with both profiles, an order, and who saw what of it."""

import secrets
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from wider.check import Failed
from wider.compose import buying, watching
from wider.compose.loading import PROFILES, lay, load
from wider.compose.town import NOT_PLAYED, Town, played
from wider.fleet import is_serving
from wider.stores import Stores, stores

# Those of people in the demo shop.
_PEOPLE = ("GOTUTO_ADMIN_PASSWORD", "GOTUTO_ADMIN_TOKEN", "GOTUTO_DEMO_PASSWORD")


def main(folder: Path) -> str:
    _ask("ip", "link", "set", "lo", "up")
    with stores(folder / "engines", ports=(5432, 6379)) as data:
        token = lay(folder / "deploy", password=_password(data))
        town = Town(load(folder / "deploy", *PROFILES), folder / "town")
        _name_each(town, folder / "hosts")
        try:
            return _play(town, token)
        finally:
            town.kill()


def _play(town: Town, token: str) -> str:
    town.cell("migrate").run()
    _stock(town)
    watching.judge(town.cell("prometheus"))
    names = played(town.project)
    town.start(*names)
    for web in ("web1", "web2"):
        town.cells[web].wait_until(lambda web=web: is_serving(f"http://{web}:8000"))  # type: ignore[misc]
    for name in names:
        # Whoever has ended at once fails here.
        town.cells[name].wait_until(lambda: True)
    seen = [
        buying.buy("http://proxy:8080", said_by_proxy=town.cells["proxy"].said),
        watching.targets(token),
        watching.trace(buying.TRACE),
        watching.alert(lambda: town.cells["web2"].stop()),
    ]
    ours = [name for name in names if town.project["services"][name]["image"] == "gotuto" and name != "web2"]
    drained = max(town.cells[name].stop() for name in ours)
    missing = f"all but {', '.join(NOT_PLAYED)}" if NOT_PLAYED else "all"
    return "; ".join(
        [f"{len(names) + 3} services are played, {missing}", *seen, f"the shop's end within {drained:.1f} s"]
    )


def _stock(town: Town) -> None:
    """As an operator does: `docker compose run --rm web1 demo_shop`."""
    stocking = town.cell("web1", **{name: secrets.token_hex(16) for name in _PEOPLE})
    done = stocking.ask("/app/entrypoint", "demo_shop")
    if done.returncode:
        raise Failed(f"demo_shop: {(done.stdout + done.stderr).strip()[-500:]}")


def _password(data: Stores) -> str:
    """That of the engine, whose user has to be the one of the file."""
    password = quote(data.postgres.password_file.read_text().strip())
    if not data.settings["DATABASE_URL"].startswith(f"postgres://gotuto:{password}@"):
        raise Failed("the engine has another user than the compose file")
    return password


def _name_each(town: Town, hosts: Path) -> None:
    """Each service has its name, and those with an address of their own have it."""
    lines = {"localhost": "127.0.0.1", **{name: town.address(name) for name in town.project["services"]}}
    for address in set(lines.values()) - {"127.0.0.1"}:
        _ask("ip", "address", "add", f"{address}/32", "dev", "lo")
    hosts.write_text("".join(f"{address} {name}\n" for name, address in lines.items()))
    _ask("mount", "--bind", str(hosts), "/etc/hosts")


def _ask(*command: str) -> None:
    subprocess.run(command, check=True, timeout=20)


if __name__ == "__main__":
    try:
        print(main(Path(sys.argv[1])))
    except Failed as failure:
        sys.exit(str(failure))
