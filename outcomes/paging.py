"""Pages of a list: the one that was asked for, or the nearest there is."""

from collections.abc import Callable

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator


def nearest_page(paginator: Paginator, asked: str) -> tuple[Page, str]:
    """The page that was asked for, or else the nearest there is, and what to say about that."""
    try:
        return paginator.page(asked or 1), ""
    except PageNotAnInteger:
        return paginator.page(1), "Pages have numbers. This is the first page of the list."
    except EmptyPage:
        nearest = paginator.num_pages if int(asked) > 0 else 1
        return paginator.page(nearest), _no_such_page(nearest, paginator.num_pages)


def numbered_pages(page: Page, address: Callable[[int], str]) -> list[dict]:
    """Numbered pages around this one; an entry without an address is a gap."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [{"number": number, "url": address(number) if isinstance(number, int) else ""} for number in numbers]


def _no_such_page(nearest: int, last: int) -> str:
    if last == 1:
        return "The list has only 1 page. Here it is."
    return f"The list has pages 1 to {last}. This is page {nearest}."
