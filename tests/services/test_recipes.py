"""Recipes: the owner's to take, anybody's to open, and the provider's bytes stay as they are."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from PIL import Image
from sqlmodel import col, update

from babydance.domain.errors import InvalidInputError, NotFoundError, TooManyRequestsError
from babydance.domain.ids import new_id
from babydance.domain.models import IMAGE_MODELS
from babydance.domain.recipes import KEYWORD
from babydance.domain.sources import Source, SourceKind
from babydance.domain.styles import STYLES
from babydance.store.images import ImageRow, RunRow, RunSourceRow
from babydance.store.uploads import UploadRow
from tests.conftest import Run
from tests.studio import ScriptedModel, Studio, a_drawing, a_picture, a_request, now

SOURCES = ("a" * 64, "b" * 64)


async def make(studio: Studio, account: str, **wishes: object) -> str:
    request = a_request("a baby that waves, été 踊る", style=STYLES[0], quality="high", width=1536, **wishes)
    return (await studio.make(account, request)).image_id


async def work_from(studio: Studio, image_id: str) -> None:
    """Let it look as if the picture had been made from two others."""
    async with studio.database.transaction() as session:
        image = await session.get(ImageRow, image_id)
        assert image
        for position, sha256 in enumerate(SOURCES):
            kind = ("upload", "image")[position]
            session.add(
                RunSourceRow(run_id=image.run_id, position=position, kind=kind, source_id=new_id(), sha256=sha256)
            )
        await session.exec(update(RunRow).where(col(RunRow.id) == image.run_id).values(edit="restyle", mask_id="x"))


async def upload(studio: Studio, account: str, sha256: str, **values: object) -> str:
    upload_id = new_id()
    async with studio.database.transaction() as session:
        session.add(
            UploadRow(
                id=upload_id, account_id=account, name="x", width=64, height=64, format="png", byte_size=9,
                sha256=sha256, colour="#aabbcc", shows_people=False, created_at=now(), **values,
            )
        )  # fmt: skip
    return upload_id


def test_a_recipe_tells_what_was_asked_for_and_fills_the_form_again(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        file = await studio.recipes.recipe(account, await make(studio, account))
        assert (file.media_type, file.name) == ("application/json", "a-baby-that-waves-ete.recipe.json")
        told = json.loads(file.data)
        assert told["prompt"] == "a baby that waves, été 踊る"
        assert told["style"] == {"id": STYLES[0].id, "fragment": STYLES[0].fragment}
        assert told["size"] == {"width": 1536, "height": 1024}
        assert len(told["picture"]) == 64
        assert told["made_at"].endswith("+00:00")
        form = await studio.recipes.read(await studio.account(), file.data)
        assert (form.prompt, form.style, form.quality) == (told["prompt"], STYLES[0].id, "high")
        assert (form.model, form.width, form.height) == (IMAGE_MODELS[0].id, 1536, 1024)
        assert form.missing == ()

    run(story())


@pytest.mark.parametrize("secret", ["req_1", "account_id"])
def test_a_recipe_tells_neither_account_nor_request(studio: Studio, run: Run, secret: str) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = await make(studio, account)
        text = (await studio.recipes.recipe(account, picture)).data.decode()
        for word in (secret, account, picture):
            assert word not in text

    run(story())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_png_copy_carries_the_recipe_and_the_original_stays(studio: Studio, run: Run, kind: str) -> None:
    async def story() -> None:
        account = await studio.account()
        sent = a_picture(640, 480, kind)
        studio.model = ScriptedModel([a_drawing(sent)])
        picture = await make(studio, account)
        copy = await studio.recipes.copy_with_recipe(account, picture)
        assert (copy.media_type, copy.name) == ("image/png", "a-baby-that-waves-ete.recipe.png")
        with Image.open(io.BytesIO(copy.data)) as image:
            image.load()
            assert (image.format, image.size) == ("PNG", (640, 480))
            assert image.text[KEYWORD].encode() == (await studio.recipes.recipe(account, picture)).data
        assert await studio.media.get(f"image/{picture}/original") == sent
        form = await studio.recipes.read(account, copy.data)
        assert form.prompt == "a baby that waves, été 踊る"
        head = await studio.recipes.read(account, copy.data[: copy.data.index(b"IDAT")])
        assert head == form

    run(story())


def test_pictures_it_was_made_from_are_found_by_their_hash(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, friend = await studio.account(), await studio.account()
        picture = await make(studio, account)
        await work_from(studio, picture)
        data = (await studio.recipes.recipe(account, picture)).data
        told = json.loads(data)
        assert told["sources"] == [{"kind": "upload", "sha256": SOURCES[0]}, {"kind": "image", "sha256": SOURCES[1]}]
        assert (told["edit"], told["mask"]) == ("restyle", True)

        none = await studio.recipes.read(account, data)
        assert none.sources == ()
        assert none.missing[0] == "2 of the 2 pictures that it was made from aren't among your uploads and pictures."
        mine = await upload(studio, account, SOURCES[0])
        other = await make(studio, account)
        async with studio.database.transaction() as session:
            await session.exec(update(ImageRow).where(col(ImageRow.id) == other).values(sha256=SOURCES[1]))
        form = await studio.recipes.read(account, data)
        assert form.sources == (Source(SourceKind.UPLOAD, mine), Source(SourceKind.IMAGE, other))
        assert form.missing == ("It was made with a mask, which a recipe can't carry. Paint it again.",)
        assert (await studio.recipes.read(friend, data)).sources == ()

    run(story())


def test_pictures_that_are_gone_are_not_found_by_their_hash(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        picture = await make(studio, account)
        await work_from(studio, picture)
        data = (await studio.recipes.recipe(account, picture)).data
        await upload(studio, account, SOURCES[0], deleted_at=now())
        await upload(studio, account, SOURCES[0], expires_at=now() - timedelta(seconds=1))
        trashed = await make(studio, account)
        async with studio.database.transaction() as session:
            await session.exec(
                update(ImageRow).where(col(ImageRow.id) == trashed).values(sha256=SOURCES[1], trashed_at=now())
            )
        assert (await studio.recipes.read(account, data)).sources == ()

    run(story())


def test_somebody_elses_recipe_is_not_found(studio: Studio, run: Run) -> None:
    async def story() -> None:
        owner, stranger = await studio.account(), await studio.account()
        picture = await make(studio, owner)
        for image_id in (picture, new_id(), "..", ""):
            for attempt in (studio.recipes.recipe, studio.recipes.copy_with_recipe):
                with pytest.raises(NotFoundError):
                    await attempt(stranger, image_id)
        async with studio.database.transaction() as session:
            await session.exec(update(ImageRow).where(col(ImageRow.id) == picture).values(deleted_at=now()))
        with pytest.raises(NotFoundError):
            await studio.recipes.recipe(owner, picture)

    run(story())


def test_copies_are_not_made_without_end(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account, other = await studio.account(), await studio.account()
        picture = await make(studio, account)
        for _ in range(20):
            await studio.recipes.copy_with_recipe(account, picture)
        with pytest.raises(TooManyRequestsError, match="Wait a minute"):
            await studio.recipes.copy_with_recipe(account, picture)
        assert await studio.recipes.copy_with_recipe(other, await make(studio, other))

    run(story())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (a_picture(8, 8, "PNG"), "There is no recipe in this picture."),
        (a_picture(8, 8, "PNG")[:20], "There is no recipe in this picture."),
        (a_picture(8, 8), "This isn't a recipe of AI Baby Dance."),
        (b"", "This isn't a recipe of AI Baby Dance."),
        (b"[" * 10_000_000, "A recipe has at most 32 KB; this is something else."),
    ],
)
def test_what_holds_no_recipe_is_refused_in_words(studio: Studio, run: Run, data: bytes, words: str) -> None:
    for read in (studio.recipes.read(new_id(), data), studio.recipes.text_of(data)):
        with pytest.raises(InvalidInputError) as refusal:
            run(read)
        assert refusal.value.words == words


def test_a_file_gives_its_recipe_as_it_is_written(studio: Studio, run: Run) -> None:
    text = '{"babydance": 1, "prompt": "a baby", "zebra": 1}'
    assert run(studio.recipes.text_of(b"\xef\xbb\xbf" + text.encode())) == text
