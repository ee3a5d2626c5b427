"""Questions about how the files of banks are read."""

from contexts.billing.bankfiles import dto, models
from contexts.billing.bankfiles.errors import MappingUnknown


def get_mapping(*, name: str) -> tuple[dto.CsvMapping, dto.BankAccount]:
    """A mapping of columns, and the account that it belongs to. Raises MappingUnknown."""
    row = models.CsvMapping.objects.select_related("account").filter(name=name).first()
    if row is None:
        raise MappingUnknown(name=name)
    return row.to_dto(), row.account.to_dto()
