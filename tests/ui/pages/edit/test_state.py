"""The edit page: the picture that the address names, a mask on its way, and copies that are saved."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from babydance.domain.accounts import SignedIn
from babydance.domain.media import original_key
from babydance.domain.tools import DEFAULT_QUALITY
from babydance.ui.pages.edit.state import EditState
from babydance.ui.session import SessionState
from tests.conftest import Run
from tests.site import House, nobodys_id
from tests.ui.conftest import Tab


@pytest.fixture
def picture(house: House, run: Run, ada: SignedIn) -> str:
    """A picture of Ada's, 96 x 64 pixels, a JPEG."""
    return run(house.picture(ada.account_id))


@pytest.fixture
def cropping(adas: Tab, picture: str) -> Tab:
    """A tab in which Ada crops it."""
    adas.open("/edit/", picture=picture, mode="crop")
    return adas


def a_form(**changes: Any) -> dict[str, Any]:
    nothing = {
        "turns": 0,
        "is_flipped_across": False,
        "is_flipped_down": False,
        "degrees": 0,
        "crop": None,
        "width": "",
        "height": "",
        "file_format": "jpeg",
        "quality": DEFAULT_QUALITY,
    }
    return nothing | changes


def test_the_picture_that_the_address_names_is_on_the_page(adas: Tab, picture: str) -> None:
    adas.open("/edit/", picture=picture, mode="crop")
    piece = adas.shown(EditState, "piece")
    assert (piece.id, piece.width, piece.height, piece.file_format) == (picture, 96, 64, "jpeg")
    assert piece.alt == "a baby that dances"
    assert adas.shown(EditState, "mode") == "crop"
    assert (adas.shown(EditState, "is_loaded"), adas.shown(EditState, "is_found")) == (True, True)
    assert adas.shown(SessionState, "name") == "Ada"


@pytest.mark.parametrize("picture_id", ["", "x", "../..", "0" * 32])
def test_an_address_that_names_none_is_kindly_said_so(adas: Tab, picture_id: str) -> None:
    adas.open("/edit/", picture=picture_id, mode="<script>")
    assert (adas.shown(EditState, "is_loaded"), adas.shown(EditState, "is_found")) == (True, False)
    assert adas.shown(EditState, "mode") == "paint"


def test_somebody_elses_picture_is_none(adas: Tab, house: House, run: Run, eve: SignedIn) -> None:
    theirs = run(house.picture(eve.account_id))
    adas.open("/edit/", picture=theirs)
    assert adas.shown(EditState, "is_found") is False
    adas.send(EditState.save(a_form(turns=1)))
    assert run(house.studio.gallery.page(eve.account_id))[0].id == theirs
    assert adas.notices == ["There is no such picture."]


def test_the_tool_can_be_changed_and_only_to_one_that_exists(adas: Tab, picture: str) -> None:
    adas.open("/edit/", picture=picture)
    adas.send(EditState.choose_mode("crop"))
    assert adas.shown(EditState, "mode") == "crop"
    adas.send(EditState.choose_mode("melt"))
    assert adas.shown(EditState, "mode") == "crop"


def test_a_mask_leads_to_the_studio_with_its_picture(adas: Tab, picture: str) -> None:
    adas.open("/edit/", picture=picture)
    mask = nobodys_id()
    adas.send(EditState.use(mask))
    assert f"/studio/?from={picture}&mask={mask}" in str(adas.events[-1].payload)


def test_all_that_was_chosen_is_done_in_the_order_of_the_page(adas: Tab, house: House, run: Run, picture: str) -> None:
    adas.open("/edit/", picture=picture, mode="crop")
    crop = {"left": 4, "top": 8, "width": 40, "height": 60}
    adas.send(EditState.save(a_form(turns=1, is_flipped_across=True, crop=crop, width="20", height="30", quality=50)))
    saved = adas.shown(EditState, "saved")
    assert (adas.shown(EditState, "problem"), adas.shown(EditState, "answer")) == ("", 1)
    image = Image.open(io.BytesIO(run(house.drawing.media.get(original_key(saved)))))
    assert (image.format, image.size) == ("JPEG", (20, 30))
    adas.send(EditState.save(a_form(degrees=5, file_format="webp")))
    assert adas.shown(EditState, "saved") not in {"", saved}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Nothing is changed yet."),
        ({"width": "12.5", "height": "20"}, "Type the width as a whole number of pixels, such as 1200."),
        ({"width": "20", "height": "tall"}, "Type the height as a whole number of pixels, such as 1200."),
        ({"width": "20"}, "Type the height as a whole number of pixels, such as 1200."),
        ({"width": "20", "height": "99999"}, "Width and height go from 16 to 4,096 pixels."),
        ({"crop": {"left": 0, "top": 0, "width": 97, "height": 64}}, None),
        ({"crop": {"left": -1, "top": 0, "width": 40, "height": 40}}, None),
        ({"turns": 4}, "Turn the picture by 90, 180 or 270 degrees."),
        ({"degrees": 1e300}, "Straighten by at most 45 degrees."),
        ({"file_format": "gif"}, "Choose JPEG, PNG or WebP."),
        ({"quality": 0}, "The quality goes from 1 to 100."),
    ],
)
def test_what_cannot_be_saved_is_said_beside_the_button(
    cropping: Tab, house: House, run: Run, changes: dict[str, Any], words: str | None
) -> None:
    cropping.send(EditState.save(a_form(**changes)))
    told = cropping.shown(EditState, "problem")
    assert told == words if words else told.endswith(".")
    assert (cropping.shown(EditState, "saved"), cropping.shown(EditState, "answer")) == ("", 1)
    assert cropping.who
    assert len(run(house.studio.gallery.page(cropping.who.account_id))) == 1


@pytest.mark.parametrize("form", [{}, {"turns": 1}, a_form(turns="1"), a_form(crop=[1]), a_form(extra=1), None, "x"])
def test_a_form_that_does_not_fit_is_not_even_looked_at(cropping: Tab, form: object) -> None:
    cropping.raw(f"{EditState.get_full_name()}.save", {"form": form})
    assert cropping.shown(EditState, "answer") == 0
