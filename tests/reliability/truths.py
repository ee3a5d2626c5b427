"""Whether an answer was true, and whether an order has come to an end that may be: pure questions to its tale."""

import re
from collections.abc import Callable
from decimal import Decimal

from tests.reliability.deeds import NOTHING_THERE, Answer
from tests.reliability.tales import Books, Payment, Tale

ENDS = ("confirmed", "processing", "shipped", "cancelled")
_ZERO = Decimal(0)
_SENT = ("dispatched", "delivered")


# --- Answers ----------------------------------------------------------------------------------------------------------


def untruths(tale: Tale, answers: list[Answer], *, documented: frozenset[str]) -> list[str]:
    """What people were told and is not so."""
    return [
        f"{tale.number}: {answer.deed} was told {answer.status} {answer.code}: {wrong}"
        for answer in answers
        if answer.code != NOTHING_THERE and (wrong := _untrue(tale, answer, documented))
    ]


def _untrue(tale: Tale, answer: Answer, documented: frozenset[str]) -> str:
    if answer.status == 0 or answer.status >= 500:
        return "no answer that anybody could use"
    if answer.is_success:
        return "" if SAID[answer.deed](tale, answer) else f"it is not so in the end ({tale.status})"
    if answer.code not in documented:
        return "no documented refusal"
    if answer.status != 409 or answer.code not in REASONS:
        return f"nobody expected that: {answer.told.get('detail')}"
    return "" if REASONS[answer.code](tale, answer) else f"it was never so: {answer.told.get('detail')}"


def _amount(answer: Answer) -> Decimal | None:
    asked = answer.asked.get("amount")
    return None if asked is None else Decimal(asked["amount"])


def _booked(tale: Tale, answer: Answer) -> bool:
    """The money is there under its reference, and the answer said what was due at some moment."""
    found = [one.amount for one in tale.payments if one.reference == answer.asked["reference"]]
    return found == [_amount(answer)] and Decimal(answer.told["amount_due"]["amount"]) in tale.dues


def _begun(tale: Tale, answer: Answer) -> bool:
    amounts = {one.id: one.amount for one in tale.attempts}
    return amounts.get(answer.told["id"]) in tale.dues


def _pressed(tale: Tale, answer: Answer) -> bool:
    """What came of it is between the two ledgers; the buyer came back to an attempt that was begun and has ended."""
    attempt = next((one for one in tale.attempts if answer.asked["page"].endswith(one.reference)), None)
    return attempt is not None and attempt.status not in ("open", "authorized")


def _called_off(tale: Tale, answer: Answer) -> bool:
    """It is cancelled, or it was said to be on its way there and the carrier was faster."""
    if tale.status == "cancelled":
        return True
    overtaken = "CancellationRefused" in tale.stream and tale.parcel in _SENT
    return bool(answer.told["is_cancelling"]) and overtaken


def _sent(tale: Tale, answer: Answer) -> bool:
    return tale.parcel in _SENT and tale.status in ("shipped", "delivered")


def _goes_back(tale: Tale, answer: Answer) -> bool:
    """It went back, or it was withdrawn, as the money that it is of did not stay."""
    refund, payment = tale.refund(answer.told["id"]), tale.payment(answer.asked["payment_id"])
    if refund is None or payment is None or (refund.amount, refund.payment_id) != (_amount(answer), payment.id):
        return False
    return bool(payment.reversal) if refund.is_withdrawn else refund.status == "done"


def _paid_out(tale: Tale, answer: Answer) -> bool:
    refund = tale.refund(answer.asked["refund_id"])
    return refund is not None and (refund.status, refund.is_withdrawn) == ("done", False)


def _withdrawn(tale: Tale, answer: Answer) -> bool:
    refund = tale.refund(answer.asked["refund_id"])
    return refund is not None and refund.is_withdrawn


