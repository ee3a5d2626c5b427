"""The examples of `deploy/`: proxy and compose file fit the image, the roles and the settings in force."""

import re
from typing import Any

import pytest
import yaml

from config.declared import SETTINGS
from gotuto.runtime import declared
from tests.architecture import tree

DEPLOY = tree.ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load(
    (DEPLOY / "compose.yaml").read_text().replace("${POSTGRES_PASSWORD:?}", "s3cret")
)
OURS = {
    name: service
    for name, service in COMPOSE["services"].items()
    if service["image"] == "gotuto" and "profiles" not in service
}
HAPROXY = (DEPLOY / "haproxy.cfg").read_text()
GIVEN_BESIDE = {"SECRET_KEY": "4e8d7c1b2a9f60534e8d7c1b2a9f6053x", "ALLOWED_HOSTS": "shop.example.com"}
DRAIN_SECONDS = declared.read({"GOTUTO_ENV": "production", "GOTUTO_ALLOW_EMBEDDED": "1", **GIVEN_BESIDE})[
    "GOTUTO_WEB_DRAIN_SECONDS"
]


def seconds(text: str) -> float:
    return float(text.removesuffix("s"))


@pytest.mark.parametrize("service", OURS)
def test_a_service_is_a_role_that_starts_with_these_settings(service):
    [role], told = OURS[service]["command"], OURS[service]["environment"]
    assert set(told) <= {setting.name for setting in SETTINGS}
    environ = {"GOTUTO_ENV": "production", "GOTUTO_ROLE": role, **GIVEN_BESIDE, **told}
    assert declared.read(environ)["GOTUTO_TRUSTED_PROXIES"] == 1
    assert re.search(rf"\b{role}\b", (DEPLOY / "entrypoint").read_text())


def test_all_roles_but_the_one_with_servers_of_its_own_are_there_and_nothing_is_writable():
    assert sorted(service["command"][0] for service in OURS.values()) == ["beat", "migrate", "web", "web", "worker"]
    assert all(service["read_only"] and service["tmpfs"] == ["/tmp"] for service in OURS.values())  # noqa: S108
    assert all(seconds(service["stop_grace_period"]) > DRAIN_SECONDS + 10 for service in OURS.values())


def test_whoever_needs_tables_waits_for_them():
    waiting = {name: service["depends_on"] for name, service in OURS.items() if name != "migrate"}
    assert all(each == {"migrate": {"condition": "service_completed_successfully"}} for each in waiting.values())


def test_the_proxy_looks_where_the_webs_are():
    told = COMPOSE["services"]["proxy"]["environment"]
    for name in ("web1", "web2"):
        assert told[name.upper()] == f"{OURS[name]['networks']['shop']['ipv4_address']}:8000"
    assert "./haproxy.cfg:" in COMPOSE["services"]["proxy"]["volumes"][0]


def test_the_proxy_has_noticed_who_leaves_long_before_they_stop_listening():
    [(inter, fall)] = re.findall(r"default-server check inter (\w+) fall (\d+)", HAPROXY)
    # The check that is under way when they are told does not count, and the last may take as long as the pause.
    assert seconds(inter) * (int(fall) + 2) < DRAIN_SECONDS
    assert "GET /health/ready" in HAPROXY


def test_the_proxy_sends_no_order_twice():
    [again] = re.findall(r"retry-on (.+)", HAPROXY)
    assert again == "conn-failure"


def test_the_proxy_writes_no_token_of_a_link_into_its_log() -> None:
    [written] = re.findall(r"^\s*log-format (.+)$", HAPROXY, re.MULTILINE)
    assert "HPO" in written
    # The whole request line, the URI and its query.
    assert set(re.findall(r"%(?:\{[^}]*\})?(\w+)", written)) & {"r", "HU", "HQ", "HP"} == set()
    assert not re.search(r"^\s*option httplog", HAPROXY, re.MULTILINE)


def test_all_roles_share_the_documents_of_invoices_and_the_images_of_products() -> None:
    image = (DEPLOY / "Containerfile").read_text()
    [folders] = re.findall(r"install --directory .*?((?: /\S+)+)", image)
    data = re.findall(r"GOTUTO_DATA_DIR=(/[a-z]+)", image)[0]
    assert folders.split() == [f"{data}/documents", f"{data}/images"]
    mounted = tuple(f"{folder.removeprefix(f'{data}/')}:{folder}" for folder in folders.split())
    assert {tuple(service["volumes"]) for service in OURS.values()} == {mounted}
    assert {"documents", "images"} <= COMPOSE["volumes"].keys()
