"""A long list, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Paging:
    """Page `number`, from 1, of a list of `total` entries, `size` to a page."""

    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def skip(self) -> int:
        """How many entries come before this page."""
        return (self.number - 1) * self.size

    @property
    def first(self) -> int:
        """The place of its first entry in the whole list, from 1; 0 where the list is empty."""
        return min(self.skip + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.skip + self.size, self.total)

    @property
    def earlier(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def later(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None


def page(number: int, size: int, total: int) -> Paging:
    """That page, or the nearest there is: a list gets shorter while somebody is on its last page."""
    last = Paging(1, size, total).pages
    return Paging(min(max(number, 1), last), size, total)


def page_with(place: int, size: int, total: int) -> Paging:
    """The page that holds the entry before which `place` others come."""
    return page(place // size + 1, size, total)
