"""What an order knows goes all the way: from its stream to the read model."""

from dataclasses import fields, replace
from typing import get_args

from contexts.order import models
from contexts.order.orders import projection as projections
from contexts.order.orders.domain import stream
from contexts.order.orders.domain.order import Order, fold
from tests.architecture import samples

# What the columns do not say in the order's own words, and why.
NOT_A_COLUMN = {
    "lines": "they have rows of their own",
    "payments": "billing shows them; the status says whether they suffice",
    "paid": "billing shows it; whether anything has come in tells is_cancellable",
    "taxes": "net, tax and tax lines are columns; how each line is taxed stands on the invoice",
    "customer_group": "its prices stand in its lines; the saga alone asks by it",
    "cancellation": "its code and its reason are columns",
}


def columns(model, *but):
    return {field.column for field in model._meta.concrete_fields} - set(but)


def order():
    return fold([replace(samples.sample(stream.OrderPlaced), currency="EUR")])


def test_every_event_of_a_stream_is_one_that_an_order_understands():
    assert set(stream.StreamEvent.__subclasses__()) == set(get_args(stream.OrderEvent)), "Add it to OrderEvent"


def test_every_property_of_an_order_stands_in_the_read_model():
    known = {field.name for field in fields(Order)}
    assert known - columns(models.Order) == set(NOT_A_COLUMN), "Add a column, or say here why not"


def test_every_column_of_the_read_model_is_written():
    assert set(projections.row_of(order(), version=1)) == columns(models.Order, "id"), "Add it to row_of"
    [line] = projections.lines_of(order())
    assert set(line) == columns(models.OrderLine, "id", "order_id"), "Add it to lines_of"
