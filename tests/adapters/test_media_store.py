"""The media store on a real folder, on a full disk, and against keys that it must refuse."""

import asyncio
import logging
import os
import shutil
import subprocess
import sys
import textwrap

import pytest

from babydance.adapters.media_store import CHUNK, GONE, NO_LUCK, NO_ROOM, ObstoreMedia
from babydance.domain.errors import StorageError
from babydance.domain.ids import new_id

ID = "0199c0ffee00" + "ab" * 10
ORIGINAL = f"image/{ID}/original"


async def read(media, key, start, end):
    return [chunk async for chunk in media.stream(key, start, end)]


@pytest.fixture
def media(tmp_path):
    return ObstoreMedia.in_folder(tmp_path / "media")


def test_what_was_put_comes_back(media):
    async def story():
        await media.put(ORIGINAL, b"picture")
        return await media.get(ORIGINAL), await media.size(ORIGINAL)

    assert asyncio.run(story()) == (b"picture", 7)


def test_a_second_put_replaces_the_first(media):
    async def story():
        await media.put(ORIGINAL, b"first")
        await media.put(ORIGINAL, b"second")
        return await media.get(ORIGINAL)

    assert asyncio.run(story()) == b"second"


def test_a_missing_file_is_none(media):
    async def story():
        return await media.get(ORIGINAL), await media.size(ORIGINAL), await media.size(f"image/{ID}/thumb")

    assert asyncio.run(story()) == (None, None, None)


def test_a_folder_is_not_a_file(media):
    async def story():
        await media.put(f"image/{ID}/thumb/320.webp", b"x")
        return await media.size(f"image/{ID}/thumb")

    assert asyncio.run(story()) is None


@pytest.mark.parametrize(
    ("start", "end"), [(0, 700_000), (1, 2), (5, CHUNK + 5), (CHUNK, CHUNK * 2), (699_999, 700_000), (10, 9_999_999)]
)
def test_a_range_comes_back_in_chunks_of_256_kilobytes(media, start, end):
    data = os.urandom(700_000)

    async def story():
        await media.put(ORIGINAL, data)
        return await read(media, ORIGINAL, start, end)

    chunks = asyncio.run(story())
    assert b"".join(chunks) == data[start:end]
    assert all(len(chunk) == CHUNK for chunk in chunks[:-1])
    assert all(type(chunk) is bytes for chunk in chunks)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 5), (7, 9), (6, 2)])
def test_an_empty_range_yields_nothing(media, start, end):
    async def story():
        await media.put(ORIGINAL, b"picture")
        return await read(media, ORIGINAL, start, end)

    assert asyncio.run(story()) == []


def test_streaming_a_missing_file_is_refused(media):
    with pytest.raises(StorageError, match=GONE):
        asyncio.run(read(media, ORIGINAL, 0, 10))


def test_moving_twice_is_moving_once(media, tmp_path):
    source = f"quarantine/{ID}/original"

    async def story():
        await media.put(source, b"picture")
        await media.move(source, ORIGINAL)
        await media.move(source, ORIGINAL)
        return await media.get(source), await media.get(ORIGINAL)

    assert asyncio.run(story()) == (None, b"picture")
    assert not (tmp_path / "media" / "quarantine" / ID).exists()


def test_moving_a_file_that_is_nowhere_is_refused(media):
    with pytest.raises(StorageError, match=GONE):
        asyncio.run(media.move(f"quarantine/{ID}/original", ORIGINAL))


def test_deleting_forgets_what_is_there_and_its_folder(media, tmp_path):
    async def story():
        await media.put(ORIGINAL, b"picture")
        await media.put(f"image/{ID}/thumb-320.webp", b"small")
        await media.delete([f"image/{ID}/never", ORIGINAL, f"image/{ID}/thumb-320.webp"])
        await media.delete([ORIGINAL])
        return await media.keys("image")

    assert asyncio.run(story()) == []
    assert list((tmp_path / "media").iterdir()) == []


