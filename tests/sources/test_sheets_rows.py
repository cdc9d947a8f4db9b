"""Rows and columns are told by what people wrote in them, wherever they stand now."""

from __future__ import annotations

from okrsync.grid import Grid
from okrsync.sources.google.rows import follow_columns, follow_rows, row_keys


def followed(
    old: list[list[object]], new: list[list[object]], wishes: dict[int, object] | None = None
) -> dict[int, int]:
    wanted = wishes or {}
    return follow_rows(row_keys(Grid("x", old), ()), row_keys(Grid("x", new), ()), lambda row: wanted.get(row, row))


def test_a_row_is_followed_wherever_it_went() -> None:
    assert followed([["a", 1], ["b", 2], ["c", 3]], [["c", 3], [], ["a", 1], ["b", 2]]) == {0: 2, 2: 0, 3: 1}


def test_a_row_whose_words_changed_is_not_followed() -> None:
    assert followed([["a", 1], ["b", 2]], [["a", 1], ["b", 3]]) == {0: 0}


def test_a_column_between_changes_no_row() -> None:
    assert followed([["a", 1], ["b", 2]], [["a", None, 1], ["b", None, 2]]) == {0: 0, 1: 1}


def test_a_copy_follows_its_original() -> None:
    assert followed([["a"], ["b"]], [["a"], ["b"], ["a"]]) == {0: 0, 1: 1, 2: 0}


def test_rows_that_say_the_same_follow_in_their_order() -> None:
    assert followed([["a"], ["b"], ["a"]], [["a"], ["a"], ["b"]]) == {0: 0, 1: 2, 2: 1}


def test_of_rows_that_say_the_same_and_are_fewer_now_none_is_guessed() -> None:
    assert followed([["a"], ["b"], ["a"]], [["a"], ["b"]]) == {1: 1}


def test_where_rows_that_say_the_same_wish_for_the_same_it_does_not_matter_which_is_which() -> None:
    assert followed([["a"], ["b"], ["a"]], [["b"], ["a"]], {0: "x", 2: "x"}) == {0: 1, 1: 0}


def test_an_empty_row_above_a_followed_one_follows_it() -> None:
    assert followed([["t"], [], ["a"]], [[], [], ["t"], [], ["a"]]) == {2: 0, 4: 2, 3: 1}


def test_what_formulas_come_to_does_not_matter() -> None:
    old = Grid("x", [["a", 1.5]], formulas=frozenset({(0, 1)}))
    new = Grid("x", [["a", 7.5]], formulas=frozenset({(0, 1)}))
    assert follow_rows(row_keys(old, ()), row_keys(new, ()), lambda row: row) == {0: 0}
    assert follow_columns(old, new, {0: 0}, [1]) == {1: 1}


def test_a_column_is_followed_by_what_stands_in_it() -> None:
    old, new = Grid("x", [["a", 1], ["b", 2]]), Grid("x", [[1, None, "a"], [2, None, "b"]])
    assert follow_columns(old, new, {0: 0, 1: 1}, [0, 1]) == {0: 2, 1: 0}


def test_a_column_that_is_gone_is_not_followed() -> None:
    old, new = Grid("x", [["a", 1]]), Grid("x", [["a"]])
    assert follow_columns(old, new, {0: 0}, [1]) == {}
