"""The studio page: its form, its price, its stage, and what a forged event gets."""

from __future__ import annotations

from typing import Any

import pytest

from babydance.domain.accounts import SignedIn
from babydance.domain.images import MAX_PROMPT, DrawingError, Failure, Status
from babydance.domain.models import IMAGE_MODELS
from babydance.domain.styles import STYLES
from babydance.ui.pages.studio.cards import PROMPT_SHOWN
from babydance.ui.pages.studio.state import StudioState
from babydance.ui.session import SessionState
from tests.conftest import Run
from tests.site import House, nobodys_id
from tests.studio import ScriptedModel, a_request
from tests.ui.conftest import Tab

PROMPT = "a baby that dances"


@pytest.fixture
def studio(adas: Tab) -> Tab:
    adas.open("/studio/")
    return adas


def _create(tab: Tab, prompt: str = PROMPT, key: str | None = None) -> None:
    form = {"prompt": prompt, "submit_key": tab.shown(StudioState, "submit_key") if key is None else key}
    tab.raw(f"{StudioState.get_full_name()}.create", {"form_data": form})


def _runs(house: House, run: Run, who: SignedIn) -> list[Any]:
    return run(house.drawing.generation.stage(who.account_id))


def _free(tab: Tab) -> tuple[int, int]:
    return tab.shown(SessionState, "available"), tab.shown(SessionState, "in_use")


def test_the_page_opens_with_a_choice_that_has_a_price(studio: Tab) -> None:
    assert studio.shown(StudioState, "model") == IMAGE_MODELS[0].id
    assert studio.shown(StudioState, "price") == studio.shown(StudioState, "price_each") > 0
    assert studio.shown(StudioState, "problem") == ""
    assert studio.shown(StudioState, "is_loaded") is True
    assert len(studio.shown(StudioState, "submit_key")) == 32


def test_dead_models_are_not_offered(studio: Tab, house: House) -> None:
    offered = {choice.id for choice in studio.shown(StudioState, "models")}
    assert offered == {spec.id for spec in house.studio.models.offered(house.studio.today())}


def test_the_price_follows_every_choice(studio: Tab) -> None:
    def price() -> int:
        return studio.shown(StudioState, "price")

    one = price()
    studio.send(StudioState.choose_count("4"))
    assert price() == 4 * one
    assert studio.shown(StudioState, "price_each") == one
    studio.send(StudioState.choose_quality("high"))
    dear = price()
    assert dear > 4 * one
    studio.send(StudioState.choose_size("large"))
    assert price() > dear
    assert (studio.shown(StudioState, "width"), studio.shown(StudioState, "height")) == (2048, 2048)
    studio.send(StudioState.choose_size("square"))
    assert price() == dear
    studio.send(StudioState.choose_size("custom"))
    studio.send(StudioState.choose_width("2880"))
    studio.send(StudioState.choose_height("2880"))
    assert price() > dear
    studio.send(StudioState.choose_size("square"))
    studio.send(StudioState.choose_quality("low"))
    cheap = price()
    studio.send(StudioState.write("x" * 4000))
    assert price() > cheap  # words cost too
    assert studio.shown(StudioState, "characters") == 4000


def test_the_price_that_is_shown_is_the_price_that_is_held(studio: Tab) -> None:
    for choice in (
        StudioState.choose_count("3"),
        StudioState.choose_quality("high"),
        StudioState.choose_size("portrait"),
        StudioState.choose_style(STYLES[3].id),
        StudioState.write(PROMPT),
    ):
        studio.send(choice)
    price = studio.shown(StudioState, "price")
    assert 1 < price <= 20
    _create(studio)
    assert _free(studio) == (20 - price, price)
    assert studio.shown(StudioState, "runs")[0].credits == price


def test_a_model_brings_a_quality_that_it_knows(studio: Tab) -> None:
    studio.send(StudioState.choose_quality("xhigh"))
    studio.send(StudioState.choose_model("gpt-image-2"))
    assert studio.shown(StudioState, "quality") == "medium"
    assert [quality.id for quality in studio.shown(StudioState, "qualities")] == ["low", "medium", "high"]
    assert studio.shown(StudioState, "problem") == ""