def _charged_back(tale: Tale, answer: Answer) -> bool:
    payment = tale.payment(answer.asked["payment_id"])
    return payment is not None and payment.reversal == answer.asked["kind"] and payment.kept == _ZERO


def _credited(tale: Tale, answer: Answer) -> bool:
    amount = Decimal(answer.told["total"]["amount"])
    return (answer.told["id"], amount) in tale.credit_notes and _amount(answer) in (None, amount)


SAID: dict[str, Callable[[Tale, Answer], bool]] = {
    "pay": _booked,
    "part_pay": _booked,
    "begin": _begun,
    "press the button": _pressed,
    "cancel": _called_off,
    "dispatch": _sent,
    "refund_by_hand": _goes_back,
    "refund_by_card": _goes_back,
    "pay_out": _paid_out,
    "withdraw": _withdrawn,
    "charge_back": _charged_back,
    "credit": _credited,
}


# --- Reasons ----------------------------------------------------------------------------------------------------------


def _told(answer: Answer, words: str) -> Decimal | None:
    """The amount that a refusal names, in these words."""
    found = re.search(words.replace("#", r"(\d+\.\d\d) EUR"), str(answer.told.get("detail")))
    return None if found is None else Decimal(found[1])


def _too_much(wanted: Decimal | None, left: Decimal | None, ever: tuple[Decimal, ...]) -> bool:
    return wanted is not None and left is not None and wanted > left and left in ever


def _was_overpaid(tale: Tale, answer: Answer) -> bool:
    return _too_much(_amount(answer), _told(answer, "more than the # still due"), tale.dues)


def _too_little_left(tale: Tale, answer: Answer) -> bool:
    payment = tale.payment(answer.asked["payment_id"])
    left = _told(answer, "Only # of this payment")
    return payment is not None and _too_much(_amount(answer), left, payment.lefts)


def _nothing_to_credit(tale: Tale, answer: Answer) -> bool:
    left, wanted = _told(answer, "Only # "), _amount(answer)
    if wanted is None:
        return left == _ZERO and _ZERO in tale.dues
    return _too_much(wanted, left, tale.uncredited)


def _has_left(tale: Tale, answer: Answer) -> bool:
    return tale.parcel in _SENT and "this one is shipped" in answer.told["detail"]


def _is_called_off(tale: Tale, answer: Answer) -> bool:
    return "this one is cancelled" in answer.told["detail"] and "CancellationRequested" in tale.stream


def _was_sent_already(tale: Tale, answer: Answer) -> bool:
    return "this one is dispatched" in answer.told["detail"] and tale.parcel in _SENT


def _nothing_left_of_it(tale: Tale, answer: Answer) -> bool:
    payment = tale.payment(answer.asked["payment_id"])
    return payment is not None and _ZERO in payment.lefts


def _refund_has_ended(tale: Tale, answer: Answer) -> bool:
    refund = tale.refund(answer.asked["refund_id"])
    return refund is not None and (refund.is_withdrawn or refund.status == "done")


REASONS: dict[str, Callable[[Tale, Answer], bool]] = {
    "billing.overpaid": _was_overpaid,
    "billing.nothing_left_to_refund": _too_little_left,
    "billing.nothing_left_to_credit": _nothing_to_credit,
    "billing.nothing_to_pay": lambda tale, answer: _ZERO in tale.dues,
    "billing.payment_reversed": _nothing_left_of_it,
    "billing.refund_done": _refund_has_ended,
    "order.not_payable": lambda tale, answer: "CancellationRequested" in tale.stream,
    "order.not_cancellable": _has_left,
    "shipping.not_dispatchable": lambda tale, answer: _is_called_off(tale, answer) or _was_sent_already(tale, answer),
}


# --- Ends -------------------------------------------------------------------------------------------------------------


