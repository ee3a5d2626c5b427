"""Money: an amount in a currency (ISO 4217), never a float, rounded by one policy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from iso4217 import Currency

from gotuto.errors import Refused

# Withdrawn from ISO 4217: what is stored in them is read on, and nothing new is taken. A code never leaves this list.
_WITHDRAWN = {"ANG": 2, "BGN": 2}

# Gold, test codes and the like have no minor units, and are no money here.
_EXPONENTS = _WITHDRAWN | {one.code: one.exponent for one in Currency if one.exponent is not None}


class UnknownCurrency(Refused):
    """The code is not a currency of ISO 4217."""

    code = "money.unknown_currency"
    field = "currency"
    text = "{currency!r} is not a currency code of ISO 4217, such as EUR."
    currency: str


class CurrencyWithdrawn(Refused):
    """The currency has left ISO 4217; amounts of before are read on."""

    code = "money.currency_withdrawn"
    field = "currency"
    text = "{currency} has been withdrawn (ISO 4217). Choose a currency that is in use, such as EUR."
    currency: str


class CurrencyMismatch(Refused):
    """Two amounts of different currencies were added or compared."""

    code = "money.currency_mismatch"
    field = "currency"
    text = "{left} and {right} cannot be mixed in one sum."
    left: str
    right: str


class TooPrecise(Refused):
    """The amount has more decimals than its currency."""

    code = "money.too_precise"
    field = "amount"
    text = "{amount} has more decimals than {currency} has ({decimals})."
    amount: Decimal
    currency: str

    @property
    def decimals(self) -> int:
        return exponent(self.currency)


def exponent(currency: str) -> int:
    """How many decimals the currency has (ISO 4217). Raises UnknownCurrency."""
    try:
        return _EXPONENTS[currency]
    except KeyError:
        raise UnknownCurrency(currency=currency) from None


def check_in_use(currency: str) -> None:
    """Whether something new may be in this currency. Raises UnknownCurrency, CurrencyWithdrawn."""
    exponent(currency)
    if currency in _WITHDRAWN:
        raise CurrencyWithdrawn(currency=currency)


@cache
def _unit(currency: str) -> Decimal:
    return Decimal(1).scaleb(-exponent(currency))


def rounded(amount: Decimal, currency: str) -> Decimal:
    """The one rounding policy: half up, away from zero, to the currency's minor unit."""
    return amount.quantize(_unit(currency), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount of a currency, always with all the decimals of its currency. Raises UnknownCurrency, TooPrecise."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        exact = self.amount.quantize(_unit(self.currency), rounding=ROUND_HALF_UP)
        if exact != self.amount:
            raise TooPrecise(amount=self.amount, currency=self.currency)
        object.__setattr__(self, "amount", exact)

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str) -> "Money":
        return cls(Decimal(amount), currency)

    @classmethod
    def zero(cls, currency: str) -> "Money":
        return cls(Decimal(0), currency)

    @classmethod
    def round(cls, amount: Decimal, currency: str) -> "Money":
        """Make money of a computed amount by the rounding policy."""
        return cls(rounded(amount, currency), currency)

    @property
    def minor_units(self) -> int:
        """The amount in the currency's smallest unit, such as cents."""
        return int(self.amount.scaleb(exponent(self.currency)))

    @property
    def is_zero(self) -> bool:
        return not self.amount

    @property
    def is_positive(self) -> bool:
        return self.amount > 0

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other).amount, self.currency)

    def __mul__(self, quantity: int) -> "Money":
        return Money(self.amount * quantity, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other).amount

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other).amount

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._same(other).amount

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._same(other).amount

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def tax_included(self, rate: Decimal) -> "Money":
        """The tax inside this gross amount at `rate` (0.19 = 19 %), rounded once."""
        return Money.round(self.amount * rate / (1 + rate), self.currency)

    def split(self, weights: Sequence[int]) -> list["Money"]:
        """Share out by weight without losing a cent: the largest remainder gets it, then the larger weight, then the earlier.

        Raises ValueError without weight.
        """
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise ValueError("Weights must not be negative, and one must be positive.")
        minor = self.minor_units
        sign = -1 if minor < 0 else 1
        shares = [divmod(abs(minor) * weight, total) for weight in weights]
        left = abs(minor) - sum(whole for whole, _ in shares)
        lucky = sorted(range(len(shares)), key=lambda i: (-shares[i][1], -weights[i]))[:left]
        whole_units = [whole + (1 if i in lucky else 0) for i, (whole, _) in enumerate(shares)]
        return [Money(Decimal(sign * units).scaleb(-exponent(self.currency)), self.currency) for units in whole_units]

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise CurrencyMismatch(left=self.currency, right=other.currency)
        return other


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of amounts of one currency; zero for none. Raises CurrencyMismatch."""
    return sum(amounts, Money.zero(currency))
