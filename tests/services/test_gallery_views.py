"""Views of the gallery, against a model that fits on a page: every filter, every order, and what a search finds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from babydance.domain.errors import InvalidInputError
from babydance.domain.folding import fold
from babydance.domain.gallery import Selection, Shape, Sort, View
from tests.conftest import Run
from tests.shelves import Hung, folder, hang
from tests.studio import Studio

KINDS, MODELS, STYLES = ("created", "edited", "copy"), ("gpt-image-2", "gpt-image-2.5-flare"), ("", "felt")
SIZES = ((64, 64), (64, 96), (96, 64), (128, 128), (32, 192))
PROMPTS = ("A baby in a Café", "ein Bär auf der STRASSE", "赤い傘と犬", "100% wool_hat", "a “baby” bear")
TITLES = ("", "", "Ostern ’26", "Зимняя сказка")
TAG = "Spring time"


def _random_picture(dice: random.Random, folders: Sequence[str | None]) -> Hung:
    width, height = dice.choice(SIZES)
    return Hung(
        prompt=dice.choice(PROMPTS),
        title=dice.choice(TITLES),
        age=dice.randrange(72),  # some share a moment
        kind=dice.choice(KINDS),
        model=dice.choice(MODELS),
        style=dice.choice(STYLES),
        width=width,
        height=height,
        folder_id=dice.choice(folders),
        is_favourite=dice.random() < 0.3,
        has_people=dice.random() < 0.3,
        is_trashed=dice.random() < 0.2,
    )


def _is_in(view: View, picture: Hung, *, tag_id: str, tagged: set[str]) -> bool:
    shape = {0: Shape.SQUARE, 1: Shape.LANDSCAPE, -1: Shape.PORTRAIT}[
        (picture.width > picture.height) - (picture.width < picture.height)
    ]
    words = fold(f"{picture.prompt} {picture.title}") + (f"\n{fold(TAG)}" if picture.id in tagged else "")
    return all(
        (
            picture.is_trashed is view.trash,
            view.kind in {"", picture.kind},
            view.model in {"", picture.model},
            view.style in {"", picture.style},
            view.shape in {None, shape},
            view.folder in {"", picture.folder_id or "none"},
            not view.tag or (view.tag == tag_id and picture.id in tagged),
            not view.favourites or picture.is_favourite,
            view.people in {None, picture.has_people},
            view.since is None or view.since <= picture.made_at.date(),
            view.until is None or picture.made_at.date() <= view.until,
            all(word in words for word in fold(view.text).split()),
        )
    )


def _in_order(view: View, pictures: list[Hung]) -> list[str]:
    def newest(picture: Hung) -> Any:
        return picture.made_at, picture.id

    key = (lambda p: (p.width * p.height, *newest(p))) if view.sort is Sort.LARGEST else newest
    return [picture.id for picture in sorted(pictures, key=key, reverse=view.sort is not Sort.OLDEST)]


def _rarely(*choices: Any) -> Any:
    """Draw a filter that is mostly off, or nothing would match them all."""
    return st.one_of(st.just(choices[0]), st.just(choices[0]), st.sampled_from(choices))


def test_every_view_shows_what_it_should_in_its_order_without_gaps(studio: Studio, run: Run) -> None:
    account, stranger = run(studio.account()), run(studio.account())
    summer, winter = run(folder(studio.database, account)), run(folder(studio.database, account, "Winter"))
    dice = random.Random(3)
    pictures = [_random_picture(dice, [summer, winter, None]) for _ in range(120)]
    run(hang(studio.database, account, pictures))
    run(hang(studio.database, stranger, [_random_picture(dice, [None]) for _ in range(40)]))
    tagged = {picture.id for picture in pictures[::3] if not picture.is_trashed}
    run(studio.selections.tag(account, Selection(ids=tuple(tagged)), label=TAG, is_on=True))
    [tag] = run(studio.folders.tags(account))
    views = st.builds(
        View,
        text=_rarely("", "baby", "cafe", "strasse bär", "傘", "%", "_h", "сказк", "spring", "g t", "“baby”", "x"),
        kind=_rarely("", *KINDS, "none such"),
        model=_rarely("", *MODELS),
        style=_rarely("", "felt"),
        shape=_rarely(None, *Shape),
        folder=_rarely("", "none", summer, winter, "0" * 32),
        tag=_rarely("", tag.id, "0" * 32),
        favourites=_rarely(False, True),
        people=_rarely(None, True, False),
        since=_rarely(None, date(2026, 4, 29), date(2026, 4, 30), date.min),
        until=_rarely(None, date(2026, 4, 29), date(2026, 4, 30), date.max),
        trash=_rarely(False, True),
        sort=st.sampled_from(list(Sort)),
    )

    @given(view=views, limit=st.sampled_from([5, 24, 96]))
    def check(view: View, limit: int) -> None:
        expected = _in_order(view, [p for p in pictures if _is_in(view, p, tag_id=tag.id, tagged=tagged)])
        shown: list[str] = []
        while page := run(studio.gallery.page(account, view, before=shown[-1] if shown else None, limit=limit)):
            shown += [card.id for card in page]
        assert shown == expected
        assert run(studio.gallery.count(account, view)) == len(expected)
        cards, count = run(studio.gallery.first(account, view, limit=limit))
        assert ([card.id for card in cards], count) == (expected[:limit], len(expected))

    check()


FOUND = [
    ("A baby in a Café", "cafe"),
    ("A baby in a CAFE", "Café"),
    ("Auf der Straße", "STRASSE"),
    ("СОЛНЦЕ и море", "солнце мор"),
    ("İstanbul'da bir bebek", "istanbul"),
    ("एक हँसता हुआ बच्चा", "बच्चा"),
    ("ทารกเต้นรำ", "เต้น"),
    ("طِفْلٌ يَرْقُص", "طفل"),
    ("赤い傘", "傘"),
    ("ﾊﾝｶｸ", "ハンカク"),
    ("춤추는 아기", "아"),
    ("ﬁne ﬂowers", "fine flow"),
    ("100% wool", "0% w"),
    ("snake_case", "_case"),
    ('the "big" one', '"big"'),
    ("it's", "t's"),
    ("a\\b", "\\b"),
    ("a*b OR c", "*b or"),
    ("😀 baby", "😀"),
    ("xy", "x"),
    ("Tomás’ café", "tomás’"),
    ("word " * 700 + "needle", "needle wor"),
]
MISSED = [
    ("baby", "b%y"),
    ("baby", "b_by"),
    ("baby", "babyy"),
    ("a b", "ab"),
    ("baby", "baby OR bear"),
    ("baby", "bab*"),
    ("बच्चा", "बच्ची"),
    ("baby", '"'),
]


@pytest.mark.parametrize(("found", "cases"), [(True, FOUND), (False, MISSED)])
def test_a_search_finds_parts_of_words_in_every_script_and_means_what_it_says(
    studio: Studio, run: Run, found: bool, cases: list[tuple[str, str]]
) -> None:
    async def story() -> None:
        for prompt, search in cases:
            account = await studio.account(0)
            [picture, _] = await hang(studio.database, account, [Hung(prompt), Hung("zz")])
            page = await studio.gallery.page(account, View(text=search))
            assert [card.id for card in page] == ([picture] if found else []), search
            assert await studio.gallery.count(account, View(text=search)) == int(found)

    run(story())


def test_a_title_and_tags_are_found_and_found_no_more_once_they_are_gone(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        [picture] = await hang(studio.database, account, [Hung("a baby")])
        chosen = Selection(ids=(picture,))

        async def finds(text: str) -> bool:
            return await studio.gallery.count(account, View(text=text)) == 1

        await studio.gallery.rename(account, picture, "Élan vital")
        await studio.selections.tag(account, chosen, label="Für Oma", is_on=True)
        await studio.selections.tag(account, chosen, label="blue", is_on=True)
        assert [await finds(text) for text in ("elan", "fur oma", "blue", "baby blue vital")] == [True] * 4
        await studio.gallery.rename(account, picture, "")
        await studio.selections.tag(account, chosen, label="für oma", is_on=False)
        assert [await finds(text) for text in ("elan", "oma", "blue", "baby")] == [False, False, True, True]

    run(story())


def test_a_search_that_is_too_long_is_refused_in_words(studio: Studio) -> None:
    with pytest.raises(InvalidInputError, match="at most 200 characters"):
        View(text="a" * 10_000)


def test_control_characters_in_a_view_mean_nothing(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        await hang(studio.database, account, [Hung("a baby")])
        assert await studio.gallery.count(account, View(text="ba\x00by\ud800")) == 1
        assert await studio.gallery.count(account, View(kind="\x00", folder="'; DROP TABLE image; --")) == 0

    run(story())


def test_a_page_behind_a_foreign_or_unknown_picture_is_empty(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, stranger = await studio.account(), await studio.account()
        await hang(studio.database, account, [Hung(), Hung()])
        [theirs] = await hang(studio.database, stranger, [Hung()])
        for sort in Sort:
            assert await studio.gallery.page(account, View(sort=sort), before=theirs) == []
            assert await studio.gallery.page(account, View(sort=sort), before="0" * 32) == []

    run(story())
