"""The pictures to work from: chosen, ordered, let go of, priced, and never anybody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from babydance.domain import sources
from babydance.domain.accounts import SignedIn
from babydance.domain.sources import SourceKind
from babydance.domain.uploads import UPLOADS_ARE_OFF
from babydance.ui.pages.studio.sources_state import MOST, SourcesState
from babydance.ui.pages.studio.state import StudioState
from tests.conftest import Run
from tests.foreign_files import a_photo, encoded
from tests.site import House, nobodys_id
from tests.ui.conftest import Tab


@pytest.fixture
def studio(adas: Tab) -> Tab:
    adas.open("/studio/")
    return adas


def chosen(tab: Tab) -> list[str]:
    return tab.shown(SourcesState, "chosen_ids") or []


def choose(tab: Tab, house: House, run: Run, who: SignedIn, count: int = 1, *, people: bool = False) -> list[str]:
    ids = [run(house.upload(who.account_id, shows_people=people)) for _ in range(count)]
    for one in ids:
        tab.send(SourcesState.add_upload(one))
    tab.send(StudioState.work_from())
    return ids


def create(tab: Tab) -> None:
    form = {"prompt": "a baby that dances", "submit_key": tab.shown(StudioState, "submit_key")}
    tab.raw(f"{StudioState.get_full_name()}.create", {"form_data": form})


def test_an_upload_is_chosen_and_costs(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    alone = studio.shown(StudioState, "price")
    (upload,) = choose(studio, house, run, ada)
    (card,) = studio.shown(SourcesState, "chosen")
    assert (card.id, card.is_upload, card.is_there, card.label) == (upload, True, True, "garden, 640 × 480")
    assert studio.shown(StudioState, "price") > alone
    assert studio.state(StudioState)._wish.sources[0].id == upload
    studio.send(SourcesState.remove(upload))
    studio.send(StudioState.work_from())
    assert (chosen(studio), studio.shown(StudioState, "price")) == ([], alone)


def test_a_run_works_from_what_was_chosen_in_that_order(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    first, second = choose(studio, house, run, ada, 2)
    picture = run(house.picture(ada.account_id))
    studio.send(SourcesState.toggle(SourceKind.IMAGE.value, picture))
    studio.send(SourcesState.move(picture, first))
    assert chosen(studio) == [picture, first, second]
    create(studio)
    made = run(house.drawing.generation.stage(ada.account_id))[0]
    assert [one.source.id for one in made.made_from] == [picture, first, second]
    assert chosen(studio) == [picture, first, second]  # for the next try


def test_pictures_move_by_buttons_and_stay_at_the_ends(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    one, two, three = choose(studio, house, run, ada, 3)
    for event, order in (
        (SourcesState.move_later(one), [two, one, three]),
        (SourcesState.move_later(one), [two, three, one]),
        (SourcesState.move_later(one), [two, three, one]),
        (SourcesState.move_earlier(two), [two, three, one]),
        (SourcesState.move_earlier(one), [two, one, three]),
        (SourcesState.move(three, two), [three, two, one]),
        (SourcesState.move(nobodys_id(), two), [three, two, one]),
    ):
        studio.send(event)
        assert chosen(studio) == order


def test_a_picture_is_chosen_once(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    (upload,) = choose(studio, house, run, ada)
    studio.send(SourcesState.add_upload(upload))
    assert chosen(studio) == [upload]
    studio.send(SourcesState.toggle("upload", upload))
    assert chosen(studio) == []


def test_more_than_any_model_takes_is_refused_in_words(studio: Tab) -> None:
    for _ in range(MOST):
        studio.send(SourcesState.toggle("upload", nobodys_id()))
    assert len(chosen(studio)) == MOST
    studio.send(SourcesState.toggle("upload", nobodys_id()))
    assert len(chosen(studio)) == MOST
    assert studio.notices[-1].startswith("At most 16 pictures")


def test_somebody_elses_picture_is_one_that_is_gone(
    studio: Tab, house: House, run: Run, ada: SignedIn, eve: SignedIn
) -> None:
    upload, picture = run(house.upload(eve.account_id)), run(house.picture(eve.account_id))
    studio.send(SourcesState.toggle("upload", upload))
    studio.send(SourcesState.toggle("image", picture))
    studio.send(SourcesState.toggle("image", nobodys_id()))
    cards = studio.shown(SourcesState, "chosen")
    assert {(card.is_there, card.label) for card in cards} == {(False, "This picture isn’t there any more.")}
    notes = [note.words for note in studio.shown(SourcesState, "notes")]
    assert notes == [f"Picture {place} isn’t there any more." for place in (1, 2, 3)]
    studio.send(SourcesState.delete_upload(upload))
    assert run(house.studio.uploads.mine(eve.account_id))
    create(studio)
    assert run(house.drawing.generation.stage(ada.account_id)) == []
    assert "isn't there any more" in studio.notices[-1]
    assert run(house.drawing.balance(ada.account_id)).available == 20


def test_what_may_disappoint_is_said_before_anything_is_spent(
    studio: Tab, house: House, run: Run, ada: SignedIn
) -> None:
    small = run(house.upload(ada.account_id, data=encoded(a_photo(300, 280))))
    studio.send(SourcesState.add_upload(small))
    (note,) = studio.shown(SourcesState, "notes")
    assert (note.id, note.is_problem) == (small, False)
    assert note.words == "Picture 1: Small: 300 × 280 pixels. Details may get lost."


def test_pictures_that_are_too_large_together_are_told_before_create(
    studio: Tab, house: House, run: Run, ada: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = choose(studio, house, run, ada, 2)
    assert not any(note.is_problem for note in studio.shown(SourcesState, "notes"))
    monkeypatch.setattr(sources, "MAX_SOURCE_BYTES", 1000)
    studio.send(SourcesState.move(two, one))
    (note,) = [note for note in studio.shown(SourcesState, "notes") if note.is_problem]
    assert note.id == one
    assert note.words.startswith("Together the pictures to work from have")
    studio.send(SourcesState.remove(one))
    studio.send(SourcesState.remove(two))
    assert studio.shown(SourcesState, "notes") == []


def test_replacing_puts_the_next_choice_in_the_same_place(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    one, two, three = choose(studio, house, run, ada, 3)
    other = run(house.upload(ada.account_id))
    studio.send(SourcesState.replace(two))
    assert studio.shown(SourcesState, "picker") == "uploads"
    studio.send(SourcesState.toggle("upload", other))
    assert chosen(studio) == [one, other, three]
    assert studio.shown(SourcesState, "picker") == ""


def test_the_sheet_shows_uploads_and_pictures(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    upload = run(house.upload(ada.account_id, shows_people=True))
    picture = run(house.picture(ada.account_id))
    studio.send(SourcesState.open_picker("uploads"))
    assert [card.id for card in studio.shown(SourcesState, "uploads")] == [upload]
    assert studio.shown(SourcesState, "left") == {upload: "23 h"}
    studio.send(SourcesState.open_picker("gallery"))
    assert [card.id for card in studio.shown(SourcesState, "pictures")] == [picture]
    studio.send(SourcesState.show_more())
    assert [card.id for card in studio.shown(SourcesState, "pictures")] == [picture]
    studio.send(SourcesState.close_picker())
    studio.send(SourcesState.open_picker("passwords"))
    assert studio.shown(SourcesState, "picker") == ""


def test_delete_now_deletes_all_photos_of_people_and_nothing_else(
    studio: Tab, house: House, run: Run, ada: SignedIn
) -> None:
    (garden,) = choose(studio, house, run, ada)
    choose(studio, house, run, ada, 2, people=True)
    assert studio.shown(SourcesState, "first_left") == "23 h"
    studio.send(SourcesState.delete_people())
    assert chosen(studio) == [garden]
    assert studio.shown(SourcesState, "first_left") == ""
    assert [view.id for view in run(house.studio.uploads.mine(ada.account_id))] == [garden]
    assert studio.notices == ["The uploads are deleted."]


def test_a_photo_whose_time_has_come_is_shown_as_gone(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    choose(studio, house, run, ada, people=True)
    house.drawing.later = timedelta(hours=25)
    run(house.picture(ada.account_id))  # anything that happens in the account
    studio.wait_for(lambda: not studio.shown(SourcesState, "chosen")[0].is_there)
    assert studio.shown(SourcesState, "notes")[0].is_problem


def test_another_page_sends_a_picture_with_mask_and_edit(adas: Tab, house: House, run: Run, ada: SignedIn) -> None:
    picture, mask = run(house.picture(ada.account_id)), nobodys_id()
    adas.open("/studio/", **{"from": picture, "mask": mask, "edit": "extend"})
    wish = adas.state(StudioState)._wish
    assert ([source.id for source in wish.sources], wish.mask_id, wish.edit) == ([picture], mask, "extend")
    upload = run(house.upload(ada.account_id))
    adas.send(SourcesState.add_upload(upload))
    assert adas.shown(SourcesState, "mask_id") == mask
    adas.send(SourcesState.move(upload, picture))
    assert adas.shown(SourcesState, "mask_id") == ""
    assert adas.notices == ["The mask is gone: it belonged to the first picture."]
    adas.send(SourcesState.remove(upload))
    adas.send(SourcesState.remove(picture))
    adas.send(StudioState.work_from())
    assert adas.state(StudioState)._wish.edit == ""


@pytest.mark.parametrize("wrong", ["1", "x" * 32, "A" * 32, "%00"])
def test_an_address_that_we_never_made_chooses_nothing(adas: Tab, wrong: str) -> None:
    adas.open("/studio/", **{"from": wrong, "mask": wrong, "edit": wrong})
    assert chosen(adas) == []
    assert adas.shown(StudioState, "problem") == ""


def test_using_a_run_again_brings_its_pictures_back(studio: Tab, house: House, run: Run, ada: SignedIn) -> None:
    uploads = choose(studio, house, run, ada, 2)
    create(studio)
    (made,) = run(house.drawing.generation.stage(ada.account_id))
    for upload in uploads:
        studio.send(SourcesState.remove(upload))
    studio.send(StudioState.reuse(made.id))
    assert chosen(studio) == uploads
    assert [source.id for source in studio.state(StudioState)._wish.sources] == uploads


def test_uploads_that_are_off_are_not_offered(adas: Tab, house: House) -> None:
    house.studio.uploads.is_open = False
    adas.open("/studio/")
    assert adas.shown(SourcesState, "takes_uploads") is False
    assert "switched off" in UPLOADS_ARE_OFF