def test_a_transparent_background_brings_a_format_that_can_hold_it(studio: Tab) -> None:
    studio.send(StudioState.choose_background("transparent"))
    assert studio.shown(StudioState, "output_format") == "png"
    studio.send(StudioState.choose_format("jpeg"))
    assert studio.shown(StudioState, "problem_field") == "output_format"
    assert studio.shown(StudioState, "price") == 0


def test_the_same_style_again_means_none(studio: Tab) -> None:
    studio.send(StudioState.choose_style(STYLES[0].id))
    assert studio.state(StudioState).style == STYLES[0].id
    studio.send(StudioState.choose_style(STYLES[0].id))
    assert studio.state(StudioState).style == ""


@pytest.mark.parametrize(
    ("handler", "value", "field"),
    [
        ("choose_count", "0", "count"),
        ("choose_count", "99", "count"),
        ("choose_count", "-1", "count"),
        ("choose_count", "9" * 80, "count"),
        ("choose_count", "1.5", "count"),
        ("choose_count", "", "count"),
        ("choose_quality", "free", "quality"),
        ("choose_background", "purple", "background"),
        ("choose_format", "exe", "output_format"),
        ("choose_width", "1023", "size"),
        ("choose_width", "0", "size"),
        ("choose_width", "-1024", "size"),
        ("choose_width", "99999999", "size"),
        ("choose_width", "9" * 80, "size"),
        ("choose_height", "1024.5", "size"),
        ("choose_height", "16", "size"),
    ],
)
def test_a_forged_choice_is_refused_in_words_and_costs_nothing(
    studio: Tab, house: House, run: Run, ada: SignedIn, *, handler: str, value: object, field: str
) -> None:
    studio.raw(f"{StudioState.get_full_name()}.{handler}", {"value": value})
    assert studio.shown(StudioState, "problem")
    assert studio.shown(StudioState, "problem_field") == field
    assert studio.shown(StudioState, "price") == 0
    _create(studio)
    assert studio.shown(StudioState, "problem")
    assert _runs(house, run, ada) == []
    assert run(house.drawing.balance(ada.account_id)).held == 0


@pytest.mark.parametrize("model", ["dall-e-2", "gpt-image-9", "", "GPT-IMAGE-2"])
def test_a_model_that_we_do_not_offer_cannot_be_chosen(studio: Tab, model: str) -> None:
    before = studio.state(StudioState).model
    studio.send(StudioState.choose_model(model))
    assert studio.notices == ["This model isn't available. Choose another one."]
    assert studio.state(StudioState).model == before


