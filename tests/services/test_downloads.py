"""Archives that are made while they are sent: whole, constant in memory, and over as soon as nobody reads."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import AsyncGenerator

import pytest

from babydance.domain.downloads import Archive
from babydance.domain.errors import InvalidInputError, NotFoundError, TooManyRequestsError
from babydance.domain.gallery import Selection, View
from babydance.domain.media import original_key
from babydance.store.credits import lock
from tests.conftest import Run
from tests.shelves import Hung, folder, hang
from tests.studio import Studio, a_picture, a_request

ALL = Selection(view=View())


async def read(archive: Archive) -> zipfile.ZipFile:
    opened = zipfile.ZipFile(io.BytesIO(b"".join([part async for part in archive.stream])))
    assert opened.testzip() is None
    return opened


def rows_of(archive: zipfile.ZipFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read("pictures.csv").decode("utf-8-sig"))))


async def hang_with_files(studio: Studio, account: str, pictures: list[Hung]) -> list[str]:
    ids = await hang(studio.database, account, pictures)
    for number, image_id in enumerate(ids):
        await studio.media.put(original_key(image_id), a_picture(16, 16 + number % 3))
    return ids


def test_every_picture_is_there_once_under_a_name_of_its_own(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(0)
        summer = await folder(studio.database, account)
        prompts = ["../../etc/passwd", "CON", "a baby", "A Baby", "赤い傘 🌂", "/", "a baby"]
        pictures = [Hung(prompt, age=n, folder_id=summer) for n, prompt in enumerate(prompts)]
        ids = await hang_with_files(studio, account, [*pictures, Hung(age=9, title="My title"), Hung(age=60)])
        await studio.media.delete([original_key(ids[-1])])  # gone meanwhile
        await studio.selections.tag(account, Selection(ids=(ids[0],)), label="=HYPERLINK", is_on=True)
        made = await studio.downloads.archive(account, ALL)
        archive = await read(made)
        names = ["etc-passwd", "con-picture", "a-baby", "a-baby_2", "赤い傘", "picture", "a-baby_3", "my-title"]
        assert archive.namelist() == [*(f"{name}.jpg" for name in names), "pictures.csv"]
        assert [archive.read(f"{name}.jpg") for name in names] == [a_picture(16, 16 + n % 3) for n in range(8)]
        rows = rows_of(archive)
        assert [row["file"] for row in rows] == archive.namelist()[:-1]
        assert (rows[0]["tags"], rows[0]["folder"], rows[4]["description"]) == ("'=HYPERLINK", "Summer", "赤い傘 🌂")
        assert rows[0]["made"] == "2026-05-01 12:00:00"

    run(story())


def test_the_list_tells_what_a_picture_cost(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        request = a_request(quality="medium")
        await studio.make(account, request)
        [row] = rows_of(await read(await studio.downloads.archive(account, ALL)))
        assert row["credits"] == str(studio.generation.price(request))

    run(story())


def test_what_cannot_be_converted_goes_as_it_is(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(0)
        [good, broken] = await hang_with_files(studio, account, [Hung("good"), Hung("broken", age=1)])
        await studio.media.put(original_key(broken), b"no picture at all")
        archive = await read(await studio.downloads.archive(account, ALL, file_format="webp"))
        assert archive.namelist() == ["good.webp", "broken.jpg", "pictures.csv"]
        assert archive.read("broken.jpg") == b"no picture at all"
        assert await studio.media.get(original_key(good)) == a_picture(16, 16)  # the original stays

    run(story())


def test_an_archive_left_midway_lets_go_of_everything(studio: Studio, run: Run) -> None:
    class Watched:
        """The media store, and which of its files are open."""

        opened: list[str] = []

        def __getattr__(self, name: str) -> object:
            return getattr(studio.media, name)

        async def stream(self, key: str, start: int, end: int) -> AsyncGenerator[bytes, None]:
            self.opened.append(key)
            try:
                yield b"half of it"
                yield b"and the rest"
            finally:
                self.opened.remove(key)

    async def story() -> None:
        account = await studio.account(0)
        await hang_with_files(studio, account, [Hung(age=n) for n in range(60)])
        studio.downloads._media = watched = Watched()  # pyright: ignore[reportAttributeAccessIssue]
        made = await studio.downloads.archive(account, ALL)
        for _ in range(3):
            await anext(made.stream)
        assert (len(watched.opened), studio.downloads.under_way) == (1, 1)
        await made.stream.aclose()
        assert (watched.opened, studio.downloads.under_way) == ([], 0)
        async with studio.database.transaction() as session:  # no transaction was left open
            await lock(session, account)

    run(story())


def test_an_account_has_two_archives_at_a_time(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, other = await studio.account(0), await studio.account(0)
        for owner in (account, other):
            await hang_with_files(studio, owner, [Hung()])
        first, second = [await studio.downloads.archive(account, ALL) for _ in range(2)]
        await anext(first.stream)
        await anext(second.stream)
        with pytest.raises(TooManyRequestsError):
            await studio.downloads.archive(account, ALL)
        await read(await studio.downloads.archive(other, ALL))
        await first.stream.aclose()
        await read(await studio.downloads.archive(account, ALL))
        await second.stream.aclose()

    run(story())


def test_nobody_gets_pictures_of_others_or_none_at_all(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, stranger = await studio.account(0), await studio.account(0)
        [picture] = await hang_with_files(studio, account, [Hung()])
        for chosen in (Selection(ids=(picture,)), Selection(ids=("0" * 32,)), Selection(), ALL):
            with pytest.raises(NotFoundError):
                await studio.downloads.archive(stranger, chosen)
        with pytest.raises(NotFoundError):
            await studio.downloads.converted(stranger, picture, "png")
        for file_format in ("gif", "../png", "PNG"):
            with pytest.raises(InvalidInputError):
                await studio.downloads.archive(account, ALL, file_format=file_format)

    run(story())
