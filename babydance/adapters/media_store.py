"""The media store: files under checked keys, in a folder or in any other store that obstore knows."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import AsyncGenerator, Iterator, Sequence
from pathlib import Path
from typing import Self

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore

from babydance.domain.errors import StorageError

log = logging.getLogger(__name__)

CHUNK = 256 * 1024  # bytes
NO_ROOM = "There is no room left to store this file. We have been told."
NO_LUCK = "The file could not be stored or read. Try again in a minute."
GONE = "This file isn't there any more."

_WORD = r"[a-z0-9][a-z0-9_-]{0,63}"
_KEY = re.compile(rf"(?:{_WORD}/){{1,6}}{_WORD}(?:\.[a-z0-9]{{1,8}})?")
_PREFIX = re.compile(rf"{_WORD}(?:/{_WORD}){{0,6}}/?")
_FULL = re.compile(r"\(os error (?:27|28|122)\)|StorageFull")  # EFBIG, ENOSPC, EDQUOT


class ObstoreMedia:
    """Keeps media in ``store``; keys consist of our own ids and words, anything else is a ``ValueError``."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def in_folder(cls, folder: Path) -> Self:
        """Keep media in ``folder``, which is made when missing."""
        return cls(LocalStore(folder, mkdir=True, automatic_cleanup=True))

    async def put(self, key: str, data: bytes) -> None:
        """Store ``data`` whole or not at all; raise ``StorageError`` when there is no room."""
        with _in_our_words(_checked(key)):
            await obstore.put_async(self._store, key, data, use_multipart=False)

    async def get(self, key: str) -> bytes | None:
        """Return the file, or None; raise ``StorageError`` when the store does not answer."""
        with _in_our_words(_checked(key)):
            try:
                found = await obstore.get_async(self._store, key)
                return bytes(await found.bytes_async())
            except FileNotFoundError:
                return None

    async def size(self, key: str) -> int | None:
        """Return the length in bytes, or None; raise ``StorageError`` when the store does not answer."""
        with _in_our_words(_checked(key)):
            try:
                return (await obstore.head_async(self._store, key))["size"]
            except FileNotFoundError:
                return None

    async def stream(self, key: str, start: int, end: int) -> AsyncGenerator[bytes, None]:
        """Yield the bytes from ``start`` up to, not including, ``end`` (or the file's own end) by 256 KB.

        Raises ``StorageError`` when the file is not there.
        """
        size = await self.size(key)
        if size is None:
            raise StorageError(GONE)
        if start >= min(end, size):
            return
        with _in_our_words(key):
            found = await obstore.get_async(self._store, key, options={"range": (start, min(end, size))})
            async for chunk in found.stream(min_chunk_size=CHUNK):
                yield chunk

    async def move(self, source: str, target: str) -> None:
        """Rename; a missing source is fine when the target is there already, else a ``StorageError``."""
        with _in_our_words(_checked(source)):
            try:
                await obstore.rename_async(self._store, source, _checked(target))
            except FileNotFoundError:
                if await self.size(target) is None:
                    raise StorageError(GONE) from None
        await asyncio.to_thread(self._drop_empty_folder, source)

    async def delete(self, keys: Sequence[str]) -> None:
        """Delete what is there; raise ``StorageError`` when something could not be deleted."""
        for key in keys:
            with _in_our_words(_checked(key)), contextlib.suppress(FileNotFoundError):
                await obstore.delete_async(self._store, key)

    async def keys(self, prefix: str) -> list[str]:
        """Return every key below ``prefix``, sorted; a prefix ends where a word of the key ends."""
        if not _PREFIX.fullmatch(prefix):
            raise ValueError("a prefix consists of our ids and words")
        with _in_our_words(prefix):
            found = await obstore.list(self._store, prefix=prefix).collect_async()
        return sorted(entry["path"] for entry in found)

    def _drop_empty_folder(self, key: str) -> None:
        """Take away the folder that a move emptied; only deleting does that by itself."""
        if isinstance(self._store, LocalStore) and self._store.prefix is not None:
            with contextlib.suppress(OSError):
                (self._store.prefix / key).parent.rmdir()


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError("a key consists of our ids and words")
    return key


@contextlib.contextmanager
def _in_our_words(key: str) -> Iterator[None]:
    """Turn the store's errors into words that a person may read."""
    try:
        yield
    except (BaseError, OSError) as error:
        is_full = _FULL.search(str(error)) is not None
        log.error("media store: %s (%s, %s)", "no room left" if is_full else "failed", key, type(error).__name__)  # noqa: TRY400  its text holds paths
        raise StorageError(NO_ROOM if is_full else NO_LUCK) from error