def test_keys_are_listed_by_whole_words(media):
    other = new_id()

    async def story():
        for key in (f"image/{ID}/original", f"image/{ID}/a/b", f"image/{other}/original", f"images/{ID}/x"):
            await media.put(key, b"")
        return await media.keys(f"image/{ID}"), await media.keys("image/"), await media.keys("nothing")

    mine, images, nothing = asyncio.run(story())
    assert mine == [f"image/{ID}/a/b", f"image/{ID}/original"]
    assert len(images) == 3
    assert nothing == []


@pytest.mark.parametrize(
    "key",
    [
        "", "image", "/etc/passwd", "../secret.key", "image/../../secret", "image//x", "image/./x", "image/x/",
        "image/..", "image/.hidden", "image/x\0", "image/x\n", "Image/x", "image/x y", "image/é", "image/%2e%2e/x",
        "image\\x", "image/x#1", "image/" + "a" * 65, "a/b/c/d/e/f/g/h", "image/x.webp/y",
    ],
)  # fmt: skip
def test_a_key_that_is_not_ours_never_reaches_the_disk(media, key):
    async def attempts():
        for call in (
            media.put(key, b""), media.get(key), media.size(key), media.delete([key]), read(media, key, 0, 1),
            media.move(key, ORIGINAL), media.move(ORIGINAL, key),
        ):  # fmt: skip
            with pytest.raises(ValueError, match="our ids and words"):
                await call

    asyncio.run(attempts())


@pytest.mark.parametrize("prefix", ["", "/", "..", "image/..", "image//", ".", "a b"])
def test_a_prefix_that_is_not_ours_is_refused(media, prefix):
    with pytest.raises(ValueError, match="our ids and words"):
        asyncio.run(media.keys(prefix))


def test_readers_never_see_half_a_file(media):
    contents = [bytes([letter]) * 300_000 for letter in b"abc"]

    async def write():
        for _ in range(15):
            for content in contents:
                await media.put(ORIGINAL, content)

    async def story():
        await media.put(ORIGINAL, contents[0])
        writing = asyncio.create_task(write())
        seen = 0
        while not writing.done():
            assert await media.get(ORIGINAL) in contents
            seen += 1
        await writing
        return seen

    assert asyncio.run(story()) > 0


@pytest.fixture
def tiny_disk(tmp_path):
    """A file system of 64 KB."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root may mount a tiny file system")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip(f"no tiny file system here: {done.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_in_words_and_keeps_what_was_there(tiny_disk, caplog):
    media = ObstoreMedia.in_folder(tiny_disk / "media")

    async def story():
        await media.put(ORIGINAL, b"old picture")
        with caplog.at_level(logging.ERROR), pytest.raises(StorageError) as refused:
            await media.put(ORIGINAL, b"x" * 200_000)
        return refused.value, await media.get(ORIGINAL), await media.keys("image")

    error, kept, keys = asyncio.run(story())
    assert error.words == NO_ROOM
    assert (kept, keys) == (b"old picture", [ORIGINAL])
    assert "no room left" in caplog.text
    assert [path.name for path in (tiny_disk / "media").rglob("*") if path.is_file()] == ["original"]


def test_a_file_size_limit_is_told_like_a_full_disk(tmp_path):
    """Works without root: a process that may write no more than 50 KB into a file."""
    script = """
        import asyncio, resource, signal, sys
        from pathlib import Path
        from babydance.adapters.media_store import ObstoreMedia
        from babydance.domain.errors import StorageError
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        media = ObstoreMedia.in_folder(Path(sys.argv[1]))
        async def story():
            await media.put("image/a", b"small")
            try:
                await media.put("image/a", b"x" * 100_000)
            except StorageError as error:
                print(error.words)
            print((await media.get("image/a")).decode())
        asyncio.run(story())
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(tmp_path / "m")], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [NO_ROOM, "small"]


def test_a_folder_that_may_not_be_written_is_told_in_words(tmp_path):
    media = ObstoreMedia.in_folder(tmp_path / "media")
    (tmp_path / "media" / "image").write_text("a file where a folder should be")
    with pytest.raises(StorageError, match=NO_LUCK):
        asyncio.run(media.put(ORIGINAL, b"x"))