def test_a_style_that_we_do_not_have_is_refused(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    studio.send(StudioState.choose_style("photorealistic-politician"))
    assert studio.shown(StudioState, "problem")
    _create(studio)
    assert _runs(house, run, ada) == []


@pytest.mark.parametrize("prompt", ["", "   \n\t ", "\u200b\u200e", "\x00\x07", "x" * (MAX_PROMPT + 1)])
def test_a_prompt_without_words_or_with_too_many_is_refused(
    studio: Tab, house: House, run: Run, ada: SignedIn, prompt: str
) -> None:
    _create(studio, prompt)
    assert studio.shown(StudioState, "problem_field") == "prompt"
    assert _runs(house, run, ada) == []
    assert studio.notices == []


@pytest.mark.parametrize(
    "prompt", ["ילד רוקד", "踊る赤ちゃん", "👶🏽💃", "<b>bold</b> {x} %s", "a\u202ebaby", "x" * MAX_PROMPT]
)
def test_any_language_will_do(studio: Tab, prompt: str) -> None:
    _create(studio, prompt)
    assert studio.shown(StudioState, "problem") == ""
    assert len(studio.shown(StudioState, "runs")) == 1
    assert len(studio.shown(StudioState, "runs")[0].prompt) <= PROMPT_SHOWN + 1


def test_create_makes_tiles_at_once_and_a_new_key(studio: Tab) -> None:
    key = studio.shown(StudioState, "submit_key")
    studio.send(StudioState.choose_count("3"))
    _create(studio)
    assert len(studio.shown(StudioState, "runs")[0].tiles) == 3
    assert set(studio.shown(StudioState, "status").values()) == {"queued"}
    assert studio.shown(StudioState, "announcement") == "3 pictures are being drawn."
    assert studio.shown(StudioState, "submit_key") not in {key, ""}


def test_the_same_submit_twice_is_one_run(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    key = studio.shown(StudioState, "submit_key")
    _create(studio, key=key)
    _create(studio, key=key)
    _create(studio, "other words", key=key)
    assert len(_runs(house, run, ada)) == 1
    price = studio.shown(StudioState, "runs")[0].credits
    assert _free(studio) == (20 - price, price)


@pytest.mark.parametrize("key", ["", "a b", "x" * 65, "../x", "ключ"])
def test_a_forged_key_is_refused_in_words(studio: Tab, house: House, run: Run, ada: SignedIn, key: str) -> None:
    _create(studio, key=key)
    assert studio.notices == ["Reload the page and press Create again."]
    assert _runs(house, run, ada) == []


def test_without_enough_credits_nothing_starts(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    studio.send(StudioState.choose_quality("max"))
    studio.send(StudioState.choose_size("large"))
    studio.send(StudioState.choose_count("4"))
    assert studio.shown(StudioState, "price") > 20
    _create(studio)
    assert len(studio.notices) == 1
    assert "credits" in studio.notices[0]
    assert _runs(house, run, ada) == []
    assert _free(studio) == (20, 0)


def test_two_tabs_cannot_spend_the_same_credits(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    other = Tab(studio.desk, run, token="tab-2", who=ada)
    other.open("/studio/")
    for tab in (studio, other):
        for choice in (StudioState.choose_quality("high"), StudioState.choose_count("3")):
            tab.send(choice)
    price = studio.shown(StudioState, "price")
    assert 10 < price <= 20
    _create(studio)
    _create(other)
    assert len(_runs(house, run, ada)) == 1
    assert run(house.drawing.balance(ada.account_id)).available == 20 - price


def test_cancel_gives_everything_back_before_the_first_preview(studio: Tab) -> None:
    _create(studio)
    tile = studio.shown(StudioState, "runs")[0].tiles[0]
    studio.send(StudioState.cancel(tile))
    assert studio.shown(StudioState, "status") == {tile: "cancelled"}
    assert studio.shown(StudioState, "words") == {tile: "Stopped. Nothing was charged."}
    assert _free(studio) == (20, 0)


def test_a_failure_says_why_and_retry_starts_the_same_again(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    house.drawing.model = ScriptedModel([DrawingError(Failure.QUOTA)])
    studio.send(StudioState.choose_style(STYLES[1].id))
    _create(studio)
    tile = studio.shown(StudioState, "runs")[0].tiles[0]
    run(house.drawing.work(tile))
    studio.wait_for(lambda: studio.shown(StudioState, "status") == {tile: "failed"})
    assert studio.shown(StudioState, "words")[tile].endswith("Nothing was charged.")
    studio.wait_for(lambda: _free(studio) == (20, 0))
    for _ in range(2):  # a double click
        studio.send(StudioState.retry(tile, "retry-1"))
    runs = _runs(house, run, ada)
    assert len(runs) == 2
    assert (runs[0].prompt, runs[0].style, len(runs[0].generations)) == (PROMPT, STYLES[1].id, 1)


@pytest.mark.parametrize("handler", ["cancel", "retry", "reuse"])
def test_somebody_elses_pictures_are_out_of_reach(
    studio: Tab, house: House, run: Run, eve: SignedIn, handler: str
) -> None:
    generation = run(house.drawing.queue(eve.account_id, a_request("Eve's secret")))
    theirs = run(house.drawing.generation.stage(eve.account_id))[0]
    payloads = {
        "cancel": {"generation": generation},
        "retry": {"generation": generation, "submit_key": "k"},
        "reuse": {"run": theirs.id},
    }
    studio.raw(f"{StudioState.get_full_name()}.{handler}", payloads[handler])
    assert studio.notices in (["There is no such picture."], ["There is no such run."])
    assert run(house.drawing.generation.stage(eve.account_id))[0].generations[0].status is Status.QUEUED
    assert "secret" not in str(studio.deltas)


def test_reuse_puts_every_setting_back_into_the_form(studio: Tab) -> None:
    chosen = {"style": STYLES[2].id, "quality": "high", "background": "opaque", "output_format": "webp", "count": 2}
    studio.send(StudioState.choose_size("custom"))
    for value, handler in (("1280", StudioState.choose_width), ("768", StudioState.choose_height)):
        studio.send(handler(value))
    studio.send(StudioState.choose_style(chosen["style"]))
    studio.send(StudioState.choose_quality("high"))
    studio.send(StudioState.choose_background("opaque"))
    studio.send(StudioState.choose_format("webp"))
    studio.send(StudioState.choose_count("2"))
    _create(studio)
    price = studio.shown(StudioState, "price")
    run_id = studio.shown(StudioState, "runs")[0].id
    version = studio.shown(StudioState, "form_version")
    studio.open("/studio/")
    studio.send(StudioState.choose_count("1"))
    studio.send(StudioState.choose_size("square"))
    studio.send(StudioState.write("something else"))
    studio.send(StudioState.reuse(run_id))
    state = studio.state(StudioState)
    assert {name: getattr(state, name) for name in chosen} == chosen
    assert (state._prompt, state.size, state.width, state.height) == (PROMPT, "custom", 1280, 768)
    assert state.price == price
    assert state.form_version > version


def test_create_again_from_the_gallery_fills_the_form(adas: Tab, house: House, run: Run, ada: SignedIn) -> None:
    run(house.drawing.make(ada.account_id, a_request("a baby on the moon", width=1536)))
    made = _runs(house, run, ada)[0]
    adas.open("/studio/", again=made.id)
    assert adas.shown(StudioState, "prompt") == "a baby on the moon"
    assert adas.shown(StudioState, "size") == "landscape"


@pytest.mark.parametrize("again", ["x", "", "0" * 32, "../../etc", "'"])
def test_an_address_that_names_no_run_is_said_so(adas: Tab, again: str) -> None:
    adas.open("/studio/", again=again or nobodys_id())
    assert len(adas.notices) == 1
    assert adas.shown(StudioState, "price") > 0


def test_a_reload_rebuilds_the_stage_from_the_database(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    _create(studio)
    tile = studio.shown(StudioState, "runs")[0].tiles[0]
    studio.desk.manager.states.clear()
    run(house.drawing.work(tile))
    studio.open("/studio/")
    assert studio.shown(StudioState, "status") == {tile: "done"}
    assert len(_runs(house, run, ada)) == 1


def test_what_is_typed_is_kept_but_not_sent_back(studio: Tab) -> None:
    studio.deltas.clear()
    studio.send(StudioState.write(PROMPT))
    assert PROMPT not in str(studio.deltas)
    assert studio.shown(StudioState, "characters") == len(PROMPT)
    studio.open("/studio/")
    assert studio.shown(StudioState, "prompt") == PROMPT


def test_a_change_sends_only_what_changed(studio: Tab, house: House, run: Run) -> None:
    _create(studio, "x" * MAX_PROMPT)
    tile = studio.shown(StudioState, "runs")[0].tiles[0]
    studio.wait_for(lambda: _free(studio)[1] > 0)
    run(studio.desk.settle())
    studio.deltas.clear()
    run(house.drawing.work(tile))
    studio.wait_for(lambda: studio.shown(StudioState, "status") == {tile: "done"})
    sent = {name for delta in studio.deltas for values in delta.values() for name in values}
    assert "runs_rx_state_" not in sent
    assert "prompt_rx_state_" not in sent
