"""The alert rules, as far as a test can judge them by one scrape: a comparison of a metric with a number or another metric."""

import operator
import re
from collections.abc import Callable

import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.architecture.tree import ROOT

RULES = ROOT / "deploy" / "observability" / "rules.yml"
_COMPARISON = re.compile(
    r"(?P<sum>sum(?: by \(\w+\))? ?\()?(?P<name>\w+)(?:\{(?P<wanted>[^}]*)\})?(?(sum)\)) "
    r"(?P<than>==|>|<) (?:ignoring \(\w+\) group_left \(\) )?(?P<right>[\w.]+)"
)
_THAN: dict[str, Callable[[float, float], bool]] = {"==": operator.eq, ">": operator.gt, "<": operator.lt}


class Samples:
    """What one scrape has told."""

    def __init__(self, page: str) -> None:
        families = text_string_to_metric_families(page)
        self.all = [(each.name, each.labels, each.value) for family in families for each in family.samples]

    def values(self, name: str, wanted: str = "") -> list[float]:
        """The values of a metric whose labels match, such as `state="dead"`."""
        matchers = re.findall(r'(\w+)(=~?)"([^"]*)"', wanted)
        return [
            value
            for sample, labels, value in self.all
            if sample == name and all(_fits(labels.get(label, ""), how, text) for label, how, text in matchers)
        ]


def expressions() -> dict[str, str]:
    """The expression of each alert."""
    rules = [rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]]
    return {rule["alert"]: rule["expr"] for rule in rules if "alert" in rule}


def holds(expression: str, samples: Samples) -> bool:
    """Whether an alert of this expression would come if it stayed so."""
    found = _COMPARISON.fullmatch(expression)
    assert found, f"only Prometheus can judge {expression!r}"
    right = found["right"]
    limits = [float(right)] if re.fullmatch(r"[\d.e]+", right) else samples.values(right)
    values = samples.values(found["name"], found["wanted"] or "")
    if found["sum"] and values:
        values = [sum(values)]
    return any(_THAN[found["than"]](value, limit) for value in values for limit in limits)


def _fits(value: str, how: str, text: str) -> bool:
    return bool(re.fullmatch(text, value)) if how == "=~" else value == text
