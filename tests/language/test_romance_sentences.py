"""Tests what Spanish, Italian and Portuguese key results say: how far, from where, by when, for whom."""

from __future__ import annotations

import pytest

from okrsync.language.aim import read_aim
from okrsync.language.reading import read_claim
from okrsync.language.text import detect


@pytest.mark.parametrize(
    ("language", "text", "roles"),
    [
        ("es", "Pasar del 12 % al 15 % de cuota", [(12, "baseline"), (15, "target")]),
        ("es", "Aumentar la conversión de 20 a 30 %", [(20, "baseline"), (30, "target")]),
        ("es", "Reducir un 12,5 % el consumo", [(12.5, "change")]),
        ("es", "Aumentar en un 12 % el consumo", [(12, "change")]),
        ("es", "Subir el NPS al 45", [(45, "target")]),
        ("es", "Superar las 4.000 visitas", [(4000, "target")]),
        ("es", "Visitar nuestros 180 centros", [(180, "scope")]),
        ("es", "Lograr 25 altas para el 15 de marzo", [(25, "target"), (15, "deadline")]),
        ("es", "3T 2026: 40 nuevos clientes", [(3, "name"), (2026, "deadline"), (40, "target")]),
        ("es", "Plazo de concesión de licencias de 20 días", [(20, "target")]),
        ("it", "Aumentare la conversione dal 20% al 30%", [(20, "baseline"), (30, "target")]),
        ("it", "Passare da 20 a 30 clienti", [(20, "baseline"), (30, "target")]),
        ("it", "Ridurre l'attesa all'8%", [(8, "target")]),
        ("it", "Ridurre del 12,5% i consumi", [(12.5, "change")]),
        ("it", "Arrivare ai 10.000 abbonati", [(10000, "target")]),
        ("it", "Visitare le nostre 180 sedi", [(180, "scope")]),
        ("it", "Portare il fatturato da 1,2 mln a 1,8 mln €", [(1.2e6, "baseline"), (1.8e6, "target")]),
        ("pt", "Aumentar a conversão de 20% para 30%", [(20, "baseline"), (30, "target")]),
        ("pt", "Reduzir a fila de 12 a 5 minutos", [(12, "baseline"), (5, "target")]),
        ("pt", "Reduzir a espera a 40 minutos", [(40, "target")]),
        ("pt", "Reduzir em 12,5% o consumo", [(12.5, "change")]),
        ("pt", "Visitar as nossas 180 lojas", [(180, "scope")]),
        ("pt", "Faturar R$ 3,5 milhões", [(3.5e6, "target")]),
        ("pt", "8 em cada 10 clientes voltam", [(80, "target")]),
    ],
)
def test_a_number_is_told_by_the_words_around_it(language: str, text: str, roles: list[tuple[float, str]]) -> None:
    assert [(each.value, each.role.value) for each in read_claim(text, language).quantities] == roles


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("es", "Cerrar 40 contratos antes del 30 de junio de 2026", "30 de junio de 2026"),
        ("es", "Cerrar 40 contratos antes de fin de junio", "junio"),
        ("it", "Chiudere 40 contratti entro il 30 giugno 2026", "30 giugno 2026"),
        ("it", "Chiudere 40 contratti entro fine giugno", "giugno"),
        ("pt", "Fechar 40 contratos até 30 de junho de 2026", "30 de junho de 2026"),
        ("pt", "Fechar 40 contratos até o final de junho", "junho"),
    ],
)
def test_a_deadline_is_found_whole(language: str, text: str, date: str) -> None:
    claim = read_claim(text, language)
    assert claim.deadline is not None
    assert claim.words(claim.deadline) == date


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Lanzamiento de la tarjeta de fidelidad"),
        ("es", "Puesta en marcha de un comité de usuarios"),
        ("es", "El reglamento está publicado"),
        ("es", "Contratamos a un director de compras"),
        ("it", "Lancio della carta fedeltà"),
        ("it", "Messa in funzione del nuovo impianto"),
        ("it", "Il regolamento è pubblicato"),
        ("pt", "Lançamento do cartão de fidelidade"),
        ("pt", "Entrada em funcionamento da nova linha"),
        ("pt", "O regulamento está publicado"),
    ],
)
def test_work_is_recognised_in_whatever_form_it_is_written(language: str, text: str) -> None:
    assert read_claim(text, language).task is not None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Instalar bombas de calor para que la piscina siga abierta en invierno"),
        ("it", "Installare pompe di calore affinché la piscina resti aperta d'inverno"),
        ("pt", "Instalar bombas de calor para que a piscina fique aberta no inverno"),
    ],
)
def test_work_that_names_its_effect_is_no_mere_task(language: str, text: str) -> None:
    assert read_aim(text, language).task is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Contratar a 6 enfermeras"),
        ("it", "Assumere 6 infermieri"),
        ("pt", "Contratar 6 enfermeiros com experiência"),
        ("pt", "Os moradores sentem-se ouvidos"),
        ("es", "9 aprendices se van antes de primavera"),
    ],
)
def test_neighbouring_languages_are_told_apart(language: str, text: str) -> None:
    assert detect(text, language) == language
