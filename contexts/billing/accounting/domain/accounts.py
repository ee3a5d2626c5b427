"""On which account what is booked: DATEV's standard charts SKR03 and SKR04, and what a seller has otherwise.

Automatic accounts take the tax out by themselves, so that they need no tax key. Numbers as in DATEV's charts of 2024
(SKR03: document 11174, SKR04: 11175); the tax adviser's word goes before these.
"""

import re
from datetime import date, timedelta
from decimal import Decimal

from contexts.billing.accounting.dto import AccountMap, Chart
from contexts.billing.accounting.errors import AccountsInvalid, TwoFiscalYears

# What is booked there, with the accounts of SKR03 and SKR04. A rate is in percent; * stands for any.
_CHARTS = {
    "debtors": ("10000", "10000"),
    "between_sellers": ("1590", "1370"),
    "money:bank_transfer": ("1200", "1800"),
    "money:cash": ("1000", "1600"),
    # Gateways pay out later, less their fees: until then the money is on its way.
    "money:*": ("1360", "1460"),
    # Damages for paying late: no VAT on them.
    "fee:reminder": ("2700", "4830"),
    "fee:compensation": ("2700", "4830"),
    "sale:home:S:19": ("8400", "4400"),
    "sale:home:S:7": ("8300", "4300"),
    "sale:home:S:*": ("8200", "4200"),
    "sale:home:Z:*": ("8290", "4290"),
    "sale:home:E:*": ("8110", "4110"),
    "sale:home:K:*": ("8125", "4125"),
    "sale:home:G:*": ("8120", "4120"),
    "sale:home:AE:*": ("8337", "4337"),
    "sale:home:O:*": ("8338", "4338"),
    "sale:oss:*:*": ("8320", "4320"),
    "sale:local:*:*": ("8320", "4320"),
}
_PLACE = {Chart.SKR03: 0, Chart.SKR04: 1}
# The account, and behind a space the tax key (BU) where it is not an automatic one.
_ACCOUNT = re.compile(r"[1-9]\d{2,8}( \d{1,4})?")
_KEY = re.compile(
    r"debtors|between_sellers|fee:(reminder|compensation)|money:(\*|[\w-]{1,32})|sale:(home|oss|local):(\*|S|Z|E|K|G|AE|O):(\*|\d{1,2}(\.\d{1,2})?)"
)


def of_chart(chart: Chart) -> dict[str, str]:
    """The accounts of a chart, by what is booked there."""
    return {key: numbers[_PLACE[chart]] for key, numbers in _CHARTS.items()}


def all_accounts(accounts: AccountMap) -> dict[str, str]:
    """The accounts of a seller: the chart's, and what is otherwise."""
    return of_chart(accounts.chart) | accounts.accounts


def own(accounts: AccountMap) -> dict[str, str]:
    """What of a seller's accounts is not the chart's."""
    chart = of_chart(accounts.chart)
    return {key: account for key, account in accounts.accounts.items() if chart.get(key) != account}


def check(accounts: AccountMap) -> None:
    """Whether DATEV can take it (developer.datev.de, DATEV-Format, header). Raises AccountsInvalid."""
    for where, number, least, most in (
        ("consultant_number", accounts.consultant_number, 1001, 9_999_999),
        ("client_number", accounts.client_number, 1, 99_999),
        ("account_length", accounts.account_length, 4, 8),
        ("fiscal_month", accounts.fiscal_month, 1, 12),
    ):
        if not least <= number <= most:
            raise AccountsInvalid(where=where, why=f"a number from {least} to {most}, not {number}.")
    for key, account in accounts.accounts.items():
        _check_account(key, account, length=accounts.account_length)


def _check_account(key: str, account: str, *, length: int) -> None:
    if not _KEY.fullmatch(key):
        raise AccountsInvalid(where=key[:48], why="is nothing that is booked. Keep to the words of the other lines.")
    # Those of persons have a digit more.
    most = length + (key == "debtors")
    is_known = _ACCOUNT.fullmatch(account) and (key.startswith("sale:") or " " not in account)
    if not is_known or len(account.split()[0]) > most:
        raise AccountsInvalid(where=key, why=f"an account has 3 to {most} digits, not {account[:20]!r}.")


def fiscal_year(day: date, *, month: int) -> tuple[date, date]:
    """The first and the last day of the fiscal year of a day."""
    begins = date(day.year - (day.month < month), month, 1)
    return begins, date(begins.year + 1, month, 1) - timedelta(days=1)


def check_one_year(first: date, last: date, *, month: int) -> None:
    """Raises TwoFiscalYears."""
    ends = fiscal_year(first, month=month)[1]
    if last > ends:
        raise TwoFiscalYears(first=first, last=last, ends=ends)


def sale_account(accounts: dict[str, str], *, declared_in: str, category: str, rate: Decimal) -> tuple[str, str]:
    """The account of a sale, and its tax key; the most particular one that there is."""
    percent = f"{(rate * 100).normalize():f}"
    keys = (f"{category}:{percent}", f"{category}:*", "*:*")
    return _split(next(accounts[found] for key in keys if (found := f"sale:{declared_in}:{key}") in accounts))


def money_account(accounts: dict[str, str], method: str) -> str:
    """The account of money that came or went in a certain way."""
    return accounts.get(f"money:{method}", accounts["money:*"])


def _split(account: str) -> tuple[str, str]:
    number, _, tax_key = account.partition(" ")
    return number, tax_key