def wrong_ends(tale: Tale, books: Books) -> list[str]:
    """What must not be of an order in the end."""
    goods = {"shipped": _sent_goods, "cancelled": _freed_goods}.get(tale.status, _held_goods)
    wrong = [*goods(tale), *_wrong_money(tale), *_wrong_by_the_gateway(tale, books)]
    if tale.status not in ENDS:
        wrong.append(f"it is {tale.status}")
    if tale.status == "cancelled":
        wrong += _money_of_a_cancelled_one(tale)
    return [f"{tale.number}: {each}" for each in wrong]


def _held_goods(tale: Tale) -> list[str]:
    parcel = "pending" if tale.status == "processing" else ""
    return [] if (tale.reservation, tale.parcel) == ("held", parcel) else _odd_goods(tale)


def _sent_goods(tale: Tale) -> list[str]:
    is_right = (tale.reservation, tale.parcel) == ("committed", "dispatched") and "OrderCancelled" not in tale.stream
    return [] if is_right else _odd_goods(tale)


def _freed_goods(tale: Tale) -> list[str]:
    """What was held is free again, once; the parcel never left; the buyer was told once."""
    kinds = [kind for kind, _, _ in tale.movements]
    lies = sum(on_hand for _, on_hand, _ in tale.movements), sum(reserved for _, _, reserved in tale.movements)
    is_freed = tale.reservation == "released" and lies == (0, 0) and kinds.count("release") == kinds.count("reserve")
    wrong = [] if is_freed and tale.parcel in ("", "cancelled") else _odd_goods(tale)
    if tale.stream.count("OrderCancelled") != 1 or tale.mails["order_cancelled"] != 1:
        wrong.append(
            f"cancelled {tale.stream.count('OrderCancelled')} times, told {tale.mails['order_cancelled']} times"
        )
    return wrong


def _odd_goods(tale: Tale) -> list[str]:
    return [
        f"it is {tale.status}, its goods {tale.reservation}, its parcel {tale.parcel or 'not there'}: {tale.movements}"
    ]


def _wrong_money(tale: Tale) -> list[str]:
    return [wrong for payment in tale.payments for wrong in _wrong_payment(tale, payment)]


def _wrong_payment(tale: Tale, payment: Payment) -> list[str]:
    back = [one for one in tale.refunds if one.payment_id == payment.id and not one.is_withdrawn]
    wrong = [f"a refund of {payment.reference} is {one.status}: {one.outcome}" for one in back if one.status != "done"]
    if sum((one.amount for one in back), _ZERO) != payment.refunded or payment.refunded > payment.amount:
        wrong.append(f"{payment.reference}: {payment.refunded} went back of {payment.amount}")
    return wrong


def _money_of_a_cancelled_one(tale: Tale) -> list[str]:
    """The shop keeps nothing of it, and claims nothing."""
    wrong = [f"it keeps {payment.kept} of {payment.reference}" for payment in tale.payments if payment.kept]
    if (tale.paid, tale.credited) != (_ZERO, tale.total):
        wrong.append(f"{tale.paid} paid and {tale.credited} credited of {tale.total}")
    return wrong


def _wrong_by_the_gateway(tale: Tale, books: Books) -> list[str]:
    """To the cent: what it took was booked, and what went back through it went back there."""
    booked = {one.reference: one for one in tale.payments if one.channel == "gateway"}
    taken = {one.reference: books.captured.get(one.reference, _ZERO) for one in tale.attempts}
    wrong = [
        f"{key}: {amount} taken there, {booked[key].amount if key in booked else 0} booked here"
        for key, amount in taken.items()
        if amount != (booked[key].amount if key in booked else _ZERO)
    ]
    for one in (refund for refund in tale.refunds if refund.destination != "by_hand"):
        if (one.status == "done") != (books.refunds.get(one.id) == one.amount):
            wrong.append(f"refund {one.id}: {one.status} here, {books.refunds.get(one.id)} there")
    return wrong + [
        f"{key}: {books.refunded[key]} went back of {taken[key]}"
        for key in taken
        if books.refunded.get(key, _ZERO) > taken[key]
    ]
