"""The gallery: pages, stories, files, and taking pictures out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from babydance.domain.errors import NotFoundError, StorageError
from babydance.domain.folding import fold
from babydance.domain.gallery import Selection, View
from babydance.domain.ids import new_id
from babydance.domain.images import DrawingError, Failure, Preview, Status
from babydance.domain.media import MediaFile, generation_of
from babydance.domain.styles import STYLES
from babydance.services.gallery import GalleryService
from babydance.store import gallery
from babydance.store.images import GenerationRow, ImageRow, RunRow
from tests.conftest import Run
from tests.studio import LeakyMedia, ScriptedModel, Studio, a_drawing, a_picture, a_request, now


async def fill(studio: Studio, account_id: str, *, pictures: int) -> list[str]:
    """Put finished pictures into the tables, oldest first, and return their ids."""
    moment = now()  # the same for all: the id decides
    ids = [new_id(n + 1) for n in range(pictures)]
    async with studio.database.transaction() as session:
        for n, image_id in enumerate(ids):
            run_id = new_id(n + 1)
            run = _run(run_id, account_id)
            session.add(run)
            await session.flush()
            session.add(
                GenerationRow(
                    id=image_id, run_id=run_id, account_id=account_id, position=0, status="done", created_at=moment
                )
            )
            await session.flush()
            session.add(
                ImageRow(
                    id=image_id,
                    account_id=account_id,
                    generation_id=image_id,
                    run_id=run_id,
                    width=96,
                    height=64,
                    format="jpeg",
                    byte_size=10,
                    colour="#aabbcc",
                    created_at=moment,
                    words=fold(run.prompt),
                )
            )
    return ids


def _run(run_id: str, account_id: str) -> RunRow:
    return RunRow(
        id=run_id,
        account_id=account_id,
        submit_key=run_id,
        prompt=f"a baby\nnumber {run_id} " + "long words " * 50,
        style="",
        fragment="",
        model="gpt-image-2.5-flare",
        width=1024,
        height=1024,
        quality="low",
        background="auto",
        output_format="jpeg",
        count=1,
        credits_each=1,
        expected_micro_usd_each=1,
        micro_usd_per_credit=15_000,
        previews=0,
        is_sandbox=True,
        created_at=now(),
    )


def test_pages_follow_each_other_newest_first_without_gaps(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, stranger = await studio.account(), await studio.account()
        ids = await fill(studio, account, pictures=25)
        await fill(studio, stranger, pictures=3)
        seen: list[str] = []
        before = None
        while page := await studio.gallery.page(account, before=before, limit=10):
            seen += [card.id for card in page]
            before = page[-1].id
        assert seen == ids[::-1]
        card = (await studio.gallery.page(account, limit=1))[0]
        assert (card.width, card.height, card.colour) == (96, 64, "#aabbcc")
        assert card.alt.startswith("a baby number ")
        assert len(card.alt) <= 80

    run(story())


@pytest.mark.parametrize("limit", [-5, 0, 1_000_000])
def test_a_page_has_a_sane_length_whatever_is_asked(studio: Studio, run: Run, limit: int) -> None:
    async def story() -> None:
        account = await studio.account()
        await fill(studio, account, pictures=2)
        assert 1 <= len(await studio.gallery.page(account, limit=limit)) <= 96

    run(story())


def test_the_picture_that_was_finished_last_comes_first(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        earlier, later = await studio.queue(account), await studio.queue(account)
        await studio.work(later)
        await studio.work(earlier)
        first = await studio.gallery.page(account, limit=1)
        assert [card.id for card in first] == [earlier]
        assert [card.id for card in await studio.gallery.page(account, before=earlier)] == [later]

    run(story())


def test_a_page_goes_on_from_a_picture_that_was_deleted_meanwhile(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, stranger = await studio.account(), await studio.account()
        ids = await fill(studio, account, pictures=3)
        await studio.gallery.delete(account, ids[1])
        assert [card.id for card in await studio.gallery.page(account, before=ids[1])] == [ids[0]]
        assert await studio.gallery.page(stranger, before=ids[2]) == []

    run(story())


@pytest.mark.parametrize("before", [None, 20])
def test_a_page_is_found_through_its_index_though_newer_pictures_are_all_of_others(
    studio: Studio, run: Run, before: int | None
) -> None:
    async def story() -> None:
        account, stranger = await studio.account(), await studio.account()
        ids = await fill(studio, account, pictures=60)
        await fill(studio, stranger, pictures=400)
        plan: list[str] = []
        async with studio.database.transaction() as session:
            connection = await session.connection()
            await connection.exec_driver_sql("ANALYZE")
            if not studio.database.is_sqlite:  # it rightly reads so small a table whole
                await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
                await connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")

            def explain(_connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
                if "ORDER BY" in statement:
                    explain_words = "EXPLAIN " if not studio.database.is_sqlite else "EXPLAIN QUERY PLAN "
                    cursor.execute(explain_words + statement, parameters)
                    plan.append(str(cursor.fetchall()))

            event.listen(connection.sync_connection, "before_cursor_execute", explain)
            await gallery.page(session, account, View(), before=ids[before] if before else None, limit=24)
        assert "ix_image_gallery" in plan[0]
        assert "TEMP B-TREE" not in plan[0]
        assert "Sort" not in plan[0]

    run(story())


def test_the_story_of_a_picture_has_its_receipt(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        request = a_request("a baby that waves", style=STYLES[0], quality="medium")
        view = await studio.make(account, request)
        detail = await studio.gallery.detail(account, view.image_id)
        price = studio.generation.price(request)
        assert (detail.held, detail.settled, detail.released) == (price, price, 0)
        assert detail.sent_prompt == f"a baby that waves\n\n{STYLES[0].fragment}"
        assert (detail.style, detail.model_label) == (STYLES[0].id, "Flare 2.5")
        assert (detail.requested_size, detail.actual_size) == ("1024x1024", "1024x1024")
        assert (detail.requested_quality, detail.actual_quality) == ("medium", "low")
        assert (detail.text_tokens, detail.output_tokens, detail.request_id) == (12, 500, "req_1")
        assert (detail.width, detail.height, detail.byte_size) == (96, 64, len(a_picture()))
        assert detail.seconds >= 0
        assert detail.is_sandbox

    run(story())


def test_tokens_that_nobody_reported_are_unknown(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        drawing = a_drawing()
        object.__setattr__(drawing, "usage", None)
        studio.model = ScriptedModel([drawing])
        detail = await studio.gallery.detail(account, (await studio.make(account)).image_id)
        assert (detail.text_tokens, detail.image_tokens, detail.output_tokens) == (None, None, None)

    run(story())


async def content(studio: Studio, file: MediaFile) -> bytes:
    return b"".join([bytes(chunk) async for chunk in studio.gallery.stream(file)])


def test_the_original_is_byte_for_byte_what_the_provider_sent(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        sent = a_picture(640, 480, "PNG")
        studio.model = ScriptedModel([a_drawing(sent)])
        view = await studio.make(account)
        file = await studio.gallery.media(account, "image", view.image_id, "original")
        assert await content(studio, file) == sent
        assert (file.media_type, file.size, file.name) == ("image/png", len(sent), "a-baby-that-dances.png")
        part = b"".join([bytes(chunk) async for chunk in studio.gallery.stream(file, start=10, end=20)])
        assert part == sent[10:20]

    run(story())


def test_thumbnails_are_webp(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.model = ScriptedModel([a_drawing(a_picture(1600, 900))])
        view = await studio.make(account)
        tags = set()
        for variant, width in (("w320", 320), ("w720", 720)):
            file = await studio.gallery.media(account, "image", view.image_id, variant)
            facts = await studio.drawing._pictures.inspect(await content(studio, file))
            assert (file.media_type, facts.format, facts.width) == ("image/webp", "webp", width)
            tags.add(file.etag)
        assert len(tags) == 2

    run(story())


def test_previews_are_served_while_the_picture_is_drawn_and_not_after(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, stranger = await studio.account(), await studio.account()
        generation_id = await studio.queue(account)

        async def look() -> None:
            file = await studio.gallery.media(account, "preview", generation_id, "1")
            assert (file.media_type, len(await content(studio, file))) == ("image/webp", file.size)
            for viewer, variant in ((account, "2"), (account, "0"), (account, "01"), (stranger, "1")):
                with pytest.raises(NotFoundError):
                    await studio.gallery.media(viewer, "preview", generation_id, variant)

        studio.model = ScriptedModel([Preview(0, a_picture()), look, a_drawing()])
        await studio.work(generation_id)
        assert (await studio.row(generation_id)).status == "done"
        with pytest.raises(NotFoundError):
            await studio.gallery.media(account, "preview", generation_id, "1")

    run(story())


@pytest.mark.parametrize("kind", ["image", "preview", "quarantine", "", "../image"])
@pytest.mark.parametrize("item", ["", "..", "../../secret.key", "0" * 31, "G" * 32, "0" * 32])
def test_what_is_malformed_or_unknown_is_not_found(studio: Studio, run: Run, kind: str, item: str) -> None:
    account = run(studio.account())
    with pytest.raises(NotFoundError):
        run(studio.gallery.media(account, kind, item, "original"))


@pytest.mark.parametrize("variant", ["", "w321", "W320", "original/..", "../original", "1"])
def test_a_picture_has_three_variants_only(studio: Studio, run: Run, variant: str) -> None:
    async def story() -> None:
        account = await studio.account()
        view = await studio.make(account)
        with pytest.raises(NotFoundError):
            await studio.gallery.media(account, "image", view.image_id, variant)

    run(story())


def test_quarantined_bytes_cannot_be_fetched(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        generation_id = await studio.queue(account)
        studio.model = ScriptedModel([a_drawing()])
        work = await studio.drawing.begin(generation_id)
        assert work is not None
        assert await studio.drawing.draw(work)
        for kind in ("image", "preview", "quarantine"):
            for variant in ("original", "w320", "1", ""):
                with pytest.raises(NotFoundError):
                    await studio.gallery.media(account, kind, generation_id, variant)

    run(story())


def test_another_accounts_picture_is_not_found(studio: Studio, run: Run) -> None:
    async def story() -> None:
        owner, stranger = await studio.account(), await studio.account()
        view = await studio.make(owner)
        for attempt in (
            studio.gallery.detail(stranger, view.image_id),
            studio.gallery.delete(stranger, view.image_id),
            studio.gallery.rename(stranger, view.image_id, "mine"),
            studio.gallery.set_note(stranger, view.image_id, "mine"),
            studio.gallery.media(stranger, "image", view.image_id, "original"),
        ):
            with pytest.raises(NotFoundError):
                await attempt
        assert await studio.gallery.page(stranger) == []
        assert len(await studio.gallery.page(owner)) == 1

    run(story())


def test_deleting_for_good_takes_picture_and_files_away_and_refunds_nothing(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        view = await studio.make(account)
        before = await studio.balance(account)
        await throw_away(studio, account, view.image_id)
        assert await studio.gallery.sweep_files() == 1
        assert await studio.balance(account) == before
        assert await studio.gallery.page(account) == []
        assert await studio.files() == []
        tile = await studio.generation.generation(account, view.id)
        assert (tile.status, tile.image_id, tile.words) == (Status.DONE, "", "Deleted.")
        for attempt in (
            studio.gallery.detail(account, view.image_id),
            studio.gallery.delete(account, view.image_id),
            studio.gallery.rename(account, view.image_id, "back"),
            studio.gallery.set_note(account, view.image_id, "back"),
            studio.gallery.media(account, "image", view.image_id, "original"),
        ):
            with pytest.raises(NotFoundError):
                await attempt
        await studio.work(view.id)  # a late workflow brings nothing back
        assert await studio.files() == []

    run(story())


async def throw_away(studio: Studio, account: str, image_id: str) -> None:
    await studio.gallery.delete(account, image_id)
    await studio.selections.delete(account, Selection(ids=(image_id,)))


def test_files_that_could_not_be_deleted_are_swept_later(
    studio: Studio, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        account = await studio.account()
        view = await studio.make(account)
        await throw_away(studio, account, view.image_id)

        async def refuse(_keys: list[str]) -> None:
            raise StorageError("The store is away.")

        with monkeypatch.context() as patch:
            patch.setattr(studio.media, "delete", refuse, raising=False)
            with pytest.raises(StorageError):
                await studio.gallery.sweep_files()
        assert len(await studio.files()) == 3
        assert await studio.gallery.sweep_files() == 1
        assert await studio.files() == []
        assert await studio.gallery.sweep_files() == 0

    run(story())


def later(studio: Studio, **after: float) -> GalleryService:
    """Return the gallery as it is some time later."""
    when = now() + timedelta(**after)
    return GalleryService(studio.database, studio.media, clock=lambda: when, trash_life=timedelta(days=30))


def test_the_trash_empties_itself_after_its_time(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        thrown, kept = (await studio.make(account)).image_id, (await studio.make(account)).image_id
        await studio.gallery.delete(account, thrown)
        tile = await studio.generation.generation(account, thrown)
        assert (tile.image_id, tile.words) == ("", "In the trash.")
        assert [card.id for card in await studio.gallery.page(account)] == [kept]
        assert [card.id for card in await studio.gallery.page(account, View(trash=True))] == [thrown]
        assert await later(studio, days=29.9).sweep_trash() == 0
        assert await later(studio, days=30.1).sweep_trash() == 1
        assert await later(studio, days=30.1).sweep_trash() == 0
        assert await studio.gallery.page(account, View(trash=True)) == []
        assert await studio.gallery.sweep_files() == 1
        assert {generation_of(key) for key in await studio.files()} == {kept}

    run(story())


def test_a_crash_between_row_and_files_of_the_trash_leaves_nothing(
    studio: Studio, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        account = await studio.account()
        for _ in range(2):
            await studio.gallery.delete(account, (await studio.make(account)).image_id)
        await later(studio, days=31).sweep_trash()

        async def die_midway(keys: list[str]) -> None:
            for key in keys[:5]:  # all four that the first may have, and one of the second
                await LeakyMedia.__getattr__(studio.media, "delete")([key])  # pyright: ignore[reportCallIssue]
            raise SystemError("the power is gone")

        with monkeypatch.context() as patch:
            patch.setattr(studio.media, "delete", die_midway, raising=False)
            with pytest.raises(SystemError):
                await studio.gallery.sweep_files()
        assert len(await studio.files()) == 2
        assert await studio.gallery.sweep_files() == 2
        assert await studio.files() == []

    run(story())


def test_a_copy_has_a_story_without_a_receipt_and_stands_with_what_it_was_made_from(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        made = (await studio.make(account)).image_id
        copy, hidden = new_id(), new_id()
        async with studio.database.transaction() as session:
            original = await session.get_one(ImageRow, made)
            facts = original.model_dump(exclude={"id", "generation_id", "kind", "parent_id", "first_words"})
            for image_id, trashed_at in ((copy, None), (hidden, now())):
                row = facts | {"trashed_at": trashed_at}
                session.add(ImageRow(id=image_id, kind="copy", parent_id=made, **row))
        detail = await studio.gallery.detail(account, copy)
        assert (detail.kind, detail.parent_id, detail.held, detail.request_id) == ("copy", made, 0, "")
        assert [card.id for card in (await studio.gallery.detail(account, made)).used_in] == [copy]

    run(story())


def test_a_title_stands_for_the_picture_and_a_note_with_it(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id
        await studio.gallery.rename(account, picture, "  First\nsteps ")
        await studio.gallery.set_note(account, picture, "For grandma.\r\nPrint it.")
        await studio.selections.favourite(account, Selection(ids=(picture,)), is_on=True)
        await studio.selections.tag(account, Selection(ids=(picture,)), label="Family", is_on=True)
        [card] = await studio.gallery.page(account)
        assert (card.title, card.alt, card.is_favourite) == ("First steps", "First steps", True)
        detail = await studio.gallery.detail(account, picture)
        assert (detail.title, detail.note) == ("First steps", "For grandma.\nPrint it.")
        assert [tag.label for tag in detail.tags] == ["Family"]
        assert (detail.kind, detail.has_people, detail.folder_id, detail.goes_at) == ("created", False, "", None)
        await studio.gallery.rename(account, picture, "")
        assert (await studio.gallery.page(account))[0].alt == "a baby that dances"

    run(story())


def test_a_failed_picture_is_in_no_gallery(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.model = ScriptedModel([DrawingError(Failure.CUT)])
        view = await studio.make(account)
        assert await studio.gallery.page(account) == []
        with pytest.raises(NotFoundError):
            await studio.gallery.detail(account, view.id)

    run(story())
