"""Any choreography, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from babydance.dance.lettering import can_join
from babydance.domain.captions import Caption
from babydance.domain.dances import MUSIC_STYLES, Background, BackgroundKind, Choreography, Music, Step
from babydance.domain.ids import new_id

COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")
PICTURE = new_id()
CAPTIONS = ["", "Hi", "สวัสดี 🎉", "Zażółć", *(["مرحبا"] if can_join() else [])]


def steps(poses: int = 16, longest: int = 8) -> st.SearchStrategy[Step]:
    return st.builds(
        Step,
        pose=st.integers(0, poses - 1),
        is_mirrored=st.booleans(),
        hold=st.integers(1, longest),
        dx=st.integers(-250, 250),
        dy=st.integers(-250, 250),
        bounce=st.integers(0, 200),
        tilt=st.integers(-30, 30),
    )


def backgrounds() -> st.SearchStrategy[Background]:
    return st.one_of(
        st.just(Background()),
        st.builds(lambda colour: Background(BackgroundKind.COLOUR, (colour,)), COLOURS),
        st.builds(lambda *colours: Background(BackgroundKind.GRADIENT, colours), COLOURS, COLOURS),
        st.just(Background(BackgroundKind.PICTURE, picture=PICTURE)),
    )


def dances(poses: int = 16) -> st.SearchStrategy[Choreography]:
    return st.builds(
        Choreography,
        steps=st.lists(steps(poses), min_size=1, max_size=12).map(tuple),
        bpm=st.integers(60, 180),
        is_ping_pong=st.booleans(),
        background=backgrounds(),
        caption=st.sampled_from(CAPTIONS).map(Caption),
        music=st.builds(Music, st.sampled_from(["", *MUSIC_STYLES]), st.integers(0, 100)),
        seed=st.integers(0, 2**31 - 1),
    )
