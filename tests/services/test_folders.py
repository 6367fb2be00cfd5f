"""Folders: names, places, and that nothing is lost with them."""

from __future__ import annotations

import pytest

from babydance.domain.errors import InvalidInputError, NotFoundError
from babydance.domain.gallery import MAX_FOLDERS, Selection, View
from babydance.domain.ids import new_id
from tests.conftest import Run
from tests.shelves import Hung, hang
from tests.studio import Studio, a_request


def test_folders_come_in_their_order_with_counts_and_covers(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(0)
        summer = await studio.folders.create(account, "  Summer\t2026 ", colour="mint")
        winter = await studio.folders.create(account, "Winter")
        inner = await studio.folders.create(account, "Inner", parent_id=summer.id)
        pictures = [Hung(age=n, folder_id=summer.id, id=new_id(n + 1)) for n in range(3)]
        ids = await hang(studio.database, account, [*pictures, Hung(folder_id=summer.id, is_trashed=True)])
        shown = {folder.id: folder for folder in await studio.folders.folders(account)}
        assert (shown[summer.id].name, shown[summer.id].colour) == ("Summer 2026", "mint")
        assert [shown[one.id].count for one in (summer, winter, inner)] == [3, 0, 0]
        assert shown[inner.id].parent_id == summer.id
        assert shown[summer.id].cover_id == ids[2]
        await studio.folders.set_cover(account, summer.id, ids[0])
        assert (await studio.folders.folders(account))[0].cover_id == ids[0]
        await studio.selections.trash(account, Selection(ids=(ids[0],)))
        assert (await studio.folders.folders(account))[0].cover_id == ids[2]
        await studio.folders.place(account, winter.id, parent_id="", position=0)
        assert [one.name for one in await studio.folders.folders(account) if not one.parent_id] == [
            "Winter",
            "Summer 2026",
        ]

    run(story())


@pytest.mark.parametrize("name", ["", "  ", "a/b", "..\\x", "/", "\x00", "\u200b", "x" * 61, "ﷺ" * 60])
def test_a_name_that_is_none_or_a_path_is_refused_in_words(studio: Studio, run: Run, name: str) -> None:
    async def story() -> None:
        account = await studio.account(0)
        known = await studio.folders.create(account, "Known")
        for attempt in (studio.folders.create(account, name), studio.folders.rename(account, known.id, name)):
            with pytest.raises(InvalidInputError) as refusal:
                await attempt
            assert refusal.value.field == "name"
        assert [folder.name for folder in await studio.folders.folders(account)] == ["Known"]

    run(story())


def test_neighbours_have_different_names_however_they_are_written(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(0)
        cafe = await studio.folders.create(account, "Café")
        other = await studio.folders.create(account, "Other")
        inner = await studio.folders.create(account, "CAFE", parent_id=cafe.id)  # no neighbour
        for attempt in (
            studio.folders.create(account, "CAFE"),
            studio.folders.rename(account, other.id, "cafe"),
            studio.folders.place(account, inner.id, parent_id="", position=0),
        ):
            with pytest.raises(InvalidInputError, match="already"):
                await attempt
        await studio.folders.rename(account, cafe.id, "CAFÉ")  # its own name

    run(story())


def test_a_folder_cannot_come_into_itself_nor_too_deep(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(0)
        chain = [await studio.folders.create(account, "0")]
        for level in range(1, 4):
            chain.append(await studio.folders.create(account, str(level), parent_id=chain[-1].id))
        for target in chain:
            with pytest.raises(InvalidInputError, match="into itself"):
                await studio.folders.place(account, chain[0].id, parent_id=target.id, position=0)
        with pytest.raises(InvalidInputError, match="4 deep"):
            await studio.folders.create(account, "5", parent_id=chain[3].id)
        pair = await studio.folders.create(account, "pair")
        await studio.folders.create(account, "inside", parent_id=pair.id)
        with pytest.raises(InvalidInputError, match="4 deep"):
            await studio.folders.place(account, pair.id, parent_id=chain[2].id, position=0)
        await studio.folders.place(account, pair.id, parent_id=chain[1].id, position=-5)
        assert [one.name for one in await studio.folders.folders(account) if one.parent_id == chain[1].id] == [
            "pair",
            "2",
        ]

    run(story())


def test_deleting_a_folder_moves_up_what_is_inside(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        outer = await studio.folders.create(account, "Outer")
        middle = await studio.folders.create(account, "Middle", parent_id=outer.id)
        await studio.folders.create(account, "Twin", parent_id=outer.id)
        await studio.folders.create(account, "twin", parent_id=middle.id)
        await hang(studio.database, account, [Hung(folder_id=middle.id), Hung(folder_id=middle.id, is_trashed=True)])
        under_way = await studio.queue(account, a_request(folder_id=middle.id))
        await studio.folders.delete(account, middle.id)
        assert sorted((one.name, one.parent_id) for one in await studio.folders.folders(account)) == [
            ("Outer", ""),
            ("Twin", outer.id),
            ("twin 2", outer.id),
        ]
        await studio.work(under_way)
        assert await studio.gallery.count(account, View(folder=outer.id)) == 2
        assert await studio.gallery.count(account, View(folder=outer.id, trash=True)) == 1
        await studio.folders.delete(account, outer.id)
        assert await studio.gallery.count(account, View(folder="none")) == 2
        assert len(await studio.folders.folders(account)) == 2

    run(story())


def test_there_is_an_end_to_folders(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(0)
        for number in range(MAX_FOLDERS):
            await studio.folders.create(account, f"folder {number}")
        with pytest.raises(InvalidInputError, match="the most"):
            await studio.folders.create(account, "one more")

    run(story())


def test_somebody_elses_folders_and_pictures_look_like_none(studio: Studio, run: Run) -> None:
    async def story() -> None:
        owner, stranger = await studio.account(0), await studio.account(0)
        theirs = await studio.folders.create(owner, "Theirs")
        [picture] = await hang(studio.database, owner, [Hung()])
        mine = await studio.folders.create(stranger, "Mine")
        folders = studio.folders
        for folder_id in (theirs.id, new_id(), "x", "none"):
            for attempt in (
                folders.create(stranger, "Inside", parent_id=folder_id),
                folders.rename(stranger, folder_id, "New"),
                folders.recolour(stranger, folder_id, "mint"),
                folders.set_cover(stranger, folder_id, ""),
                folders.place(stranger, folder_id, parent_id="", position=0),
                folders.place(stranger, mine.id, parent_id=folder_id, position=0),
                folders.delete(stranger, folder_id),
            ):
                with pytest.raises(NotFoundError):
                    await attempt
        for image_id in (picture, new_id(), "'"):
            with pytest.raises(NotFoundError):
                await folders.set_cover(stranger, mine.id, image_id)
        with pytest.raises(InvalidInputError):
            await folders.recolour(stranger, mine.id, "url(javascript:1)")
        assert [one.name for one in await folders.folders(owner)] == ["Theirs"]
        assert await folders.tags(stranger) == []

    run(story())
