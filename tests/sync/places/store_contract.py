"""What every store of OKRs must do, whatever keeps them: each kind of place passes the same tests on the real thing."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from okrsync.sync.stores import (
    OBJECTIVE_FIELD,
    Change,
    Draft,
    Recalling,
    Record,
    RecordChangedError,
    RecordGoneError,
    RecordRefusedError,
    Seen,
    Store,
    Whereabouts,
)
from okrsync.sync.values import Records, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

CUSTOMERS, CHURN, CALLS = "Customers come back", "Reduce churn", "Raise answered calls"
TEAMS, EXPERIMENTS = "Teams learn", "Run experiments"
DUE = date(2026, 3, 31)
OKRS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    CUSTOMERS: {
        CHURN: {"owners": "Ann", "baseline": 8.0, "target": 4.5, "due": DUE, "progress": 50.0},
        CALLS: {"owners": "Bob", "baseline": 60.0, "target": 80.0, "due": DUE, "progress": 25.0},
    },
    TEAMS: {EXPERIMENTS: {"owners": "Cy", "baseline": 0.0, "target": 12.0, "due": DUE, "progress": 10.0}},
}
"""Objective → key result → fields; progress as people see it, in percent."""


class Workplace(ABC):
    """A place with `OKRS` in it, and the people who work there."""

    takes_copies = True
    """Whether people can copy a row or page."""

    @abstractmethod
    def open(self) -> Store:
        """Return a store that has read nothing yet."""

    @abstractmethod
    def type(self, title: str, field: str, value: Any) -> None:
        """Let a person change a field of the record of that title."""

    @abstractmethod
    def move(self) -> None:
        """Let people put the rows in another order, with others among them, as far as the place has an order."""

    @abstractmethod
    def copy(self, title: str) -> None:
        """Let a person copy a key result."""

    @abstractmethod
    def remove(self, title: str) -> None:
        """Let a person delete a key result."""

    @abstractmethod
    def differences(self, before: object, after: object) -> set[tuple[str, str]]:
        """Return (title, field) of all that differs between two states; fails where anything but a field does."""

    @abstractmethod
    def state(self) -> object:
        """Return everything that is there, to the byte where it has bytes."""


def by_title(store: Store) -> dict[str, Record]:
    """List a store; its titles are unique."""
    return {shown(record["title"]): record for record in store.listing()}


def remembered(store: Store) -> dict[str, Seen]:
    """Return what a state would remember of a store."""
    return {record.id: Seen(record.kind, dict(record.fields)) for record in store.listing()}


def reopened(workplace: Workplace, known: Mapping[str, Seen]) -> Store:
    """Return the store as the next run opens it."""
    store = workplace.open()
    if isinstance(store, Recalling):
        store.recall(known)
    return store


class StoreContract:
    """Subclasses provide the fixture `workplace`."""

    def test_a_listing_says_what_people_see(self, workplace: Workplace) -> None:
        listed = by_title(workplace.open())
        assert listed.keys() == OKRS.keys() | {title for inner in OKRS.values() for title in inner}
        for objective, key_results in OKRS.items():
            assert listed[objective].kind == "objective"
            for title, fields in key_results.items():
                record = listed[title]
                assert record.kind == "key_result"
                assert record[OBJECTIVE_FIELD] == Records((listed[objective].id,))
                assert {name: record[name] for name in fields} == fields

    def test_ids_stay_from_run_to_run(self, workplace: Workplace) -> None:
        first = workplace.open()
        known = remembered(first)
        assert {record.id for record in reopened(workplace, known).listing()} == known.keys()

    def test_records_that_moved_keep_their_ids(self, workplace: Workplace) -> None:
        store = workplace.open()
        before, known = by_title(store), remembered(store)
        workplace.move()
        after = by_title(reopened(workplace, known))
        assert {title: record.id for title, record in after.items()} == {t: record.id for t, record in before.items()}

    @pytest.mark.parametrize(("title", "new"), [(CHURN, "Lose fewer customers"), (TEAMS, "Everybody learns")])
    def test_a_record_with_another_title_keeps_its_id(self, workplace: Workplace, title: str, new: str) -> None:
        store = workplace.open()
        before, known = by_title(store), remembered(store)
        workplace.type(title, "title", new)
        workplace.move()
        after = by_title(reopened(workplace, known))
        assert after[new].id == before[title].id
        assert {record.id for record in after.values()} == known.keys()

    def test_an_update_writes_its_field_and_nothing_else(self, workplace: Workplace) -> None:
        store = workplace.open()
        record = by_title(store)[CALLS]
        before = workplace.state()
        answer = store.update(record.id, {"target": Change(80.0, 85.5)})
        assert answer["target"] == 85.5
        assert answer.id == record.id
        assert workplace.differences(before, workplace.state()) == {(CALLS, "target")}
        assert by_title(workplace.open())[CALLS]["target"] == 85.5

    @pytest.mark.parametrize(
        ("field", "new"),
        [("title", "Raise calls"), ("owners", "=Eve"), ("due", date(2026, 6, 30)), ("progress", 37.5), ("due", None)],
    )
    def test_every_kind_of_value_is_read_as_it_was_written(self, workplace: Workplace, field: str, new: Any) -> None:
        store = workplace.open()
        record = by_title(store)[CALLS]
        assert store.update(record.id, {field: Change(record[field], new)})[field] == new
        assert store.fetch(record.id)[field] == new

    def test_an_objective_gets_another_title_wherever_it_is_said(self, workplace: Workplace) -> None:
        store = workplace.open()
        listed = by_title(store)
        store.update(listed[CUSTOMERS].id, {"title": Change(CUSTOMERS, "Customers stay")})
        now = by_title(workplace.open())
        assert now.keys() == listed.keys() - {CUSTOMERS} | {"Customers stay"}
        assert now[CALLS][OBJECTIVE_FIELD] == Records((now["Customers stay"].id,))

    def test_a_field_that_changed_meanwhile_is_left_alone(self, workplace: Workplace) -> None:
        store = workplace.open()
        record = by_title(store)[CALLS]
        workplace.type(CALLS, "target", 90)
        before = workplace.state()
        with pytest.raises(RecordChangedError):
            store.update(record.id, {"owners": Change("Bob", "Dan"), "target": Change(80.0, 85.0)})
        assert workplace.state() == before

    def test_a_write_lands_on_its_record_wherever_it_went_meanwhile(self, workplace: Workplace) -> None:
        store = workplace.open()
        record = by_title(store)[CALLS]
        workplace.move()
        assert store.update(record.id, {"target": Change(80.0, 85.0)})["title"] == CALLS
        assert {title: each["target"] for title, each in by_title(workplace.open()).items() if each["target"]} == {
            CHURN: 4.5, CALLS: 85.0, EXPERIMENTS: 12.0,
        }  # fmt: skip

    def test_a_record_that_is_gone_is_not_written(self, workplace: Workplace) -> None:
        store = workplace.open()
        record = by_title(store)[CALLS]
        workplace.remove(CALLS)
        before = workplace.state()
        with pytest.raises(RecordGoneError):
            store.update(record.id, {"target": Change(80.0, 85.0)})
        with pytest.raises(RecordGoneError):
            store.fetch(record.id)
        assert workplace.state() == before

    def test_what_a_person_deleted_is_told(self, workplace: Workplace) -> None:
        store = workplace.open()
        record, known = by_title(store)[CALLS], remembered(store)
        workplace.remove(CALLS)
        later = reopened(workplace, known)
        assert record.id not in {each.id for each in later.listing()}
        assert later.whereabouts(record.id) is Whereabouts.DELETED

    def test_a_copy_has_an_id_of_its_own(self, workplace: Workplace) -> None:
        store = workplace.open()
        known = remembered(store)
        workplace.copy(CALLS)
        ids = [record.id for record in reopened(workplace, known).listing()]
        assert len(ids) == len(set(ids)) == len(known) + 1
        assert known.keys() <= set(ids)

    def test_a_new_key_result_stands_within_its_objective(self, workplace: Workplace) -> None:
        store = workplace.open()
        listed = by_title(store)
        before = workplace.state()
        within = Records((listed[CUSTOMERS].id,))
        fields = {"title": "Win back", "target": 30.0, "due": DUE, "progress": 20.0, OBJECTIVE_FIELD: within}
        made = store.create(Draft("key_result", fields), "mark")
        assert {name: made[name] for name in fields} == fields
        assert made.id not in {record.id for record in listed.values()}
        now = by_title(workplace.open())
        assert {name: now["Win back"][name] for name in fields if name != OBJECTIVE_FIELD} == {
            name: value for name, value in fields.items() if name != OBJECTIVE_FIELD
        }
        assert {title for title, _ in workplace.differences(before, workplace.state())} <= {"Win back"}

    def test_a_new_objective_and_its_first_key_result(self, workplace: Workplace) -> None:
        store = workplace.open()
        count = len(store.listing())
        objective = store.create(Draft("objective", {"title": "Sell more"}), "one")
        draft = Draft("key_result", {"title": "Win pitches", OBJECTIVE_FIELD: Records((objective.id,))})
        assert store.create(draft, "two")[OBJECTIVE_FIELD] == Records((objective.id,))
        now = by_title(workplace.open())
        assert len(now) == count + 2
        assert now["Win pitches"][OBJECTIVE_FIELD] == Records((now["Sell more"].id,))

    def test_a_deleted_record_takes_nothing_with_it(self, workplace: Workplace) -> None:
        store = workplace.open()
        listed = by_title(store)
        store.delete(listed[CALLS].id)
        assert by_title(workplace.open()).keys() == listed.keys() - {CALLS}
        with pytest.raises(RecordGoneError):
            store.fetch(listed[CALLS].id)


class TogetherContract(StoreContract):
    """What a store that is written as a whole must do beside."""

    def test_many_records_are_written_in_one_step(self, workplace: Workplace) -> None:
        store = workplace.open()
        listed = by_title(store)
        before = workplace.state()
        changes = {
            listed[CHURN].id: {"target": Change(4.5, 4.25), "owners": Change("Ann", "Dan")},
            listed[CALLS].id: {"due": Change(DUE, date(2026, 6, 30))},
            listed[TEAMS].id: {"title": Change(TEAMS, "Everybody learns")},
        }
        answers = store.update_together(changes)
        for record_id, wanted in changes.items():
            assert [answers[record_id][name] for name in wanted] == [change.new for change in wanted.values()]
        now = by_title(workplace.open())
        assert now.keys() == {CUSTOMERS, CHURN, CALLS, "Everybody learns", EXPERIMENTS}
        assert now[EXPERIMENTS][OBJECTIVE_FIELD] == Records((now["Everybody learns"].id,))
        assert workplace.differences(before, workplace.state()) == {
            (CHURN, "target"), (CHURN, "owners"), (CALLS, "due"), (EXPERIMENTS, "objective"),
        }  # fmt: skip

    def test_what_would_be_read_otherwise_is_refused_and_all_else_is_written(self, workplace: Workplace) -> None:
        store = workplace.open()
        listed = by_title(store)
        before = workplace.state()
        answers = store.update_together(
            {
                listed[CHURN].id: {"target": Change(4.5, 4.25)},
                listed[CALLS].id: {"title": Change(CALLS, "Total")},
                listed[EXPERIMENTS].id: {"owners": Change("Cy", "Dan")},
            }
        )
        assert isinstance(answers[listed[CALLS].id], RecordRefusedError)
        assert workplace.differences(before, workplace.state()) == {(CHURN, "target"), (EXPERIMENTS, "owners")}

    def test_what_changed_or_went_meanwhile_is_left_and_all_else_is_written(self, workplace: Workplace) -> None:
        store = workplace.open()
        listed = by_title(store)
        workplace.type(CHURN, "target", 5)
        workplace.remove(CALLS)
        before = workplace.state()
        answers = store.update_together(
            {
                listed[CHURN].id: {"target": Change(4.5, 4.25)},
                listed[CALLS].id: {"target": Change(80.0, 85.0)},
                listed[EXPERIMENTS].id: {"owners": Change("Cy", "Dan")},
            }
        )
        assert isinstance(answers[listed[CHURN].id], RecordChangedError)
        assert isinstance(answers[listed[CALLS].id], RecordGoneError)
        assert workplace.differences(before, workplace.state()) == {(EXPERIMENTS, "owners")}
        assert store.fetch_together([record.id for record in listed.values()]).keys() == {
            record.id for title, record in listed.items() if title != CALLS
        }
