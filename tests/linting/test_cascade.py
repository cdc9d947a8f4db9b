"""Who contributes to whom, by the names that people write in a parent column."""

from __future__ import annotations

from dataclasses import replace

from okrsync.linting.cascade import Cascade, cascade_of
from okrsync.model import KeyResult, Objective, Period, Plan, Ref


def objective(title: str, *parents: str, key: str = "", sheet: str = "A", supports: tuple[str, ...] = ()) -> Objective:
    ref = Ref("s", sheet, 1, key or title)
    return Objective(key or title, title, ref, parents=parents, supports=supports)


def cascade(*objectives: Objective, orphans: tuple[KeyResult, ...] = ()) -> Cascade:
    return cascade_of(Plan("s", "excel", list(objectives), list(orphans)))


def test_a_parent_is_found_by_its_title_whatever_the_case() -> None:
    assert cascade(objective("Delight buyers"), objective("Pay fast", "DELIGHT BUYERS.")).parents == {1: [0]}


def test_a_parent_is_found_by_its_id() -> None:
    assert cascade(objective("Delight buyers", key="O1"), objective("Pay fast", "O1")).parents == {1: [0]}


def test_a_parent_is_found_by_id_and_title_together() -> None:
    found = cascade(objective("Delight buyers", key="O1"), objective("Pay fast", "O1 – Delight buyers"))
    assert found.parents == {1: [0]}


def test_a_parent_is_found_by_the_id_before_a_shortened_title() -> None:
    found = cascade(objective("Delight buyers everywhere", key="O1"), objective("Pay fast", "O1: Delight"))
    assert found.parents == {1: [0]}


def test_a_parent_cut_short_is_found_by_its_beginning() -> None:
    found = cascade(objective("Become the shop people recommend"), objective("Pay fast", "Become the shop peo…"))
    assert found.parents == {1: [0]}


def test_a_beginning_of_a_few_letters_finds_nothing() -> None:
    found = cascade(objective("Become the shop people recommend"), objective("Pay fast", "Beco…"))
    assert found.unknown == [(1, "Beco…")]


def test_a_parent_that_is_a_key_result_stands_for_its_objective() -> None:
    top = objective("Delight buyers")
    top.key_results = [KeyResult("k", "Pay fast", Ref("s", "A", 2, "k"))]
    assert cascade(top, objective("Pay fast", "Pay fast")).parents == {1: [0]}


def test_of_two_namesakes_the_one_of_the_same_period_is_meant() -> None:
    early = replace(objective("Delight buyers", key="1"), period=Period("Q1"))
    late = replace(objective("Delight buyers", key="2"), period=Period("Q2"))
    child = replace(objective("Pay fast", "Delight buyers"), period=Period("Q2"))
    assert cascade(early, late, child).parents == {2: [1]}


def test_of_two_namesakes_the_one_of_the_same_sheet_is_meant() -> None:
    found = cascade(
        objective("Delight buyers", key="1", sheet="A"),
        objective("Delight buyers", key="2", sheet="B"),
        objective("Pay fast", "Delight buyers", sheet="B"),
    )
    assert found.parents == {2: [1]}


def test_a_parent_that_is_an_orphan_key_result_is_known_but_no_objective() -> None:
    found = cascade(objective("Pay fast", "Basket"), orphans=(KeyResult("k", "Basket", Ref("s", "A", 2, "k")),))
    assert (found.unknown, found.parents, found.resolved) == ([], {}, 1)


def test_what_an_objective_supports_beside_it_is_found_too() -> None:
    found = cascade(objective("Pay fast", supports=("Cut errors", "Legal")), objective("Cut errors"))
    assert found.supports == {0: [1]}


def test_the_same_parent_named_twice_counts_once() -> None:
    found = cascade(objective("Delight buyers", key="O1"), objective("Pay fast", "O1", "Delight buyers"))
    assert found.children == {0: [1]}


def test_a_plan_without_links_has_an_empty_cascade() -> None:
    assert cascade(objective("Delight buyers")) == Cascade({}, {}, {}, [], 0)
