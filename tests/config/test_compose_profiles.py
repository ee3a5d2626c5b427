"""The profiles of the compose file: what they name is there, and who asks for none gets what there was before."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from django.urls import resolve

from config.declared import SETTINGS
from gotuto.runtime import declared
from tests.architecture import tree
from tests.config.test_deployment import COMPOSE, DEPLOY

SERVICES: dict[str, Any] = COMPOSE["services"]
PROFILED = {name: service for name, service in SERVICES.items() if "profiles" in service}
SHOP = {"migrate", "web1", "web2", "worker", "beat", "proxy", "postgres", "valkey"}
EXAMPLE = DEPLOY / "shop.env.example"
WATCHING = DEPLOY / "observability"
# On which port whoever is not ours listens in its container.
THEIRS = {"prometheus": 9090, "alertmanager": 9093, "grafana": 3000, "mails": 8025}


def parsed(path: Path) -> Any:
    return yaml.safe_load(path.read_text())


def told(text: str) -> dict[str, str]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def addresses() -> Iterator[tuple[str, int]]:
    """Whom the files of the profiles call, by name and port."""
    scraping = parsed(WATCHING / "prometheus-compose.yml")
    for group in [*scraping["scrape_configs"], *scraping["alerting"]["alertmanagers"]]:
        for target in group["static_configs"][0]["targets"]:
            name, _, port = target.partition(":")
            yield name.replace("localhost", "prometheus"), int(port)
    sources = parsed(WATCHING / "grafana/provisioning/datasources/gotuto.yml")["datasources"]
    example = told(EXAMPLE.read_text())
    urls = [*(each["url"] for each in sources), SERVICES["payments"]["environment"]["GOTUTO_SANDBOX_WEBHOOKS"]]
    urls += [example[name] for name in ("EMAIL_URL", "OTEL_EXPORTER_OTLP_ENDPOINT", "GOTUTO_SANDBOX_URL")]
    for url in urls:
        parts = urlsplit(url)
        yield str(parts.hostname), int(parts.port or 0)


def listening() -> set[tuple[str, int]]:
    """Who listens where in the network of the shop."""
    jaeger = parsed(WATCHING / "jaeger.yml")
    ends = (
        jaeger["receivers"]["otlp"]["protocols"]["http"]["endpoint"],
        jaeger["extensions"]["jaeger_query"]["http"]["endpoint"],
        SERVICES["payments"]["environment"]["GOTUTO_SANDBOX_LISTENER"],
    )
    otlp, query, sandbox = (int(end.rpartition(":")[2]) for end in ends)
    web = int(re.findall(r" PORT=(\d+)", (DEPLOY / "Containerfile").read_text())[0])
    ours = {("web1", web), ("web2", web), ("proxy", 8080), ("payments", sandbox), ("jaeger", otlp), ("jaeger", query)}
    return ours | {*THEIRS.items(), ("mails", 1025)}


def test_who_asks_for_no_profile_gets_the_shop_and_nothing_else() -> None:
    assert SERVICES.keys() - PROFILED.keys() == SHOP
    # A secret or a variable that is missing would stop everything, whatever the profile.
    assert re.findall(r"\$\{(\w+):\?", (DEPLOY / "compose.yaml").read_text()) == ["POSTGRES_PASSWORD"] * 2
    assert not any("secrets" in SERVICES[name] for name in SHOP)
    assert {name: service["profiles"] for name, service in PROFILED.items()} == {
        **{name: ["observability"] for name in ("prometheus", "alertmanager", "grafana", "jaeger")},
        **{name: ["sandboxes"] for name in ("payments", "mails")},
    }


@pytest.mark.parametrize("name", PROFILED)
def test_a_service_of_a_profile_is_for_this_machine_alone_and_writes_only_into_its_volumes(name: str) -> None:
    service = PROFILED[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert service["image"] == "gotuto" or re.fullmatch(r"[\w./-]+:[v\d.]+", service["image"])


@pytest.mark.parametrize("name", SERVICES)
def test_what_is_mounted_is_there(name: str) -> None:
    for mount in SERVICES[name].get("volumes", ()):
        source = mount.partition(":")[0]
        assert source in COMPOSE["volumes"] or (source.startswith("./") and (DEPLOY / source).exists()), mount
    for secret in SERVICES[name].get("secrets", ()):
        file = COMPOSE["secrets"][secret]["file"].removeprefix("./")
        # Never in the repository, and never in the image.
        for ignored in (".gitignore", ".containerignore"):
            assert f"deploy/{file}" in (tree.ROOT / ignored).read_text().splitlines()


@pytest.mark.parametrize(
    ("name", "flag"), [("prometheus", "--config.file="), ("alertmanager", "--config.file="), ("jaeger", "")]
)
def test_what_a_command_names_is_mounted(name: str, flag: str) -> None:
    service = SERVICES[name]
    into = [mount.split(":")[1] for mount in service["volumes"]]
    files = [word.removeprefix(flag) for word in service["command"] if word.startswith(flag) and word.endswith("ml")]
    assert files == [path for path in into if path.endswith("ml") and not path.endswith("rules.yml")]


def test_rules_and_the_token_lie_where_prometheus_looks() -> None:
    scraping = parsed(WATCHING / "prometheus-compose.yml")
    into = [mount.split(":")[1] for mount in SERVICES["prometheus"]["volumes"]]
    assert [f"/etc/prometheus/{name}" for name in scraping["rule_files"]] == [
        path for path in into if path.endswith("rules.yml")
    ]
    [token] = [one["authorization"]["credentials_file"] for one in scraping["scrape_configs"] if "authorization" in one]
    assert token.removeprefix("/run/secrets/") in SERVICES["prometheus"]["secrets"]


def test_both_webs_are_scraped_under_the_name_that_the_alerts_know() -> None:
    jobs = {one["job_name"]: one for one in parsed(WATCHING / "prometheus-compose.yml")["scrape_configs"]}
    assert jobs["gotuto"]["static_configs"] == [{"targets": ["web1:8000", "web2:8000"]}]
    assert resolve(jobs["gotuto"]["metrics_path"])
    assert 'job="gotuto"' in (WATCHING / "rules.yml").read_text()


def test_grafana_finds_sources_and_the_dashboard() -> None:
    mounted = dict(mount.split(":")[:2] for mount in SERVICES["grafana"]["volumes"])
    assert mounted["./observability/grafana/provisioning"] == "/etc/grafana/provisioning"
    [provider] = parsed(WATCHING / "grafana/provisioning/dashboards/gotuto.yml")["providers"]
    assert mounted["./observability/grafana/gotuto.json"] == f"{provider['options']['path']}/gotuto.json"
    dashboard = json.loads((WATCHING / "grafana/gotuto.json").read_text())
    sources = parsed(WATCHING / "grafana/provisioning/datasources/gotuto.yml")["datasources"]
    [chosen] = [each["type"] for each in sources if each.get("isDefault")]
    assert [each["query"] for each in dashboard["templating"]["list"] if each["type"] == "datasource"] == [chosen]
    password = SERVICES["grafana"]["environment"]["GF_SECURITY_ADMIN_PASSWORD__FILE"]
    assert password.removeprefix("/run/secrets/") in SERVICES["grafana"]["secrets"]


@pytest.mark.parametrize(("name", "port"), sorted(set(addresses())))
def test_whoever_is_called_listens_there(name: str, port: int) -> None:
    assert (name, port) in listening()


@pytest.mark.parametrize("name", PROFILED)
def test_a_port_that_is_published_is_one_that_somebody_listens_on(name: str) -> None:
    for published in PROFILED[name]["ports"]:
        assert (name, int(published.rpartition(":")[2])) in listening()


def test_the_sandbox_is_told_what_it_asks_for_and_calls_an_address_that_there_is() -> None:
    asked = set(re.findall(r"GOTUTO_SANDBOX_\w+", (tree.ROOT / "sandboxes/payments/__main__.py").read_text()))
    payments = SERVICES["payments"]
    assert payments["environment"].keys() | {"GOTUTO_SANDBOX_SECRET"} == asked
    assert payments["env_file"] == "shop.env"
    assert resolve(urlsplit(payments["environment"]["GOTUTO_SANDBOX_WEBHOOKS"]).path)
    # The shop answers only to the names that it knows.
    assert "proxy" in told(EXAMPLE.read_text())["ALLOWED_HOSTS"].split(",")
    assert f"{payments['command'][0]}) exec python -m sandboxes.payments" in (DEPLOY / "entrypoint").read_text()
    assert "COPY sandboxes /app/sandboxes" in (DEPLOY / "Containerfile").read_text()


def test_the_example_of_the_settings_is_one_that_a_shop_starts_with() -> None:
    example = told(EXAMPLE.read_text())
    assert {name for name in example if not name.startswith("OTEL_")} <= {setting.name for setting in SETTINGS}
    secret = {name: "4e8d7c1b2a9f60534e8d7c1b2a9f6053x" for name, value in example.items() if value.isupper()}
    assert secret.keys() == {"SECRET_KEY", "GOTUTO_METRICS_TOKEN", "GOTUTO_SANDBOX_SECRET"}
    given = {**example, **secret, **SERVICES["web1"]["environment"], "GOTUTO_ROLE": "web"}
    assert declared.read(given)["GOTUTO_PAYMENT_GATEWAYS"] == ["manual", "sandbox"]
    traces = (tree.ROOT / "docs/traces.md").read_text()
    assert all(f"`{name}" in traces for name in example if name.startswith("OTEL_"))
