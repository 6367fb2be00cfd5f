"""Share links: one a picture, opened by whoever has it, dead at once when it should be."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import timedelta

import pytest
from PIL import Image
from sqlmodel import col, update

from babydance.domain.errors import InvalidInputError, NotAllowedError, NotFoundError, StorageError
from babydance.domain.ids import new_id
from babydance.domain.shares import CARD_SIZE, MAX_LIVING, PEOPLE_STAY_PRIVATE
from babydance.services.shares import ShareService
from babydance.store.images import ImageRow
from babydance.store.shares import ShareRow
from tests.conftest import Run
from tests.services.people import MovableClock
from tests.studio import COPIES, SECRET, ScriptedModel, Studio, a_drawing, a_picture, a_request, now

SOURCE_TYPE = b"digitalsourcetype/trainedAlgorithmicMedia"


async def change(studio: Studio, image_id: str, **values: object) -> None:
    async with studio.database.transaction() as session:
        await session.exec(update(ImageRow).where(col(ImageRow.id) == image_id).values(**values))


async def content(studio: Studio, token: str, variant: str) -> bytes:
    file = await studio.shares.media(token, variant)
    data = b"".join([bytes(chunk) async for chunk in studio.shares.stream(file)])
    assert len(data) == file.size
    return data


async def copies(studio: Studio) -> list[str]:
    return await studio.media.keys("share/")


def test_a_picture_has_one_living_link_whose_end_can_be_changed(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id
        assert await studio.shares.links(account, picture) == []
        first = await studio.shares.share(account, picture, days=None)
        assert (first.expires_at, first.shows_words, first.views) == (None, False, 0)
        again = await studio.shares.share(account, picture, days=7, shows_words=True)
        assert (again.id, again.token, again.shows_words) == (first.id, first.token, True)
        assert again.expires_at is not None
        assert timedelta(days=6, hours=23) < again.expires_at - now() <= timedelta(days=7)
        assert await studio.shares.links(account, picture) == [again]

    run(story())


def test_end_and_words_of_a_link_are_changed_apart(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, stranger = await studio.account(), await studio.account()
        share = await studio.shares.share(account, (await studio.make(account)).image_id, days=30)
        wordy = await studio.shares.show_words(account, share.id, shows_words=True)
        assert (wordy.expires_at, wordy.shows_words) == (share.expires_at, True)
        endless = await studio.shares.end_in(account, share.id, days=None)
        assert (endless.expires_at, endless.shows_words) == (None, True)
        with pytest.raises(InvalidInputError):
            await studio.shares.end_in(account, share.id, days=1)
        await studio.shares.revoke(account, share.id)
        for who, link in ((account, share.id), (stranger, share.id), (account, ".."), (account, "")):
            with pytest.raises(NotFoundError):
                await studio.shares.end_in(who, link, days=7)
            with pytest.raises(NotFoundError):
                await studio.shares.show_words(who, link, shows_words=False)

    run(story())


def test_whoever_has_the_link_sees_the_picture_and_is_counted(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        studio.model = ScriptedModel([a_drawing(a_picture(2400, 1200))])
        picture = (await studio.make(account, a_request("a baby called Ada Lovelace"))).image_id
        share = await studio.shares.share(account, picture, days=None)
        seen = await studio.shares.open(share.token, is_visit=True)
        assert (seen.width, seen.height, seen.words, seen.is_sandbox) == (1600, 800, "", True)
        await studio.shares.open(share.token, viewer_id=await studio.account(), is_visit=True)
        await studio.shares.open(share.token, viewer_id=account, is_visit=True)  # the owner
        await studio.shares.open(share.token)  # a robot
        assert (await studio.shares.links(account, picture))[0].views == 2
        await studio.shares.share(account, picture, days=None, shows_words=True)
        assert (await studio.shares.open(share.token)).words == "a baby called Ada Lovelace"

    run(story())


def test_what_is_seen_is_a_smaller_copy_that_says_that_ai_made_it(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        sent = a_picture(2400, 1200)
        studio.model = ScriptedModel([a_drawing(sent)])
        picture = (await studio.make(account)).image_id
        token = (await studio.shares.share(account, picture, days=None)).token
        shown = await content(studio, token, "picture")
        with Image.open(io.BytesIO(shown)) as image:
            assert (image.format, image.size) == ("WEBP", (1600, 800))
        card = await content(studio, token, "card")
        with Image.open(io.BytesIO(card)) as image:
            image.load()
            assert (image.format, image.size) == ("JPEG", CARD_SIZE)
        assert SOURCE_TYPE in shown
        assert SOURCE_TYPE in card
        assert sent not in {shown, card}
        assert await content(studio, token, "picture") == shown  # kept, not made again

    run(story())


def test_pictures_of_people_stay_private(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id
        token = (await studio.shares.share(account, picture, days=None)).token
        assert await studio.shares.may_share(account, picture)
        await change(studio, picture, has_people=True)
        assert not await studio.shares.may_share(account, picture)
        with pytest.raises(NotAllowedError, match=PEOPLE_STAY_PRIVATE):
            await studio.shares.share(account, picture, days=None)
        await refused_everywhere(studio, token)  # even a link that should never have been

    run(story())


async def refused_everywhere(studio: Studio, token: str) -> None:
    words = set()
    for attempt in (
        studio.shares.open(token, is_visit=True),
        studio.shares.media(token, "picture"),
        studio.shares.media(token, "card"),
    ):
        with pytest.raises(NotFoundError) as refusal:
            await attempt
        words.add(refusal.value.words)
    assert words == {"This link doesn't work."}


def test_a_guessed_token_opens_nothing(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id
        share = await studio.shares.share(account, picture, days=None)
        other = ShareService(studio.database, studio.media, COPIES, clock=now, secret_key=SECRET[::-1])
        stolen = (await other.links(account, picture))[0].token
        last = "A" if share.token[-1] != "A" else "B"
        for token in (
            "", "x", "..", share.id, share.token[:-1], share.token + "A", share.token[:-1] + last, stolen,
            share.token.upper(), share.id + "é" * 22, new_id() + share.token[32:], share.token + "\n", "9" * 5000,
        ):  # fmt: skip
            await refused_everywhere(studio, token)
        with pytest.raises(NotFoundError):
            await studio.shares.media(share.token, "original")
        assert await copies(studio) == []

    run(story())


def test_a_link_ends_when_it_is_revoked_and_takes_its_copies_along(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, stranger = await studio.account(), await studio.account()
        picture = (await studio.make(account)).image_id
        share = await studio.shares.share(account, picture, days=30)
        await content(studio, share.token, "card")
        for share_id in (new_id(), "..", ""):
            with pytest.raises(NotFoundError):
                await studio.shares.revoke(account, share_id)
        with pytest.raises(NotFoundError):
            await studio.shares.revoke(stranger, share.id)
        assert (await studio.shares.open(share.token)).width
        await studio.shares.revoke(account, share.id)
        await studio.shares.revoke(account, share.id)  # a second click
        await refused_everywhere(studio, share.token)
        assert await copies(studio) == []
        assert await studio.shares.links(account, picture) == []
        fresh = await studio.shares.share(account, picture, days=None)
        assert fresh.token != share.token
        await refused_everywhere(studio, share.token)

    run(story())


def test_a_link_ends_in_time_and_its_copies_are_swept(studio: Studio, run: Run) -> None:
    async def story() -> None:
        clock = MovableClock()
        clock.now = now()
        service = ShareService(studio.database, studio.media, COPIES, clock=clock, secret_key=SECRET)
        account = await studio.account()
        ends, stays = [(await studio.make(account)).image_id for _ in range(2)]
        ending = await service.share(account, ends, days=7)
        staying = await service.share(account, stays, days=None)
        for share in (ending, staying):
            await service.media(share.token, "picture")
        clock.move(days=6.9)
        assert await service.open(ending.token)
        assert await service.sweep() == 0
        clock.move(days=0.2)
        with pytest.raises(NotFoundError):
            await service.open(ending.token)
        assert await service.links(account, ends) == []
        assert await service.sweep() == 1
        assert await copies(studio) == [f"share/{staying.id}/picture"]

    run(story())


def test_a_picture_in_the_trash_is_not_shown_until_it_is_back(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id
        share = await studio.shares.share(account, picture, days=None)
        await change(studio, picture, trashed_at=now())
        await refused_everywhere(studio, share.token)
        with pytest.raises(NotFoundError):
            await studio.shares.share(account, picture, days=None)
        with pytest.raises(NotFoundError):
            await studio.shares.may_share(account, picture)
        await change(studio, picture, trashed_at=None)
        assert await studio.shares.open(share.token)

    run(story())


def test_a_deleted_picture_takes_its_link_and_copies_along(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id
        share = await studio.shares.share(account, picture, days=None)
        await studio.shares.media(share.token, "picture")
        await change(studio, picture, deleted_at=now())
        await refused_everywhere(studio, share.token)
        assert await studio.shares.sweep() == 1
        assert await copies(studio) == []

    run(story())


def test_copies_that_could_not_be_deleted_are_swept(studio: Studio, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        account = await studio.account()
        share = await studio.shares.share(account, (await studio.make(account)).image_id, days=None)
        await studio.shares.media(share.token, "card")

        async def refuse(_keys: Sequence[str]) -> None:
            raise StorageError("The store is away.")

        with monkeypatch.context() as patch:
            patch.setattr(studio.media, "delete", refuse, raising=False)
            await studio.shares.revoke(account, share.id)
        assert len(await copies(studio)) == 1
        assert await studio.shares.sweep() == 1
        assert await copies(studio) == []

    run(story())


def test_somebody_elses_picture_can_be_neither_shared_nor_asked_about(studio: Studio, run: Run) -> None:
    async def story() -> None:
        owner, stranger = await studio.account(), await studio.account()
        picture = (await studio.make(owner)).image_id
        await studio.shares.share(owner, picture, days=None)
        assert await studio.shares.links(stranger, picture) == []
        for image_id in (picture, new_id(), "..", ""):
            with pytest.raises(NotFoundError):
                await studio.shares.share(stranger, image_id, days=None)
            with pytest.raises(NotFoundError):
                await studio.shares.may_share(stranger, image_id)

    run(story())


@pytest.mark.parametrize("days", [0, -1, 1, 8, 10**9])
def test_a_link_lasts_as_long_as_one_of_the_choices(studio: Studio, run: Run, days: int) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id
        with pytest.raises(InvalidInputError):
            await studio.shares.share(account, picture, days=days)
        assert await studio.shares.links(account, picture) == []

    run(story())


def test_an_account_has_a_hundred_links_that_work_and_no_more(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        shared, other = [(await studio.make(account)).image_id for _ in range(2)]
        async with studio.database.transaction() as session:
            for _ in range(MAX_LIVING):
                session.add(ShareRow(id=new_id(), account_id=account, image_id=shared, created_at=now()))
        with pytest.raises(NotAllowedError, match="You have 100 links"):
            await studio.shares.share(account, other, days=None)
        link = (await studio.shares.links(account, shared))[0]
        assert await studio.shares.share(account, shared, days=7)  # changing one is no new one
        await studio.shares.revoke(account, link.id)
        assert await studio.shares.share(account, other, days=None)

    run(story())


def test_a_picture_whose_file_is_lost_is_not_found(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = (await studio.make(account)).image_id
        share = await studio.shares.share(account, picture, days=None)
        await studio.media.delete([f"image/{picture}/original"])
        with pytest.raises(NotFoundError):
            await studio.shares.media(share.token, "picture")

    run(story())
