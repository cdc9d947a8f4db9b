"""The same world as the simulator's, told by Hypothesis, which shortens a story that breaks an invariant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from model_store import outage
from people import ACTS, People
from simulator import Crash, World

from okrsync.sync.settings import Direction, FieldRule, Policy, Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

RULES = st.builds(FieldRule, st.sampled_from(Direction), st.sampled_from(Policy))
RANDOM = st.randoms(use_true_random=False)
KINDS = ("crash", "outage", "person")


class ToldWorld(World):
    """A world in which exactly one thing happens in a run, at a step that is told."""

    step = -1
    kind = "crash"

    def _happen(self, moment: str, what: str) -> None:
        if self.is_calm:
            return
        self.step -= 1
        if self.step != 0:
            return
        self.note(f"{self.kind} {moment} {what}")
        if self.kind == "person":
            if not self.frozen:
                self.people_act()
        elif self.kind == "crash" or what == "commit":
            raise Crash
        else:
            raise outage()


class TwoStores(RuleBasedStateMachine):
    """People and okrsync take turns."""

    @initialize(note=RULES, goal=RULES, deletes=st.booleans(), random=RANDOM)
    def begin(self, note: FieldRule, goal: FieldRule, deletes: bool, random: Random) -> None:  # noqa: FBT001 - drawn
        self.world = ToldWorld(0)
        self.world.fault_rate = 0.0
        self.world.settings = Settings({"note": note, "target": goal}, deletes=deletes)
        self.world.random = random
        self.world.add_everywhere()
        self.world.run_once()

    @rule(act=st.sampled_from(ACTS), random=RANDOM)
    def person(self, act: Callable[[People], None], random: Random) -> None:
        self.world.random = random
        act(self.world)

    @rule(step=st.just(0) | st.integers(1, 30), kind=st.sampled_from(KINDS), random=RANDOM)
    def run(self, step: int, kind: str, random: Random) -> None:
        self.world.random = random
        self.world.step, self.world.kind = step, kind
        self.world.is_calm = False
        self.world.run_once()
        self.world.is_calm = True

    @rule(random=RANDOM)
    def two_persons_at_one_cell(self, random: Random) -> None:
        self.world.random = random
        self.world.edit_both()

    @rule(die=st.integers(1, 12))
    def lose_state(self, die: int) -> None:
        if die == 12:
            self.world.lose_state()

    def teardown(self) -> None:
        self.world.come_to_rest()


TwoStores.TestCase.settings = settings(
    max_examples=150, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
test_whatever_is_told_of_two_stores_they_come_to_agree = TwoStores.TestCase
