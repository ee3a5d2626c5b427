"""Whatever a page about deployment has one type is there: services, profiles, units, files, commands, manifests."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gotuto.flags.declared import flags
from tests.architecture import tree
from tests.docs.deployment_names import faults

PAGES = [*sorted((tree.ROOT / "docs" / "deployment").glob("*.md")), tree.ROOT / "docs" / "deployment.md"]
_BLOCK = re.compile(r"^ *```sh[^\n]*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_SPOKEN = re.compile(r"`((?:docker|kubectl|oc|helm|systemctl|\./manage\.py) [^`]+)`")
_PATH = re.compile(r"`((?:deploy|lock|components|overlays|base|docs|tests)/[\w./-]+)`")


def lines(text: str) -> Iterator[list[str]]:
    """The commands of a page as words: of its blocks, and of its sentences and tables."""
    blocks = "\n".join(_BLOCK.findall(text)).replace("\\\n", " ")
    for line in [*blocks.splitlines(), *_SPOKEN.findall(text)]:
        for part in re.split(r"&&|; |\| |\bdo\b|\$\(|\)$", line.partition(" #")[0]):
            if words := part.split():
                yield words


def missing(text: str) -> list[str]:
    """The words of commands, and the paths, that stand for nothing."""
    return [fault for words in [*lines(text), *([path] for path in _PATH.findall(text))] for fault in faults(words)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_has_one_type_is_there(page: Path) -> None:
    assert missing(page.read_text()) == []
    assert any(True for _ in lines(page.read_text()))


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("docker compose --profile watching up", "no profile watching"),
        ("docker compose up --detach web3", "no service web3"),
        ("docker compose start web1", "docker compose has no start"),
        ("docker compose exec web1 /app/entrypoint heal", "no command heal"),
        ("./manage.py backup --forever", "backup has no --forever"),
        ("kubectl -n gotuto-test get pods", "no namespace gotuto-test"),
        ("kubectl apply -k deploy/kubernetes/overlays/test/kubernetes", "nothing to be applied at"),
        ("oc -n gotuto-dev logs deployment/gotuto-webs", "no deployment gotuto-webs"),
        ("oc -n gotuto-dev get route gotuto", "no route gotuto"),
        ("oc create job --from=cronjob/gotuto-backups now", "no cronjob gotuto-backups"),
        ("kubectl set image deployment/gotuto-web web=images.example.com/gotuto:1", "no container web"),
        ("kubectl -n gotuto-dev exec deployment/gotuto-web -- /app/entrypoint cure", "no command cure"),
        ("helm upgrade --install gotuto deploy/helm/gotuto --set cloud=blue", "the chart has no value"),
        ("helm upgrade gotuto deploy/helm/gotuto --values deploy/helm/values.yaml", "nothing is at deploy/helm"),
        ("systemctl restart gotuto-webs", "no unit gotuto-webs"),
        ("cp deploy/systemd/gotuto.socket /etc", "nothing is at deploy/systemd/gotuto.socket"),
        ("systemctl start gotuto-web@8001 && systemctl start gotuto-cron", "no unit gotuto-cron"),
    ],
)
def test_what_stands_for_nothing_is_noticed(typed: str, fault: str) -> None:
    told = "; ".join(missing(f"```sh\n{typed}\n```\n"))
    assert fault in told


def test_flags_and_alerts_that_the_pages_name_are_there() -> None:
    text = "\n".join(page.read_text() for page in PAGES)
    switched = set(re.findall(r"flags (?:on|off) ([a-z]+\.[a-z_]+)", text))
    assert switched
    assert switched <= flags().keys()
    rules = (tree.ROOT / "deploy" / "observability" / "rules.yml").read_text()
    assert all(f"alert: {name}\n" in rules for name in re.findall(r"`([A-Z][a-z]+(?:[A-Z][a-z]+)+)` and", text))


def test_the_keys_of_vault_are_those_that_the_secret_asks_for() -> None:
    page = (tree.ROOT / "docs" / "deployment" / "openshift.md").read_text()
    [put] = [" ".join(words) for words in lines(page) if words[:3] == ["vault", "kv", "put"]]
    asked = re.findall(r"property: (\w+)", (tree.ROOT / "deploy/kubernetes/components/vault/secret.yaml").read_text())
    assert set(re.findall(r"([A-Z_]+)=", page[page.index("vault kv put") :].partition("```")[0])) == set(asked)
    assert put
