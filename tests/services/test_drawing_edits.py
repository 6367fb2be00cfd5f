"""Ready-made edits on their way: what is sent, what is kept, and what a crash leaves."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from babydance.adapters.openai_images import OpenAIImageModel
from babydance.domain.edits import find_edit
from babydance.domain.images import Status
from babydance.domain.media import delivered_key, original_key
from babydance.domain.models import IMAGE_MODELS, ModelTable
from babydance.domain.sources import Source, SourceKind
from babydance.store import images
from babydance.store.images import ImageRow
from tests.conftest import Run
from tests.sandbox_server import start_sandbox
from tests.studio import ScriptedModel, Studio, a_drawing, a_request

PLAIN = replace(IMAGE_MODELS[0], id="plain", backgrounds=("auto",))


def on_green(colour: str = "#00ff00") -> bytes:
    picture = Image.new("RGB", (200, 200), colour)
    picture.paste((200, 40, 40), (60, 60, 140, 140))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


async def the_image(studio: Studio, account: str, image_id: str) -> ImageRow:
    async with studio.database.reading() as session:
        found = await images.picture_with_story(session, account, image_id)
    assert found is not None
    return found[0]


def test_the_words_of_an_edit_are_sent_kept_and_shown_unchanged(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        source = await studio.upload(account)
        view = await studio.make(account, a_request("", sources=(source,), edit="variation"))
        words = f"Variation\n\n{find_edit('variation').words}"
        assert studio.model.jobs[-1].prompt == words
        detail = await studio.gallery.detail(account, view.id)
        assert (detail.sent_prompt, detail.edit) == (words, "variation")
        again = await studio.generation.retry(account, view.id, submit_key="again")
        assert again.edit == "variation"
        await studio.work(again.generations[0].id)
        assert studio.model.jobs[-1].prompt == words

    run(story())


def test_an_extended_picture_is_sent_on_a_larger_canvas_with_its_mask(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        source = await studio.upload(account)
        await studio.make(account, a_request(sources=(source,), edit="extend", width=1536, height=1024))
        job = studio.model.jobs[-1]
        canvas, mask = (Image.open(io.BytesIO(data)) for data in (job.sources[0].data, job.mask or b""))
        assert (canvas.size, mask.size, job.sources[0].media_type) == ((1536, 1024), (1536, 1024), "image/png")
        assert mask.getchannel("A").getextrema() == (0, 255)

    run(story())


def test_a_character_is_kept_as_one(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        source = await studio.upload(account)
        view = await studio.make(account, a_request(sources=(source,), edit="character", width=1024, height=1536))
        assert (await the_image(studio, account, view.id)).kind == "character"

    run(story())


def a_cut_out(studio: Studio, source: Source) -> object:
    studio.generation._models = ModelTable((*IMAGE_MODELS, PLAIN))
    return a_request(sources=(source,), edit="cut-out", model=PLAIN)


def test_a_background_is_taken_out_here_when_the_model_can_not(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        request = a_cut_out(studio, await studio.upload(account))
        studio.model = ScriptedModel([a_drawing(on_green())])
        view = await studio.make(account, request)
        image = await the_image(studio, account, view.id)
        served = await studio.media.get(original_key(view.id))
        assert (image.format, image.byte_size) == ("png", len(served))
        assert Image.open(io.BytesIO(served)).getpixel((5, 5))[3] == 0
        assert await studio.media.get(delivered_key(view.id)) == on_green()  # with its provenance
        detail = await studio.gallery.detail(account, view.id)
        assert detail.actual_background == "taken out by the studio"
        source = Source(SourceKind.IMAGE, view.id)
        await studio.make(account, a_request(sources=(source,)))
        assert studio.model.jobs[-1].sources[0].data == served
        await studio.gallery.delete(account, view.id)
        await studio.selections.empty_trash(account)
        await studio.gallery.sweep_files()
        assert not [key for key in await studio.files() if view.id in key]

    run(story())


def test_a_background_that_is_not_flat_stays_and_the_receipt_says_so(studio: Studio, run: Run) -> None:
    async def story() -> None:
        account = await studio.account()
        request = a_cut_out(studio, await studio.upload(account))
        noise = io.BytesIO()
        Image.effect_noise((200, 200), 120).convert("RGB").save(noise, "PNG")
        studio.model = ScriptedModel([a_drawing(noise.getvalue())])
        view = await studio.make(account, request)
        assert view.status is Status.DONE
        assert await studio.media.get(original_key(view.id)) == noise.getvalue()
        assert (await studio.gallery.detail(account, view.id)).actual_background == "opaque"

    run(story())


@pytest.mark.parametrize("place", ["image", "delivered"])
def test_a_crash_between_the_files_of_a_cut_out_loses_nothing(studio: Studio, run: Run, place: str) -> None:
    async def story() -> None:
        account = await studio.account()
        generation_id = await studio.queue(account, a_cut_out(studio, await studio.upload(account)))
        studio.model = ScriptedModel([a_drawing(on_green())])
        work = await studio.drawing.begin(generation_id)
        assert work is not None
        assert await studio.drawing.draw(work)
        data = await studio.drawing._delivered(generation_id)
        shown = await studio.drawing._cut_out(data)
        if place == "image":  # it died after the picture, before the provider's bytes were moved
            await studio.media.put(original_key(generation_id), shown)
        else:  # it died before the credits were settled
            await studio.drawing._promote(generation_id, [b"", b""], shown)
        await studio.work(generation_id)
        assert (await studio.generation.generation(account, generation_id)).status is Status.DONE
        assert await studio.media.get(delivered_key(generation_id)) == on_green()
        assert await studio.media.get(original_key(generation_id)) == shown
        assert len(studio.model.jobs) == 1

    run(story())


def test_a_picture_too_large_for_the_safety_check_is_judged_smaller(
    studio: Studio, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        account = await studio.account()
        judged: list[tuple[bytes, str]] = []
        allowed = studio.moderation.check_picture

        async def check(data: bytes, media_type: str) -> object:
            judged.append((data, media_type))
            return await allowed(data, media_type)

        monkeypatch.setattr(studio.moderation, "check_picture", check)
        monkeypatch.setattr("babydance.services.drawing.MAX_JUDGED", 10)
        assert (await studio.make(account)).status is Status.DONE
        assert [(media_type, data[:4]) for data, media_type in judged] == [("image/webp", b"RIFF")]

    run(story())


def test_the_sandbox_draws_a_cut_out_for_a_model_without_transparency(studio: Studio, run: Run) -> None:
    async def story(url: str, key: str) -> None:
        account = await studio.account()
        request = a_cut_out(studio, await studio.upload(account))
        table = (replace(PLAIN, id="gpt-image-2"),)
        studio.generation._models = ModelTable(table)
        model = OpenAIImageModel(key, url, models=table)
        studio.model = ScriptedModel([lambda: None])
        studio.draw = model.draw
        view = await studio.make(account, replace(request, model=table[0], width=1024, height=1024))
        await model.close()
        served = Image.open(io.BytesIO(await studio.media.get(original_key(view.id))))
        alpha = served.getchannel("A").histogram()
        assert alpha[0] > 200_000
        assert alpha[255] > 100_000

    with start_sandbox() as sandbox:
        run(story(sandbox.url, sandbox.key))
