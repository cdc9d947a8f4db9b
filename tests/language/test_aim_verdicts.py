"""What is said of an objective, and for which reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from okrsync.errors import RuleError
from okrsync.language.aim import read_aim
from okrsync.language.aim_words import vocabulary

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("Publish a guide to pruning", "en", "verb"),
        ("We will publish a guide to pruning", "en", "verb"),
        ("Publishing a guide to pruning", "en", "verb"),
        ("Orchard website redesign", "en", "verb"),
        ("Build a web shop for cider", "en", "deliverable"),
        ("Deliver the cold room", "en", "deliverable"),
        ("The web shop is live", "en", "state"),
        ("Get the web shop into production", "en", "state"),
        ("Continue building the web shop", "en", "deliverable"),
        ("Train all pickers on safety", "en", "verb"),
        ("Create a wobbler for apples", "en", "deliverable"),
        ("Launch of the cider", "en", "verb"),
        ("Deployment of the new press", "en", "verb"),
        ("Publier un guide de la taille", "fr", "verb"),
        ("Nous allons publier un guide de la taille", "fr", "verb"),
        ("Mise en place d'un guide de la taille", "fr", "verb"),
        ("Réussir le lancement du guide", "fr", "verb"),
        ("Construire une boutique en ligne", "fr", "deliverable"),
        ("La boutique en ligne est opérationnelle", "fr", "state"),
        ("Boutique en ligne opérationnelle", "fr", "state"),
    ],
)
def test_work_is_told_by_its_verb_its_deliverable_or_its_state(text: str, language: str, reason: str) -> None:
    found = read_aim(text, language).task
    assert found is not None
    assert found.reason == reason


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Publish a guide so that beginners dare to prune", "en"),
        ("Build a crew that growers fight to hire", "en"),
        ("Build a love of apples among children", "en"),
        ("Deliver a harvest festival nobody forgets", "en"),
        ("Build apple happiness", "en"),
        ("Build a wonderful wobbler", "en"),
        ("Build a better press", "en"),
        ("Train better than anyone", "en"),
        ("Train our focus", "en"),
        ("Build", "en"),
        ("Plan to work hard so that we quickly win bars", "en"),
        ("Launch a web shop and grow our fame in the city", "en"),
        ("Our developers ship with pride", "en"),
        ("Publier un guide pour que les débutants osent tailler", "fr"),
        ("Construire une équipe que l'on s'arrache", "fr"),
        ("Développer l'amour des pommes chez les enfants", "fr"),
        ("Faire de la boutique un lieu de rencontre", "fr"),
    ],
)
def test_work_for_an_effect_and_states_of_people_are_no_task(text: str, language: str) -> None:
    aim = read_aim(text, language)
    assert aim.task is None or aim.compound is not None


@pytest.mark.parametrize(
    ("text", "language", "reason", "term"),
    [
        ("Increase the quality", "en", "universal", "quality"),
        ("Do better", "en", "empty", "Do better"),
        ("Customer loyalty", "en", "heading", "Customer loyalty"),
        ("Apple outreach", "en", "heading", "Apple"),
        ("Become the leader of our market", "en", "rank", "leader"),
        ("Become the leader of the French market", "en", "rank", "leader"),
        ("Augmenter la qualité", "fr", "universal", "qualité"),
        ("Fidélité des clients", "fr", "heading", "Fidélité"),
        ("Devenir le leader du marché français", "fr", "rank", "leader du marché"),
    ],
)
def test_vague_is_told_with_the_word_that_says_too_little(text: str, language: str, reason: str, term: str) -> None:
    found = read_aim(text, language).vague
    assert found is not None
    assert (found.reason, found.values["term"]) == (reason, term)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Increase the quality of apples", "en"),
        ("Become the leader in customer satisfaction", "en"),
        ("Build a culture of ownership", "en"),
        ("Faster deliveries to bars", "en"),
        ("Offer an unforgettable visit", "en"),
        ("Managers who inspire", "en"),
        ("Devenir la référence de la satisfaction client", "fr"),
        ("Offrir une expérience inoubliable", "fr"),
        ("Servir les vergers de 50 à 200 salariés", "fr"),
    ],
)
def test_a_field_a_beneficiary_or_a_clause_makes_it_a_teams_own(text: str, language: str) -> None:
    assert read_aim(text, language).vague is None


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("Maintain the hedges", "en", "verb"),
        ("Ensure the smooth running of the press", "en", "continuity"),
        ("Maintenance of the hedges", "en", "heading"),
        ("The hedges are well maintained", "en", "state"),
        ("Continuer à tailler les haies", "fr", "verb"),
        ("Assurer le bon fonctionnement du pressoir", "fr", "continuity"),
        ("Maintenance des haies", "fr", "heading"),
    ],
)
def test_upkeep_is_told_by_how_it_is_said(text: str, language: str, reason: str) -> None:
    found = read_aim(text, language).upkeep
    assert found is not None
    assert found.reason == reason


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Maintain and grow our hedges", "en"),
        ("Keep pickers from leaving", "en"),
        ("Ensure that pickers feel safe", "en"),
        ("Apple joy", "en"),
    ],
)
def test_a_change_is_no_upkeep(text: str, language: str) -> None:
    assert read_aim(text, language).upkeep is None


@pytest.mark.parametrize(
    ("text", "language", "first", "second"),
    [
        ("Win over city bars and renew the presses", "en", "Win over city bars", "renew the presses"),
        ("Win over city bars; renew the presses", "en", "Win over city bars", "renew the presses"),
        ("Win over city bars, renew the presses", "en", "Win over city bars", "renew the presses"),
        ("Grow sales while reducing waste", "en", "Grow sales", "reducing waste"),
        ("Win over city bars, and renew the presses", "en", "Win over city bars", "renew the presses"),
        (
            "Win over city bars and quickly renew the presses",
            "en",
            "Win over city bars",
            "renew the presses",
        ),
        ("Win over city bars and renew the presses. Soon.", "en", "Win over city bars", "renew the presses"),
        ("Attract pickers, secure the harvest", "en", "Attract pickers", "secure the harvest"),
        ("Become the bars' favourite, and renew our IT", "en", "Become the bars' favourite", "renew our IT"),
        ("Apple joy. Cider for bars, honey for bakers", "en", "Apple joy", "Cider for bars, honey for bakers"),
        ("Increase quality and awareness", "en", "Increase quality", "awareness"),
        ("Increase visits by 10% and orders by 20%", "en", "Increase visits by 10%", "orders by 20%"),
        ("Faster deliveries for bars and a stronger crew", "en", "Faster deliveries for bars", "a stronger crew"),
        ("Conquérir les bars et renouveler les pressoirs", "fr", "Conquérir les bars", "renouveler les pressoirs"),
        ("Améliorer la qualité et la notoriété", "fr", "Améliorer la qualité", "la notoriété"),
    ],
)
def test_two_goals_are_told_apart(text: str, language: str, first: str, second: str) -> None:
    found = read_aim(text, language).compound
    assert found is not None
    assert (found.values["first"], found.values["second"]) == (first, second)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Win and keep city bars", "en"),
        ("Win bars, restaurants and hotels", "en"),
        ("Help growers find and book pickers", "en"),
        ("Build a warm and safe farm shop", "en"),
        ("Make cider so that people meet and talk", "en"),
        ("Launch the cider and promote it", "en"),
        ("Foster a culture of quality and innovation", "en"),
        ("Improve efficiency and productivity of the press", "en"),
        ("Reduce losses while prices are falling", "en"),
        ("Win over city bars and renew", "en"),
        ("Sell 400 jars, of which 60% abroad", "en"),
        ("Build a reliable and secure press", "en"),
        ("Build a wobbly and secure press", "en"),
        ("Win over city bars and from there the world", "en"),
        ("Ouvrir une ferme et y vendre du cidre", "fr"),
        ("Apple joy. It attracts bars, cafés", "en"),
        ("Séduire les bars et de là le monde", "fr"),
        ("Gagner et garder les bars", "fr"),
        ("Aider les vergers à trouver et loger des cueilleurs", "fr"),
        ("Améliorer la qualité de nos pommes et poires", "fr"),
        ("Lancer le cidre et le faire connaître", "fr"),
    ],
)
def test_near_synonyms_adjectives_means_and_lists_are_one_goal(text: str, language: str) -> None:
    assert read_aim(text, language).compound is None


def test_a_word_known_only_by_its_parts_says_something_of_its_own() -> None:
    assert read_aim("Move sales from founder-led to team-driven", "en").own == ["founder-led", "team-driven"]
    assert read_aim("Improve our IT", "en").own == ["IT"]


def test_a_broken_word_list_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lexicon" / "zz").mkdir(parents=True)
    (tmp_path / "lexicon" / "zz" / "objectives.toml").write_text("verbs = [", "utf-8")
    monkeypatch.setattr("okrsync.language.aim_words.rules_folder", lambda: tmp_path)
    with pytest.raises(RuleError, match=r"objectives\.toml"):
        vocabulary("zz")


def test_words_that_no_list_has_are_read_by_their_place() -> None:
    words = vocabulary("en")
    assert read_aim("Yodelize the orchard", "en").kind == "wish"
    assert words.are_alike("efficiency", "productivity")
    assert not words.are_alike("efficiency", "apples")
