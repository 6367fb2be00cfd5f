"""Masks: only those that a picture can use are kept, and a crash leaves nothing for ever."""

from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image, ImageDraw
from sqlmodel import select

from babydance.adapters.limits_rates import LimitsRates
from babydance.domain.errors import InvalidInputError, NotFoundError, StorageError, TooManyRequestsError
from babydance.domain.ids import new_id
from babydance.domain.masks import ALL_PAINTED, MAX_MASK_BYTES, NOT_A_MASK, NOTHING_PAINTED, TOO_LARGE
from babydance.domain.media import mask_key
from babydance.services.masks import MaskService
from babydance.store.uploads import MaskRow
from tests.conftest import Run
from tests.services.people import MovableClock
from tests.studio import TOOLS, Studio, a_picture, now

HOLE = (10, 10, 29, 29)


def a_mask(width: int = 96, height: int = 64, hole: tuple[int, int, int, int] | None = HOLE) -> bytes:
    """Return a mask for the picture that the scripted model draws, which has 96 x 64 pixels."""
    image = Image.new("RGBA", (width, height), (0, 0, 0, 255))
    if hole:
        ImageDraw.Draw(image).rectangle(hole, fill=(0, 0, 0, 0))
    return _png(image)


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


async def rows(studio: Studio) -> list[MaskRow]:
    async with studio.database.reading() as session:
        return list(await session.exec(select(MaskRow)))


async def files(studio: Studio) -> list[str]:
    return [key for prefix in ("mask", "making") for key in await studio.media.keys(prefix)]


def test_a_mask_is_kept_clean_and_known(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id
        mask_id = await studio.masks.add(account, picture, a_mask())
        [row] = await rows(studio)
        kept = await studio.media.get(mask_key(mask_id))
        assert await files(studio) == [mask_key(mask_id)]
        assert (row.id, row.account_id, row.width, row.height) == (mask_id, account, 96, 64)
        assert row.sha256 == hashlib.sha256(kept).hexdigest()
        alpha = Image.open(io.BytesIO(kept)).getchannel("A")
        assert (alpha.getpixel((10, 10)), alpha.getpixel((9, 9))) == (0, 255)

    run(story())


def _soft() -> bytes:
    """A mask that is nowhere fully transparent."""
    image = Image.new("RGBA", (96, 64), (0, 0, 0, 255))
    ImageDraw.Draw(image).rectangle(HOLE, fill=(0, 0, 0, 1))
    return _png(image)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (a_mask(64, 96), "The mask has 64 × 96 pixels and the picture 96 × 64. They must be the same."),
        (a_mask(hole=None), NOTHING_PAINTED),
        (_soft(), NOTHING_PAINTED),
        (_png(Image.new("RGB", (96, 64))), NOTHING_PAINTED),
        (a_mask(hole=(0, 0, 95, 63)), ALL_PAINTED),
        (a_picture(), NOT_A_MASK),
        (b"\x89PNG\r\n\x1a\nand then nothing", NOT_A_MASK),
        (b"", NOT_A_MASK),
        (a_mask()[:-30], NOT_A_MASK),
        (bytes(MAX_MASK_BYTES), TOO_LARGE),
    ],
    ids=["size", "empty", "soft", "opaque", "all", "jpeg", "fake", "nothing", "cut", "large"],
)
def test_a_mask_that_cannot_be_used_is_refused_and_leaves_nothing(
    studio: Studio, run: Run, data: bytes, words: str
) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id
        with pytest.raises(InvalidInputError) as caught:
            await studio.masks.add(account, picture, data)
        assert caught.value.words == words
        assert await rows(studio) == []
        assert await files(studio) == []

    run(story())


def test_a_mask_is_for_ones_own_picture(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, stranger = await studio.account(), await studio.account()
        picture = (await studio.make(account)).image_id
        gone = (await studio.make(account)).image_id
        await studio.gallery.delete(account, gone)
        for who, which in ((stranger, picture), (account, gone), (account, new_id()), (account, "../x")):
            with pytest.raises(NotFoundError):
                await studio.masks.add(who, which, a_mask())
        assert await files(studio) == []

    run(story())


def test_nobody_fills_the_store_with_masks(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id
        for _ in range(120):
            with pytest.raises(InvalidInputError):
                await studio.masks.add(account, picture, b"")
        with pytest.raises(TooManyRequestsError):
            await studio.masks.add(account, picture, a_mask())

    run(story())


def test_without_room_there_is_no_row(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id
        studio.media.refused["mask/"] = 1
        with pytest.raises(StorageError):
            await studio.masks.add(account, picture, a_mask())
        assert await rows(studio) == []

    run(story())


def test_what_a_crash_between_file_and_row_left_is_swept_and_the_rest_is_not(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id
        clock = MovableClock()
        clock.now = now()
        service = MaskService(studio.database, studio.media, TOOLS, rates=LimitsRates(), clock=clock)
        kept = await service.add(account, picture, a_mask())
        crashed = new_id()
        for key in (f"making/mask/{crashed}", f"mask/{crashed}", f"making/mask/{kept}"):
            await studio.media.put(key, a_mask())
        assert await service.sweep_files() == 0  # somebody may still be at it
        clock.move(hours=2)
        assert await service.sweep_files() == 2
        assert await files(studio) == [mask_key(kept)]
        assert await service.sweep_files() == 0

    run(story())
