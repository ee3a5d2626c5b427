"""A buyer pays from the link of a mail: declined, walked away, paid, and what becomes of the link afterwards."""

from wider.money.shop import Shop, link

AT_GATEWAY, NO_MONEY = "Pay at the sandbox", "Payment sandbox: no real money"


def pays(shop: Shop, email: str) -> str:
    """The order of somebody who pays at once from the mail."""
    order = shop.order(email=email)
    person = shop.person("paying")
    person.goes(link(shop.mail(email, "Your order"), "/pay/"))
    person.presses(AT_GATEWAY)
    person.presses("Pay")
    person.reads("Paid")
    return str(order["id"])


def play(shop: Shop) -> str:
    """Raises Failed."""
    email = shop.street.somebody()
    shop.order(email=email)
    address = link(shop.mail(email, "Your order"), "/pay/")
    person = shop.person("1-buyer")
    person.goes(address)
    person.reads("To be paid: 24.90 EUR", "Or by bank transfer", "IBAN")
    person.looks("link")

    person.presses(AT_GATEWAY)
    person.reads(NO_MONEY, "24.90")
    person.looks("gateway")
    person.presses("Have the card declined")
    person.reads("The payment was declined.", "You can try again.")
    person.looks("declined")

    person.presses(AT_GATEWAY)
    person.presses("Walk away")
    person.reads("We ask whether your payment is here.", "If you have not paid, go on below.")
    person.looks("walked-away")
    person.goes(address)
    person.presses(AT_GATEWAY)
    person.reads(NO_MONEY)
    at_gateway = person.address
    person.presses("Pay")
    person.reads("Paid", "Thank you: your payment of 24.90 EUR is here.")
    person.looks("paid")
    shop.mail(email, "Your receipt")

    person.goes(at_gateway)
    person.reads("This payment is made.")
    person.presses("Back to the shop")
    person.reads("Paid")
    person.goes(address)
    person.reads("Paid")
    person.looks("link-used")
    person.goes(f"{address[:-4]}0000")
    person.reads("This link opens nothing", "Open the link of the latest mail")
    person.looks("link-ended")
    return "a buyer is declined, walks away, comes back and pays from the mail's link"
