"""Money spent, as an amount of last resort: converted into the dollars of a table of factors."""

import math

from pcf.errors import InputError
from pcf.model.currency import refuse_no_currency, same_currency
from pcf.model.node import Record

DOLLAR = "USD"


class Spend(Record, frozen=True):
    """What was paid for one piece of a line, or for the basis of a step.

    USD of the factor's year = amount / rate × price index. Purchaser prices without value-added
    tax, as the factors count them.

    Attributes:
        amount: paid [currency].
        currency: ISO 4217 code.
        year: in which it was paid.
        rate: units of the currency for one US dollar, average of that year; 1 for dollars.
        rate_source: where the rate was read.
        price_index: US price level of the factor's year over that of `year` [1]; 1 for the same.
        price_index_source: where the price levels were read.
    """

    amount: float
    currency: str
    year: int
    rate: float | None = None
    rate_source: str = ""
    price_index: float | None = None
    price_index_source: str = ""

    def __post_init__(self) -> None:
        """Refuse negative money, money of no currency, and rates that can't be."""
        if not 0 <= self.amount < math.inf:
            raise InputError("spend-invalid", value=self.amount)
        refuse_no_currency(self.currency)
        if self.is_dollar and self.rate not in {None, 1.0}:
            raise InputError("spend-rate-of-dollar", value=self.rate)
        for ratio in (self.rate, self.price_index):
            if ratio is not None and not 0 < ratio < math.inf:
                raise InputError("spend-rate-invalid", value=ratio)

    @property
    def is_dollar(self) -> bool:
        """Tell whether it was paid in US dollars, which need no rate."""
        return same_currency(self.currency) == DOLLAR

    def lacks(self, year: int) -> tuple[str, ...]:
        """Give the fields without which it can't be turned into dollars of a year."""
        needs_rate = self.rate is None and not self.is_dollar
        needs_index = self.price_index is None and self.year != year
        wanted = (("rate", needs_rate), ("price_index", needs_index))
        return tuple(field for field, needed in wanted if needed)

    def usd(self, year: int) -> float | None:
        """Give the dollars of a year that it is worth [USD], None if a rate is missing."""
        if self.lacks(year):
            return None
        rate = 1.0 if self.rate is None else self.rate
        index = 1.0 if self.price_index is None else self.price_index
        return self.amount / rate * index
