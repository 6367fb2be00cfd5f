"""The local tools: a new picture beside the old one, free, and nothing half done."""

from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image

from babydance.adapters.limits_rates import LimitsRates
from babydance.domain.errors import InvalidInputError, NotFoundError, StorageError, StudioError
from babydance.domain.ids import new_id
from babydance.domain.media import original_key, thumbnail_key
from babydance.domain.styles import STYLES
from babydance.domain.tools import Convert, Crop, Flip, Resize, Turn
from babydance.services.tools import ToolService
from babydance.store.images import ImageRow
from tests.conftest import Run
from tests.services.people import MovableClock
from tests.studio import TOOLS, Studio, a_picture, a_request, now


async def row(studio: Studio, image_id: str) -> ImageRow:
    async with studio.database.reading() as session:
        found = await session.get(ImageRow, image_id)
    assert found
    return found


async def count(studio: Studio, account: str) -> int:
    return len(await studio.gallery.page(account))


def test_a_copy_hangs_beside_its_parent_and_costs_nothing(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account, a_request(style=STYLES[0]))).image_id
        async with studio.database.transaction() as session:
            parent = await session.get(ImageRow, picture)
            assert parent
            parent.has_people, parent.title = True, "Rainy day"
            session.add(parent)
        before = await studio.balance(account)
        copy_id = await studio.tools.apply(account, picture, [Crop(0, 0, 64, 48), Turn(1), Convert("png")])
        copy, data = await row(studio, copy_id), await studio.media.get(original_key(copy_id))
        assert (copy.kind, copy.parent_id, copy.run_id, copy.generation_id) == ("copy", picture, parent.run_id, None)
        assert (copy.width, copy.height, copy.format, copy.byte_size) == (48, 64, "png", len(data))
        inherited = ("has_people", "title", "style", "model", "words", "folder_id")
        assert [getattr(copy, name) for name in inherited] == [getattr(parent, name) for name in inherited]
        assert copy.sha256 == hashlib.sha256(data).hexdigest()
        assert Image.open(io.BytesIO(data)).size == (48, 64)
        assert await studio.media.get(original_key(picture)) == a_picture()  # never touched
        assert await studio.balance(account) == before
        assert await studio.media.keys("making/") == []
        assert [card.id for card in await studio.gallery.page(account)] == [copy_id, picture]
        await studio.assert_books()

    run(story())


def test_the_gallery_shows_serves_and_deletes_a_copy_like_any_picture(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id
        copy_id = await studio.tools.apply(account, picture, [Resize(80, 50)])
        detail = await studio.gallery.detail(account, copy_id)
        assert (detail.id, detail.width, detail.height) == (copy_id, 80, 50)
        assert (detail.held, detail.settled, detail.generation_id, detail.output_tokens) == (0, 0, "", None)
        for variant in ("original", "w320", "w720"):
            assert (await studio.gallery.media(account, "image", copy_id, variant)).size > 0
        again = await studio.tools.apply(account, copy_id, [Flip()])  # a copy of a copy
        assert (await row(studio, again)).parent_id == copy_id
        await studio.gallery.delete(account, copy_id)
        assert await count(studio, account) == 2
        assert (await studio.gallery.detail(account, again)).id == again

    run(story())


@pytest.mark.parametrize("operations", [[], [Crop(90, 0, 64, 48)], [Turn(1), Crop(0, 0, 96, 64)]])
def test_what_does_not_fit_is_refused_before_anything_is_done(studio: Studio, run: Run, operations: list) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id
        with pytest.raises(InvalidInputError):
            await studio.tools.apply(account, picture, operations)
        assert await count(studio, account) == 1

    run(story())


def test_somebody_elses_picture_and_a_deleted_one_are_none(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, stranger = await studio.account(), await studio.account()
        picture, gone = (await studio.make(account)).image_id, (await studio.make(account)).image_id
        await studio.gallery.delete(account, gone)
        for who, which in ((stranger, picture), (account, gone), (account, new_id()), (account, "x")):
            with pytest.raises(NotFoundError):
                await studio.tools.apply(who, which, [Flip()])
            with pytest.raises(NotFoundError):
                await studio.tools.workpiece(who, which)
        assert (await studio.tools.workpiece(account, picture)).alt == "a baby that dances"

    run(story())


def test_a_picture_that_went_while_it_was_worked_on_leaves_no_copy(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id

        class DeletingTools:
            async def edit(self, *given: object) -> bytes:
                await studio.gallery.delete(account, picture)
                return await TOOLS.edit(*given)

        service = _service(studio, MovableClock(), tools=DeletingTools())
        with pytest.raises(NotFoundError):
            await service.apply(account, picture, [Flip()])
        assert await count(studio, account) == 0

    run(story())


@pytest.mark.parametrize("data", [b"no picture", None])
def test_a_file_that_cannot_be_opened_or_is_lost_is_said_so(studio: Studio, run: Run, data: bytes | None) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id
        await studio.media.delete([original_key(picture)])
        if data:
            await studio.media.put(original_key(picture), data)
        with pytest.raises(StudioError):
            await studio.tools.apply(account, picture, [Flip()])
        assert await count(studio, account) == 1

    run(story())


@pytest.mark.parametrize("stored", [0, 1, 2, 3])
def test_what_a_crash_left_at_any_line_is_swept(studio: Studio, run: Run, stored: int) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id
        clock = MovableClock()
        clock.now = now()
        service = _service(studio, clock)
        whole = await service.apply(account, picture, [Flip()])
        await studio.media.put(f"making/image/{whole}", b"")  # as if the sign could not be taken away
        crashed = new_id()
        await studio.media.put(f"making/image/{crashed}", b"")
        for key in [thumbnail_key(crashed, 320), thumbnail_key(crashed, 720), original_key(crashed)][:stored]:
            await studio.media.put(key, a_picture())
        assert await service.sweep_files() == 0
        clock.move(hours=2)
        assert await service.sweep_files() == 2
        assert await studio.media.keys("making/") == []
        assert await studio.media.keys(f"image/{crashed}/") == []
        assert len(await studio.media.keys(f"image/{whole}/")) == 3

    run(story())


@pytest.mark.parametrize("place", ["making/", "image/"])
def test_without_room_there_is_no_copy(studio: Studio, run: Run, place: str) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id
        studio.media.refused[place] = 1
        with pytest.raises(StorageError):
            await studio.tools.apply(account, picture, [Flip()])
        assert await count(studio, account) == 1

    run(story())


def _service(studio: Studio, clock: MovableClock, *, tools: object = TOOLS) -> ToolService:
    pictures = studio.drawing._pictures
    return ToolService(studio.database, studio.media, pictures, tools, rates=LimitsRates(), clock=clock)
