"""What is refused about staff."""

from gotuto.errors import Conflict


class NotStaff(Conflict):
    """A customer's account was to get roles."""

    code = "customer.not_staff"

    def __init__(self, *, email: str) -> None:
        super().__init__(f"{email} is a customer and cannot have roles. Make another account for staff.")
