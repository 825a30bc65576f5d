"""Look into sealed columns from a query, in words that both databases understand."""

from django.db.models import BinaryField, F, Func


class Cut(Func):
    """Some bytes of a binary column: `Cut("body", 2, 16)` counts from 1."""

    function = "SUBSTR"
    output_field = BinaryField()

    def __init__(self, column: str, start: int, length: int) -> None:
        super().__init__(F(column), start, length)
