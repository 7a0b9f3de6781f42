"""Rows by number: overwritten many times, the feed stays small and in order."""

from server.services.numbered_rows import FeedRow, NumberedRows


def put(rows: NumberedRows, key: str, number: int) -> None:
    rows.put(FeedRow((key,), "badges", number, (f"{key}{number}",)))


def test_it_works() -> None:
    rows = NumberedRows()
    for number, key in enumerate("abca", 1):
        put(rows, key, number)
    page = rows.read(0, 2, last=9)
    assert ([row.texts for row in page.rows], page.to, page.more) == ([("b2",), ("c3",)], 3, True)
    page = rows.read(page.to, 2, last=9)
    assert ([row.texts for row in page.rows], page.to, page.more) == ([("a4",)], 9, False)


def test_a_page_that_is_just_full_is_the_last() -> None:
    rows = NumberedRows()
    put(rows, "a", 1)
    put(rows, "b", 2)
    assert not rows.read(0, 2, last=2).more


def test_one_number_is_never_split() -> None:
    rows = NumberedRows()
    for key in "abcd":
        put(rows, key, 5)
    put(rows, "e", 6)
    page = rows.read(4, 2, last=6)
    assert (len(page.rows), page.to, page.more) == (4, 5, True)


def test_ten_thousand_changes_of_two_rows_leave_two_rows() -> None:
    rows = NumberedRows()
    for number in range(10_000):
        put(rows, "ab"[number % 2], number)
    assert [row.number for row in rows.read(-1, 10, last=10_000).rows] == [9_998, 9_999]
    assert rows.slot_count < 1_100
