"""Changes to many pictures at once: exactly those selected change, and one undo puts them back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from babydance.domain.errors import InvalidInputError, NotFoundError
from babydance.domain.gallery import MAX_TAGS, Change, Selection, View
from babydance.domain.ids import new_id
from babydance.services.selections import SelectionService
from babydance.store.folders import TagRow
from tests.conftest import Run
from tests.shelves import Hung, folder, hang
from tests.studio import Studio, now

ALL = Selection(view=View())
IN_TRASH = Selection(view=View(trash=True))
Do = Callable[[Studio, str, Selection], Awaitable[Change]]


async def standing(studio: Studio, account: str) -> dict[str, object]:
    """Tell how every picture of an account stands, and what a search finds."""
    stands: dict[str, object] = {}
    folders = [one.id for one in await studio.folders.folders(account)]
    tags = [one.id for one in await studio.folders.tags(account)]
    asked = [View(), View(trash=True), View(favourites=True), View(favourites=True, trash=True)]
    asked += [View(folder=one, trash=is_in) for one in [*folders, "none"] for is_in in (False, True)]
    asked += [View(tag=one) for one in tags] + [View(text=text) for text in ("first", "second", "blue")]
    for view in asked:
        stands[repr(view)] = [card.id for card in await studio.gallery.page(account, view, limit=96)]
    return stands


CHANGES: dict[str, Do] = {
    "favourite": lambda s, a, chosen: s.selections.favourite(a, chosen, is_on=True),
    "no favourite": lambda s, a, chosen: s.selections.favourite(a, chosen, is_on=False),
    "out of folders": lambda s, a, chosen: s.selections.move(a, chosen, folder_id=""),
    "a new tag": lambda s, a, chosen: s.selections.tag(a, chosen, label="Brand new", is_on=True),
    "a known tag": lambda s, a, chosen: s.selections.tag(a, chosen, label="BLUE", is_on=True),
    "no tag": lambda s, a, chosen: s.selections.tag(a, chosen, label="Blue", is_on=False),
    "trash": lambda s, a, chosen: s.selections.trash(a, chosen),
}


async def a_gallery(studio: Studio) -> tuple[str, list[str]]:
    """Hang ten pictures: half of them favourites, every third in a folder, every fourth tagged."""
    account = await studio.account(0)
    summer = await folder(studio.database, account)
    prompts = ("the first kind", "the second kind")
    pictures = [Hung(prompts[n % 2], age=n, is_favourite=n < 5, folder_id=None if n % 3 else summer) for n in range(10)]
    ids = await hang(studio.database, account, pictures)
    await studio.selections.tag(account, Selection(ids=tuple(ids[::4])), label="Blue", is_on=True)
    return account, ids


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_of_all_that_match_but_the_exceptions_and_can_be_undone_once(
    studio: Studio, run: Run, name: str
) -> None:
    async def story() -> None:
        account, ids = await a_gallery(studio)
        before = await standing(studio, account)
        change = await CHANGES[name](studio, account, Selection(ids=(ids[0], ids[3]), view=View(text="first")))
        changed = await standing(studio, account)
        assert change.count
        assert change.id
        assert changed != before
        for spared in (ids[0], ids[3], ids[1]):  # exceptions, and one that does not match
            assert _places(before, spared) == _places(changed, spared)
        assert await studio.selections.undo(account, change.id) == change.count
        assert await standing(studio, account) == before
        with pytest.raises(NotFoundError, match="nothing to undo"):
            await studio.selections.undo(account, change.id)

    run(story())


def _places(stands: dict[str, object], image_id: str) -> list[str]:
    return [view for view, ids in stands.items() if image_id in ids and "text='second'" not in view]  # pyright: ignore[reportOperatorIssue]


def test_what_stands_so_already_is_no_change(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, _ = await a_gallery(studio)
        for do in CHANGES.values():
            await do(studio, account, ALL)
            again = await do(studio, account, ALL)
            assert (again.id, again.count, again.words) == ("", 0, "Nothing had to change.")

    run(story())


def test_somebody_elses_pictures_and_changes_look_like_none(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, ids = await a_gallery(studio)
        change = await studio.selections.trash(account, Selection(ids=(ids[9],)))
        stranger = await studio.account(0)
        await hang(studio.database, stranger, [Hung()])
        await studio.selections.tag(stranger, ALL, label="Blue", is_on=True)
        before = await standing(studio, account)
        others: dict[str, Do] = {
            "move": lambda s, a, chosen: s.selections.move(a, chosen, folder_id=""),
            "restore": lambda s, a, chosen: s.selections.restore(a, chosen),
            "delete": lambda s, a, chosen: s.selections.delete(a, chosen),
        }
        for do in (CHANGES | others).values():
            for image_id in (ids[0], ids[9], new_id()):
                with pytest.raises(NotFoundError):
                    await do(studio, stranger, Selection(ids=(image_id,)))
            await do(studio, stranger, ALL)
        for change_id in (change.id, new_id(), "x"):
            with pytest.raises(NotFoundError):
                await studio.selections.undo(stranger, change_id)
        assert await standing(studio, account) == before

    run(story())


def test_a_folder_that_is_not_ones_own_takes_no_pictures(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, ids = await a_gallery(studio)
        stranger = await studio.account(0)
        theirs = await folder(studio.database, stranger)
        for folder_id in (theirs, new_id(), "none", "../x"):
            with pytest.raises(NotFoundError, match="no such folder"):
                await studio.selections.move(account, Selection(ids=(ids[0],)), folder_id=folder_id)

    run(story())


def test_pictures_that_are_gone_meanwhile_are_passed_over(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, ids = await a_gallery(studio)
        gone = Selection(ids=(ids[7],))
        liked = await studio.selections.favourite(account, ALL, is_on=True)
        await studio.selections.trash(account, gone)
        await studio.selections.delete(account, gone)
        change = await studio.selections.move(account, Selection(ids=(ids[7], ids[2])), folder_id="")
        assert change.count == 0  # the other one was in no folder
        assert await studio.selections.undo(account, liked.id) == liked.count - 1

    run(story())


def test_undoing_a_move_survives_that_the_folder_is_gone(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, ids = await a_gallery(studio)
        [summer] = await studio.folders.folders(account)
        inner = await studio.folders.create(account, "Inner", parent_id=summer.id)
        await studio.selections.move(account, Selection(ids=(ids[1],)), folder_id=inner.id)
        change = await studio.selections.move(account, ALL, folder_id="")
        await studio.folders.delete(account, inner.id)
        await studio.selections.undo(account, change.id)
        assert (await studio.gallery.count(account, View(folder=summer.id))) == 5  # where what was inside went
        change = await studio.selections.move(account, ALL, folder_id="")
        await studio.folders.delete(account, summer.id)
        await studio.selections.undo(account, change.id)
        assert await studio.gallery.count(account, View(folder="none")) == 10

    run(story())


def test_after_an_hour_a_change_stays_and_its_memory_is_swept(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, _ = await a_gallery(studio)
        change = await studio.selections.trash(account, ALL)
        later = SelectionService(studio.database, clock=lambda: now() + timedelta(minutes=61))
        with pytest.raises(InvalidInputError, match="more than an hour ago"):
            await later.undo(account, change.id)
        assert await studio.selections.sweep() == 0
        assert await later.sweep() >= 10
        with pytest.raises(NotFoundError):
            await studio.selections.undo(account, change.id)

    run(story())


def test_restoring_and_undoing_it_keeps_the_day_on_which_the_trash_is_emptied(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id
        await studio.selections.trash(account, ALL)
        goes_at = (await studio.gallery.detail(account, picture)).goes_at
        assert goes_at
        assert timedelta(days=29) < goes_at - now() <= timedelta(days=30)
        change = await studio.selections.restore(account, IN_TRASH)
        assert (await studio.gallery.detail(account, picture)).goes_at is None
        await studio.selections.undo(account, change.id)
        assert (await studio.gallery.detail(account, picture)).goes_at == goes_at

    run(story())


def test_only_what_is_in_the_trash_can_be_deleted_for_good(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, ids = await a_gallery(studio)
        assert (await studio.selections.delete(account, Selection(ids=tuple(ids)))).count == 0
        await studio.selections.trash(account, Selection(ids=(ids[0], ids[1])))
        change = await studio.selections.empty_trash(account)
        assert (change.id, change.count, change.words) == ("", 2, "2 pictures are deleted for good.")
        assert await studio.gallery.count(account, View(trash=True)) == 0
        assert await studio.gallery.count(account) == 8

    run(story())


def test_tags_are_one_however_they_are_written_and_have_an_end(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, ids = await a_gallery(studio)
        await studio.selections.tag(account, Selection(ids=(ids[1],)), label=" #blüe ", is_on=True)
        assert [(tag.label, tag.count) for tag in await studio.folders.tags(account)] == [("Blue", 4)]
        for label in ("", " # ", "\u200d", "x" * 41, "ﷺ" * 20):
            with pytest.raises(InvalidInputError):
                await studio.selections.tag(account, ALL, label=label, is_on=True)
        with pytest.raises(NotFoundError, match="no such tag"):
            await studio.selections.tag(account, ALL, label="unknown", is_on=False)
        async with studio.database.transaction() as session:
            session.add_all(
                TagRow(id=new_id(), account_id=account, label=f"t{n}", folded=f"t{n}") for n in range(MAX_TAGS)
            )
        await studio.selections.tag(account, ALL, label="unused ones make room", is_on=True)
        assert len(await studio.folders.tags(account)) == 2

    run(story())


def test_one_can_mark_two_thousand_pictures_and_no_more(studio: Studio) -> None:
    Selection(ids=tuple(new_id() for _ in range(2_000)))
    with pytest.raises(InvalidInputError, match="at most 2,000"):
        Selection(ids=tuple(new_id() for _ in range(2_001)))
    with pytest.raises(NotFoundError):
        Selection(ids=("1' OR '1'='1",))
