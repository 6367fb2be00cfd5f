"""Uploads: checked at the door, kept for their owner alone, gone when their time has come."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlmodel import SQLModel, select

from babydance.adapters.limits_rates import LimitsRates
from babydance.domain.consent import CONSENT_MISSING, CONSENT_VERSION
from babydance.domain.errors import InvalidInputError, NotFoundError, StorageError, TooManyRequestsError
from babydance.domain.ids import new_id
from babydance.domain.images import DrawingError, Failure
from babydance.domain.media import mask_key
from babydance.domain.sources import Source, SourceKind
from babydance.domain.uploads import (
    MAX_KEPT,
    MAX_UPLOAD_BYTES,
    REFUSED,
    TOO_MANY_KEPT,
    UNCHECKED,
    TooLargeError,
    UncheckedError,
    UploadError,
    UploadsOffError,
    UploadView,
)
from babydance.services.uploads import UploadService
from babydance.store.images import RunRow
from babydance.store.uploads import ConsentRow, MaskRow, UploadRow
from tests.conftest import Run
from tests.foreign_files import SECRET, a_photo, encoded, talkative
from tests.studio import REFUSED as NO
from tests.studio import Studio, a_cleaner, a_request, now

FILES = ("original", "w320")


@pytest.fixture
def account(studio: Studio, run: Run) -> str:
    return run(studio.account())


async def add(
    studio: Studio, account: str, *, people: bool = False, name: str = "garden.jpg", data: bytes = b""
) -> UploadView:
    return await studio.uploads.add(
        account, data or encoded(a_photo()), name=name, shows_people=people, has_consent=people
    )


async def rows(studio: Studio, table: type[SQLModel]) -> Sequence[SQLModel]:
    async with studio.database.reading() as session:
        return list(await session.exec(select(table)))


def test_an_upload_is_kept_clean_with_its_thumbnail(studio: Studio, account: str, run: Run) -> None:
    view = run(add(studio, account, name="C:\\Photos\\Our garden.final.JPG"))
    assert (view.name, view.width, view.height, view.expires_at) == ("Our garden.final", 640, 480, None)
    assert run(studio.sources()) == [f"upload/{view.id}/{name}" for name in FILES]
    assert run(studio.uploads.mine(account)) == [view]
    (row,) = run(rows(studio, UploadRow))
    assert row.byte_size == run(studio.media.size(f"upload/{view.id}/original"))
    assert run(rows(studio, ConsentRow)) == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_no_stored_byte_says_who_and_where(studio: Studio, account: str, run: Run, kind: str) -> None:
    run(add(studio, account, data=talkative(kind)))
    for key in run(studio.sources()):
        assert SECRET.encode() not in run(studio.media.get(key))


def test_a_photo_of_people_comes_with_a_word_that_names_it(studio: Studio, account: str, run: Run) -> None:
    view = run(add(studio, account, people=True))
    (consent,) = run(rows(studio, ConsentRow))
    (row,) = run(rows(studio, UploadRow))
    assert (consent.account_id, consent.upload_id, consent.picture_sha256) == (account, view.id, row.sha256)
    assert (consent.text_version, consent.given_at) == (CONSENT_VERSION, row.created_at)
    assert view.expires_at == row.created_at + timedelta(hours=24)


def test_without_that_word_nothing_is_even_looked_at(studio: Studio, account: str, run: Run) -> None:
    for attempt in (
        studio.uploads.admit(account, shows_people=True, has_consent=False),
        studio.uploads.add(account, encoded(a_photo()), name="", shows_people=True, has_consent=False),
    ):
        with pytest.raises(InvalidInputError, match=CONSENT_MISSING):
            run(attempt)
    assert studio.moderation.pictures == run(studio.sources()) == run(rows(studio, UploadRow)) == []


def test_what_the_safety_check_sees_is_what_would_be_kept(studio: Studio, account: str, run: Run) -> None:
    view = run(add(studio, account))
    assert studio.moderation.pictures == [run(studio.media.get(f"upload/{view.id}/original"))]


def test_a_refused_picture_leaves_nothing(studio: Studio, account: str, run: Run) -> None:
    studio.moderation.picture = NO
    with pytest.raises(UploadError, match=REFUSED):
        run(add(studio, account, people=True))
    assert run(studio.sources()) == run(rows(studio, UploadRow)) == run(rows(studio, ConsentRow)) == []


def test_a_check_that_cannot_be_made_is_a_refusal_that_says_try_again(studio: Studio, account: str, run: Run) -> None:
    studio.moderation.picture_failures = [DrawingError(Failure.UNCHECKED, is_passing=True)]
    with pytest.raises(UncheckedError, match=UNCHECKED):
        run(add(studio, account))
    assert run(studio.sources()) == run(rows(studio, UploadRow)) == []
    run(add(studio, account))


def test_a_store_without_room_leaves_nothing(studio: Studio, account: str, run: Run) -> None:
    for prefix in ("upload/",):
        studio.media.refused[prefix] = 1
        with pytest.raises(StorageError):
            run(add(studio, account, people=True))
    assert run(studio.sources()) == run(rows(studio, ConsentRow)) == run(studio.uploads.mine(account)) == []


@pytest.mark.parametrize("files", [0, 1, 2])
def test_a_crash_before_it_is_kept_leaves_only_what_the_sweep_takes(
    studio: Studio, account: str, run: Run, monkeypatch: pytest.MonkeyPatch, files: int
) -> None:
    """The process dies after so many files: nothing of its own tidying up runs."""
    put, done = studio.media.put, []

    async def put_or_die(key: str, data: bytes) -> None:
        if len(done) == files:
            raise asyncio.CancelledError
        done.append(key)
        await put(key, data)

    async def die(row: UploadRow) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(studio.media, "put", put_or_die)
    monkeypatch.setattr(studio.uploads, "_keep", die)
    with pytest.raises(asyncio.CancelledError):
        run(add(studio, account, people=True))
    assert len(run(studio.sources())) == files
    assert run(studio.uploads.mine(account)) == run(rows(studio, ConsentRow)) == []
    (row,) = run(rows(studio, UploadRow))
    with pytest.raises(NotFoundError):
        run(studio.uploads.media(account, row.id, "original"))
    run(studio.uploads.sweep())
    assert len(run(studio.sources())) == files  # it might still be under way
    studio.later = timedelta(minutes=11)
    run(studio.uploads.sweep())
    assert run(studio.sources()) == []
    (row,) = run(rows(studio, UploadRow))
    assert (row.name, row.purged_at is not None) == ("", True)


def test_an_upload_that_took_so_long_that_it_was_swept_is_not_kept(
    studio: Studio, account: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = studio.media.put

    async def slow(key: str, data: bytes) -> None:
        await put(key, data)
        studio.later = timedelta(minutes=11)
        await studio.uploads.sweep()

    monkeypatch.setattr(studio.media, "put", slow)
    with pytest.raises(StorageError):
        run(add(studio, account, people=True))
    assert run(studio.sources()) == run(rows(studio, ConsentRow)) == []


def test_a_photo_of_people_is_gone_at_its_deadline_swept_or_not(studio: Studio, account: str, run: Run) -> None:
    photo = run(add(studio, account, people=True))
    garden = run(add(studio, account))
    studio.later = timedelta(hours=23, minutes=59)
    run(studio.uploads.sweep())
    assert {view.id for view in run(studio.uploads.mine(account))} == {photo.id, garden.id}
    studio.later = timedelta(hours=24, minutes=1)
    assert [view.id for view in run(studio.uploads.mine(account))] == [garden.id]
    with pytest.raises(NotFoundError):
        run(studio.uploads.media(account, photo.id, "original"))
    run(studio.uploads.sweep())
    assert run(studio.sources()) == [f"upload/{garden.id}/{name}" for name in FILES]
    (consent,) = run(rows(studio, ConsentRow))  # the word outlives the picture
    assert consent.upload_id == photo.id


def test_delete_now_deletes_now(studio: Studio, account: str, run: Run) -> None:
    view = run(add(studio, account, people=True, name="Emma on the beach.jpg"))
    run(studio.uploads.delete(account, view.id))
    assert run(studio.sources()) == run(studio.uploads.mine(account)) == []
    assert run(rows(studio, UploadRow))[0].name == ""
    with pytest.raises(NotFoundError):
        run(studio.uploads.delete(account, view.id))


def test_files_that_could_not_be_deleted_are_deleted_later(
    studio: Studio, account: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = run(add(studio, account, people=True))

    async def away(keys: Sequence[str]) -> None:
        raise StorageError("away")

    with monkeypatch.context() as patched:
        patched.setattr(studio.media, "delete", away, raising=False)
        run(studio.uploads.delete(account, view.id))
    assert len(run(studio.sources())) == 2
    studio.later = timedelta(minutes=11)
    run(studio.uploads.sweep())
    assert run(studio.sources()) == []


def test_somebody_elses_upload_is_not_found(studio: Studio, account: str, run: Run) -> None:
    view = run(add(studio, account))
    eve = run(studio.account())
    assert run(studio.uploads.mine(eve)) == []
    for attempt in (
        studio.uploads.delete(eve, view.id),
        studio.uploads.media(eve, view.id, "original"),
        studio.uploads.media(eve, view.id, "320"),
    ):
        with pytest.raises(NotFoundError):
            run(attempt)
    (chosen,) = run(studio.uploads.chosen(eve, [Source(SourceKind.UPLOAD, view.id)]))
    assert (chosen.is_there, chosen.name, chosen.width) == (False, "", 0)
    assert run(studio.uploads.mine(account)) == [view]


@pytest.mark.parametrize("wrong", ["", "1", "../x", "A" * 32, "0" * 33, "%00"])
def test_what_is_no_id_is_not_found(studio: Studio, account: str, run: Run, wrong: str) -> None:
    for attempt in (studio.uploads.delete(account, wrong), studio.uploads.media(account, wrong, "320")):
        with pytest.raises(NotFoundError):
            run(attempt)


def test_what_was_chosen_is_told_as_it_stands_now(studio: Studio, account: str, run: Run) -> None:
    photo = run(add(studio, account, people=True, data=encoded(a_photo(300, 300))))
    picture = run(studio.make(account)).image_id
    sources = [
        Source(SourceKind.UPLOAD, photo.id),
        Source(SourceKind.IMAGE, picture),
        Source(SourceKind.IMAGE, photo.id),
        Source(SourceKind.UPLOAD, new_id()),
    ]
    upload, image, *gone = run(studio.uploads.chosen(account, sources))
    assert (upload.is_there, upload.name, upload.shows_people) == (True, "garden", True)
    assert upload.expires_at == photo.expires_at
    assert [words.partition(":")[0] for words in upload.warnings] == ["Small"]
    assert (image.is_there, image.shows_people, image.expires_at) == (True, False, None)
    assert [view.is_there for view in gone] == [False, False]
    studio.later = timedelta(hours=25)
    assert not run(studio.uploads.chosen(account, sources))[0].is_there


def test_an_account_keeps_so_many_and_no_more(
    studio: Studio, account: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("babydance.services.uploads.MAX_KEPT", 2)
    assert MAX_KEPT == 200

    async def five() -> list[object]:
        adding = [add(studio, account) for _ in range(5)]
        return await asyncio.gather(*adding, return_exceptions=True)

    refused = [outcome for outcome in run(five()) if isinstance(outcome, UploadError)]
    assert [str(error) for error in refused] == [TOO_MANY_KEPT] * 3
    assert len(run(studio.sources())) == 4
    with pytest.raises(UploadError, match=TOO_MANY_KEPT):
        run(studio.uploads.admit(account, shows_people=False, has_consent=False))


def test_too_many_bytes_are_not_decoded(studio: Studio, account: str, run: Run) -> None:
    with pytest.raises(TooLargeError):
        run(add(studio, account, data=encoded(a_photo()) + bytes(MAX_UPLOAD_BYTES)))


def test_somebody_who_uploads_all_the_time_has_to_wait(studio: Studio, account: str, run: Run) -> None:
    async def insist() -> None:
        for _ in range(50):
            await studio.uploads.admit(account, shows_people=False, has_consent=False)

    with pytest.raises(TooManyRequestsError) as caught:
        run(insist())
    assert 0 < caught.value.retry_after <= 60


def test_uploads_are_off_until_the_operator_allows_them(studio: Studio, account: str, run: Run) -> None:
    closed = UploadService(
        studio.database,
        studio.media,
        a_cleaner(),
        studio.drawing._pictures,
        studio.moderation,
        rates=LimitsRates(),
        clock=now,
        hours=24,
        is_open=False,
    )
    with pytest.raises(UploadsOffError):
        run(closed.admit(account, shows_people=False, has_consent=True))


def test_masks_that_no_run_has_used_are_swept_after_a_day(studio: Studio, account: str, run: Run) -> None:
    used, unused = new_id(), new_id()
    made = run(studio.generation.submit(account, a_request(), submit_key="key"))

    async def paint() -> None:
        async with studio.database.transaction() as session:
            for mask_id in (used, unused):
                await studio.media.put(mask_key(mask_id), b"a mask")
                session.add(
                    MaskRow(id=mask_id, account_id=account, width=9, height=9, sha256="0" * 64, created_at=now())
                )
            row = await session.get(RunRow, made.id)
            assert row
            row.mask_id = used
            session.add(row)

    run(paint())
    studio.later = timedelta(hours=23)
    run(studio.uploads.sweep())
    assert len(run(rows(studio, MaskRow))) == 2
    studio.later = timedelta(hours=25)
    run(studio.uploads.sweep())
    assert [row.id for row in run(rows(studio, MaskRow))] == [used]
    assert run(studio.sources()) == [mask_key(used)]
