"""What is refused about staff."""

from gotuto.errors import Conflict


class NotStaff(Conflict):
    """A customer's account was to get roles."""

    code = "customer.not_staff"
    text = "{email} is a customer and cannot have roles. Make another account for staff."
    email: str
