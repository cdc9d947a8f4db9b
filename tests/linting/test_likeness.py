"""Two sentences say the same thing when only slips, endings and little words differ."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from okrsync.linting.likeness import fold, pairs_alike, read_saying, says_the_same

LITTLE = frozenset({"the", "of", "it", "us"})


def same(one: str, other: str) -> bool:
    return says_the_same(read_saying(one, LITTLE), read_saying(other, LITTLE), 85)


def test_case_accents_and_curly_apostrophes_do_not_count() -> None:
    assert fold("L’ÉTÉ") == "l'ete"


def test_an_ending_and_a_typing_slip_do_not_count() -> None:
    assert same("Answer custommers faster", "Answer the customers faster")


def test_the_order_of_words_does_not_count() -> None:
    assert same("onboarding: improve", "Improve onboarding")


def test_another_number_says_another_thing() -> None:
    assert not same("Sign 3 leases", "Sign 4 leases")


def test_the_same_numbers_the_other_way_round_say_another_thing() -> None:
    assert not same("Churn from 5 to 3", "Churn from 3 to 5")


def test_another_short_word_says_another_thing() -> None:
    assert not same("Grow in the east", "Grow in the west")


def test_an_opposite_with_the_same_ending_says_another_thing() -> None:
    assert not same("Shorten inbound calls", "Shorten outbound calls")


def test_one_word_more_says_another_thing() -> None:
    assert not same("Open shops", "Open shops abroad")


def test_an_acronym_is_never_a_little_word() -> None:
    assert not same("Grow revenue in the US", "Grow revenue in the")


def test_a_shouted_sentence_still_has_little_words() -> None:
    assert same("GROWTH OF THE SHOPS", "Growth of shops")


def test_spaces_in_a_number_do_not_count() -> None:
    assert same("Reach 62 000 readers", "Reach 62\u202f000 readers")


def test_sentences_without_words_are_never_the_same() -> None:
    assert not same("10 %", "10 %")


def test_pairs_name_each_two_places_that_are_alike() -> None:
    sayings = [read_saying(text) for text in ("Delight customers", "Open shops", "Delight custommers")]
    assert list(pairs_alike(sayings, 85)) == [(0, 2)]


@given(st.lists(st.text(alphabet="abcdeé 12", max_size=20), max_size=12))
def test_pairs_are_those_that_a_comparison_of_all_with_all_finds(texts: list[str]) -> None:
    sayings = [read_saying(text) for text in texts]
    slowly = {
        (one, other)
        for other in range(len(sayings))
        for one in range(other)
        if says_the_same(sayings[one], sayings[other], 85)
    }
    assert set(pairs_alike(sayings, 85)) == slowly
