"""Pictures made from pictures: what may be worked from, what it costs, what is inherited, what happens when it goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, update

from babydance.domain.errors import InvalidInputError
from babydance.domain.ids import new_id
from babydance.domain.images import FAILURE_WORDS, DrawingError, Failure, Preview, Status
from babydance.domain.media import mask_key, upload_key
from babydance.domain.models import IMAGE_TOKENS_PER_REFERENCE, MICRO_USD_PER_IMAGE_TOKEN
from babydance.domain.sources import Source, SourceFile, SourceKind
from babydance.store import images
from babydance.store.folders import FolderRow
from babydance.store.images import ImageRow
from babydance.store.uploads import UploadRow
from tests.conftest import Run
from tests.studio import REFUSED, ScriptedModel, Studio, a_drawing, a_picture, a_request, now


async def change(studio: Studio, row: type[UploadRow | ImageRow], item_id: str, **values: object) -> None:
    async with studio.database.transaction() as session:
        await session.exec(update(row).where(col(row.id) == item_id).values(**values))


async def the_image(studio: Studio, account: str, image_id: str) -> ImageRow:
    async with studio.database.reading() as session:
        found = await images.picture_with_story(session, account, image_id)
    assert found is not None
    return found[0]


def test_sources_and_mask_reach_the_model_in_their_order(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        first = await studio.upload(account, data=a_picture(96, 64, "PNG"), format="png")
        made = await studio.make(account)
        mask_id = await studio.mask(account)
        sources = (first, Source(SourceKind.IMAGE, made.id))
        view = await studio.make(account, a_request(sources=sources, mask_id=mask_id))
        assert view.status is Status.DONE
        job = studio.model.jobs[-1]
        assert job.sources == (SourceFile(a_picture(96, 64, "PNG"), "image/png"), SourceFile(a_picture(), "image/jpeg"))
        assert job.mask == b"a mask"
        assert "a mask" not in repr(job)
        assert "PNG" not in repr(job)
        assert studio.model.jobs[0].sources == ()

    run(story())


def test_the_run_and_the_receipt_tell_what_a_picture_was_made_from(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        source, other = await studio.upload(account), await studio.upload(account)
        view = await studio.generation.submit(account, a_request(sources=(source, other)), submit_key="k")
        assert [(one.source, one.sha256, one.is_there) for one in view.made_from] == [
            (source, "5" * 64, True),
            (other, "5" * 64, True),
        ]
        await studio.work(view.generations[0].id)
        await change(studio, UploadRow, source.id, deleted_at=now())
        detail = await studio.gallery.detail(account, view.generations[0].id)
        assert [one.is_there for one in detail.made_from] == [False, True]
        assert (await the_image(studio, account, detail.id)).kind == "edited"
        assert (await studio.generation.stage(account))[0].made_from == detail.made_from

    run(story())


def test_the_provider_may_say_that_it_rewrote_the_prompt(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.model = ScriptedModel([replace(a_drawing(), actual_prompt="A baby that dances, at dusk")])
        view = await studio.make(account)
        assert (await studio.gallery.detail(account, view.id)).actual_prompt == "A baby that dances, at dusk"

    run(story())


@pytest.mark.parametrize("fate", ["deleted", "expired", "foreign", "invented", "an image"])
def test_what_is_not_there_can_not_be_worked_from_and_nothing_is_charged(studio: Studio, run: Run, fate: str) -> None:
    async def story() -> None:
        account, stranger = await studio.account(), await studio.account()
        source = await studio.upload(stranger if fate == "foreign" else account)
        match fate:
            case "deleted":
                await change(studio, UploadRow, source.id, deleted_at=now())
            case "expired":
                await change(studio, UploadRow, source.id, expires_at=now() - timedelta(seconds=1))
            case "invented":
                source = Source(SourceKind.UPLOAD, new_id())
            case "an image":
                source = Source(SourceKind.IMAGE, source.id)
        with pytest.raises(InvalidInputError, match="The picture to work from isn't there any more") as refusal:
            await studio.generation.submit(account, a_request(sources=(source,)), submit_key="k")
        assert refusal.value.field == "sources"
        there = await studio.upload(account)
        with pytest.raises(InvalidInputError, match="Picture 2 of those to work from"):
            await studio.generation.submit(account, a_request(sources=(there, source)), submit_key="k")
        assert await studio.generation.stage(account) == []
        await studio.assert_refunded(account)

    run(story())


@pytest.mark.parametrize("column", ["trashed_at", "deleted_at"])
def test_a_picture_in_the_trash_can_not_be_worked_from(studio: Studio, run: Run, column: str) -> None:
    async def story() -> None:
        account = await studio.account()
        made = await studio.make(account)
        await change(studio, ImageRow, made.id, **{column: now()})
        with pytest.raises(InvalidInputError, match="isn't there any more"):
            await studio.queue(account, a_request(sources=(Source(SourceKind.IMAGE, made.id),)))

    run(story())


def test_pictures_that_are_too_large_together_are_refused(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        large = [await studio.upload(account, byte_size=26_000_000) for _ in range(2)]
        with pytest.raises(InvalidInputError, match="have 52 MB; the most is 50 MB"):
            await studio.queue(account, a_request(sources=tuple(large)))
        await studio.queue(account, a_request(sources=(large[0],)))

    run(story())


def test_a_mask_belongs_to_the_account_and_to_the_size_of_the_first_picture(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, stranger = await studio.account(), await studio.account()
        source = await studio.upload(account)
        for mask_id, words in (
            (await studio.mask(stranger), "isn't there any more"),
            (new_id(), "isn't there any more"),
            (await studio.mask(account, 64, 96), "another size"),
        ):
            with pytest.raises(InvalidInputError, match=words):
                await studio.queue(account, a_request(sources=(source,), mask_id=mask_id))
        await studio.assert_refunded(account)

    run(story())


@pytest.mark.parametrize("junk", ["x", "../mask", "\0" * 32, "A" * 32])
def test_mask_and_folder_have_the_shape_of_an_id(junk: str) -> None:
    source = Source(SourceKind.UPLOAD, new_id())
    with pytest.raises(InvalidInputError):
        a_request(sources=(source,), mask_id=junk)
    with pytest.raises(InvalidInputError):
        a_request(folder_id=junk)


def test_seventeen_pictures_are_too_many_and_none_for_a_mask_too_few() -> None:
    source = Source(SourceKind.UPLOAD, new_id())
    with pytest.raises(InvalidInputError, match="at most 16 pictures; you chose 17"):
        a_request(sources=(source,) * 17)
    with pytest.raises(InvalidInputError, match="Choose the picture that the mask belongs to"):
        a_request(mask_id=new_id())


def test_each_picture_to_work_from_is_in_the_price(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(200_000)
        studio.generation._micro_usd_per_credit = 1
        source = await studio.upload(account)
        plain, edited = a_request(), a_request(sources=(source, source))
        more = 2 * IMAGE_TOKENS_PER_REFERENCE * MICRO_USD_PER_IMAGE_TOKEN
        assert studio.generation.price(edited) == studio.generation.price(plain) + more
        view = await studio.generation.submit(account, edited, submit_key="k")
        assert view.credits == studio.generation.price(edited)

    run(story())


def test_pictures_of_people_make_pictures_of_people_without_previews(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account(200_000)
        studio.generation._micro_usd_per_credit = 1
        photo = await studio.upload(account, shows_people=True)
        request = a_request(sources=(photo,))
        view = await studio.generation.submit(account, request, submit_key="k")
        assert view.credits == studio.generation.price(request, shows_people=True)
        assert view.credits < studio.generation.price(request)
        await studio.work(view.generations[0].id)
        assert studio.model.jobs[-1].previews == 0
        assert (await the_image(studio, account, view.generations[0].id)).has_people

        child = Source(SourceKind.IMAGE, view.generations[0].id)
        drawing = await studio.upload(account)
        grandchild = await studio.make(account, a_request(sources=(drawing, child)))
        assert studio.model.jobs[-1].previews == 0
        assert (await the_image(studio, account, grandchild.id)).has_people
        other = await studio.make(account, a_request(sources=(drawing,)))
        assert studio.model.jobs[-1].previews == 2
        assert not (await the_image(studio, account, other.id)).has_people

    run(story())


@pytest.mark.parametrize("gone", ["row", "file", "expired", "mask"])
def test_a_source_that_goes_before_its_turn_is_said_and_refunded(studio: Studio, run: Run, gone: str) -> None:
    async def story() -> None:
        account = await studio.account()
        source, mask_id = await studio.upload(account), await studio.mask(account)
        generation_id = await studio.queue(account, a_request(sources=(source,), mask_id=mask_id))
        match gone:
            case "row":
                await change(studio, UploadRow, source.id, deleted_at=now())
            case "expired":
                await change(studio, UploadRow, source.id, expires_at=now() - timedelta(seconds=1))
            case "file":
                await studio.media.delete([upload_key(source.id)])
            case "mask":
                await studio.media.delete([mask_key(mask_id)])
        await studio.work(generation_id)
        view = await studio.generation.generation(account, generation_id)
        assert view.words == f"{FAILURE_WORDS[Failure.SOURCE_GONE]} Nothing was charged."
        assert studio.model.jobs == []
        await studio.assert_refunded(account)

    run(story())


def test_a_source_that_goes_after_the_delivery_does_no_harm(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        source = await studio.upload(account)
        generation_id = await studio.queue(account, a_request(sources=(source,)))
        work = await studio.drawing.begin(generation_id)
        assert work is not None
        assert await studio.drawing.draw(work)
        await change(studio, UploadRow, source.id, deleted_at=now())
        await studio.media.delete([upload_key(source.id)])
        await studio.work(generation_id)  # another process, after a crash
        assert (await studio.generation.generation(account, generation_id)).status is Status.DONE
        assert len(studio.model.jobs) == 1

    run(story())


def test_a_block_is_no_technical_failure_and_leaves_no_preview(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        source = await studio.upload(account)
        studio.moderation.picture = REFUSED
        studio.model = ScriptedModel([Preview(0, a_picture()), a_drawing()])
        view = await studio.make(account, a_request(sources=(source,)))
        assert view.words.startswith(FAILURE_WORDS[Failure.REFUSED_PICTURE])
        assert len(studio.model.jobs) == 1
        await studio.assert_refunded(account)

    run(story())


def test_a_retry_keeps_the_sources_and_names_one_that_is_gone(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        source, other, mask_id = await studio.upload(account), await studio.upload(account), await studio.mask(account)
        studio.model = ScriptedModel([DrawingError(Failure.BROKEN)], [a_drawing()])
        failed = await studio.make(account, a_request(sources=(source, other), mask_id=mask_id))
        again = await studio.generation.retry(account, failed.id, submit_key="again")
        assert [one.source for one in again.made_from] == [source, other]
        assert again.mask_id == mask_id
        await studio.work(again.generations[0].id)
        once_more = await studio.generation.retry(account, again.generations[0].id, submit_key="success")
        assert [one.source for one in once_more.made_from] == [source, other]
        await change(studio, UploadRow, other.id, deleted_at=now())
        with pytest.raises(InvalidInputError, match="Picture 2 of those to work from isn't there any more"):
            await studio.generation.retry(account, failed.id, submit_key="late")

    run(story())


def test_the_same_press_gives_the_same_run_even_after_its_source_went(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        source = await studio.upload(account)
        view = await studio.generation.submit(account, a_request(sources=(source,)), submit_key="k")
        await change(studio, UploadRow, source.id, deleted_at=now())
        assert (await studio.generation.submit(account, a_request(sources=(source,)), submit_key="k")).id == view.id

    run(story())


def test_pictures_go_into_the_folder_that_was_chosen(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, stranger = await studio.account(), await studio.account()
        folder_id = await studio.folder(account)
        made = await studio.make(account, a_request(folder_id=folder_id))
        assert (await the_image(studio, account, made.id)).folder_id == folder_id
        with pytest.raises(InvalidInputError, match="folder isn't there") as refusal:
            await studio.queue(stranger, a_request(folder_id=folder_id))
        assert refusal.value.field == "folder"

    run(story())


def test_a_folder_that_goes_meanwhile_costs_no_picture(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        folder_id = await studio.folder(account)
        generation_id = await studio.queue(account, a_request(folder_id=folder_id))
        async with studio.database.transaction() as session:
            await session.delete(await session.get_one(FolderRow, folder_id))
        await studio.work(generation_id)
        assert (await the_image(studio, account, generation_id)).folder_id is None
        again = await studio.generation.retry(account, generation_id, submit_key="again")
        assert again.folder_id == ""

    run(story())
