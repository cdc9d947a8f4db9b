"""How messages quote what a row says of its progress."""

from __future__ import annotations

from okrsync.linting.standing import as_typed, is_all_or_nothing, percent, progress_field
from okrsync.model import KeyResult, Ref
from okrsync.wording import written


def key_result(**values: object) -> KeyResult:
    return KeyResult("k", "K", Ref("s", None, 2, "k"), **values)  # type: ignore[arg-type] # each test gives the fields it is about


def test_a_value_is_quoted_as_typed() -> None:
    assert as_typed(key_result(current=4.8, typed={"current": "4,80 €"}), "current") == "4,80 €"


def test_a_figure_is_told_with_the_decimal_mark_of_its_reader() -> None:
    assert written(as_typed(key_result(current=4.7, typed={"current": "4.7"}), "current"), "fr") == "4,7"
    assert written(as_typed(key_result(current=12.5, typed={"current": "12.5%"}), "current"), "fr") == "12,5\u00a0%"


def test_a_thousand_typed_with_a_point_is_no_fraction() -> None:
    assert as_typed(key_result(current=1250.0, typed={"current": "1.250"}), "current") == "1.250"


def test_a_value_with_a_story_is_quoted_as_the_number_read() -> None:
    told = key_result(current=4.8, typed={"current": "4.80 € since the new price list"})
    assert as_typed(told, "current") == 4.8


def test_a_milestone_at_nought_is_all_or_nothing() -> None:
    assert is_all_or_nothing(key_result(progress=0.0))


def test_a_metric_at_its_baseline_is_not_all_or_nothing() -> None:
    assert not is_all_or_nothing(key_result(baseline=20.0, current=20.0, target=50.0))


def test_without_a_progress_cell_the_current_value_shows_how_far_it_is() -> None:
    assert progress_field(key_result(current=3.0)) == "current"


def test_a_share_is_told_in_whole_percents() -> None:
    assert percent(0.166) == 17
