"""What the valuation of stock refuses."""

from datetime import date

from gotuto.errors import Conflict, Refused


class NotValued(Conflict):
    """Stock is counted here, and not valued."""

    code = "inventory.not_valued"
    text = "Stock is not valued here. Set GOTUTO_STOCK_VALUATION to a currency such as EUR, and begin with: manage.py stock_valuation."


class ValuedAlready(Conflict):
    """There is nothing to begin."""

    code = "inventory.valued_already"
    text = "All stock is valued already. What came in at a wrong cost is corrected by movements, not by beginning anew."


class CostsMissing(Refused):
    """Of some SKUs nobody knows what they cost."""

    code = "inventory.costs_missing"
    field = "costs"
    text = "What do {count} SKUs cost? Nothing was begun. Name them in the file of costs, the first are {first}."
    count: int
    first: str


class DayToCome(Refused):
    """Nobody knows what stock will be worth."""

    code = "inventory.day_to_come"
    field = "day"
    text = "{day} is not over, and has not begun. Ask for {today} or a day before."
    day: date
    today: date
