"""How much is ordered, in plain Python."""


def suggested(*, left: int, point: int, quantity: int | None, pack: int) -> int:
    """So many pieces that more than the reorder point are left: a multiple of the quantity, in whole packs."""
    missing = max(point - left + 1, 0)
    return _whole(_whole(missing, quantity or 1), pack)


def _whole(pieces: int, by: int) -> int:
    return -(-pieces // by) * by
