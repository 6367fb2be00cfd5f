"""Edits: files, masks, JSON bodies."""

import base64
import io

import httpx2
import openai
import pytest
from openai.types import ImageEditStreamEvent
from PIL import Image, ImageChops
from pydantic import TypeAdapter

from tests.sandbox.asking import as_png, opened, photo
from tests.sandbox.conftest import MODEL, SIZE


class TestEdits:
    def test_one_image_and_several_are_taken(self, client):
        assert (
            client.images.edit(
                model=MODEL, prompt="a hat", image=photo(), size=SIZE
            ).usage.input_tokens_details.image_tokens
            == 1200
        )
        assert (
            client.images.edit(
                model=MODEL, prompt="a hat", image=[photo()] * 3, size=SIZE, extra_body={"moderation": "auto"}
            ).usage.input_tokens_details.image_tokens
            == 3600
        )

    def test_the_events_of_an_edit_have_their_own_names(self, client):
        events = list(
            client.images.edit(model=MODEL, prompt="a hat", image=photo(), size=SIZE, stream=True, partial_images=1)
        )
        for event in events:
            TypeAdapter(ImageEditStreamEvent).validate_python(event.to_dict())
        assert [event.type for event in events] == ["image_edit.partial_image", "image_edit.completed"]

    def test_outside_the_mask_nothing_changes(self, client):
        mask = Image.new("RGBA", (320, 320), (0, 0, 0, 255))
        mask.paste((0, 0, 0, 0), (120, 120, 200, 200))
        answer = client.images.edit(model=MODEL, prompt="a hat", image=photo(), mask=as_png(mask), size=SIZE)
        picture = opened(answer.data[0].b64_json).convert("RGB")
        before = Image.new("RGB", picture.size, "green")
        changed = ImageChops.difference(picture, before).getbbox()
        assert changed is not None
        assert changed[0] >= 300
        assert changed[3] <= 516

    def test_auto_size_follows_the_reference(self, client):
        answer = client.images.edit(model=MODEL, prompt="a hat", image=photo(size=(400, 600)), size="auto")
        assert answer.size == "1024x1536"

    def test_a_photo_is_turned_upright(self, client):
        file = io.BytesIO()
        exif = Image.Exif()
        exif[0x0112] = 6
        Image.new("RGB", (600, 400)).save(file, "JPEG", exif=exif)
        image = ("photo.jpg", file.getvalue(), "image/jpeg")
        assert client.images.edit(model=MODEL, prompt="a hat", image=image).size == "1024x1536"

    def test_a_json_body_with_data_urls_is_an_edit_too(self, client):
        url = "data:image/png;base64," + base64.b64encode(photo()[1]).decode()
        for image in ({"images": [{"image_url": url}]}, {"image": {"url": url, "type": "image_url"}}):
            answer = client.post(
                "/images/edits",
                body={"model": MODEL, "prompt": "a hat", "size": SIZE, **image},
                cast_to=openai.types.ImagesResponse,
            )
            assert answer.usage.input_tokens_details.image_tokens == 1200

    def test_a_markup_is_laid_over_the_first_image(self, client):
        markup = Image.new("RGBA", (320, 320), (0, 0, 0, 0))
        markup.paste((255, 0, 0, 255), (0, 0, 40, 40))
        answer = client.images.edit(
            model=MODEL,
            prompt="a hat",
            image=photo(),
            markup=as_png(markup),
            size=SIZE,
            background="transparent",
        )
        assert opened(answer.data[0].b64_json).convert("RGB").getpixel((10, 10)) == (255, 0, 0)

    @pytest.mark.parametrize(
        ("more", "code", "param"),
        [
            ({"image": photo()[1]}, "unsupported_file_mimetype", "image"),
            ({"image": ("a.png", b"no picture", "image/png")}, "invalid_image_file", "image"),
            ({"image": [photo()] * 17}, "invalid_value", "image"),
            ({"mask": photo(size=(16, 16))}, "invalid_value", "mask"),
            ({"mask": photo()}, "invalid_value", "mask"),
            ({"input_fidelity": "high"}, "invalid_value", "input_fidelity"),
            ({"output_format": "gif", "frame_count": 4}, "invalid_value", "output_format"),
        ],
    )
    def test_wrong_files_are_refused(self, client, more, code, param):
        with pytest.raises(openai.BadRequestError) as caught:
            client.images.edit(**{"model": MODEL, "prompt": "a hat", "image": photo(), **more})
        assert (caught.value.code, caught.value.param) == (code, param)

    def test_a_decompression_bomb_is_refused(self, client):
        bomb = as_png(Image.new("1", (10_000, 10_000)))
        with pytest.raises(openai.BadRequestError) as caught:
            client.images.edit(model=MODEL, prompt="a hat", image=bomb)
        assert caught.value.code == "invalid_image_file"

    @pytest.mark.parametrize(
        ("content_type", "body"),
        [
            ("multipart/form-data", b"x"),
            ("multipart/form-data; boundary=a", b"garbage"),
            ("multipart/form-data; boundary=a", b"--a\r\nno header\r\n"),
            (
                "multipart/form-data; boundary=a",
                b'--a\r\nContent-Disposition: form-data; name="n"\r\n\r\n2',
            ),
            ("multipart/form-data; boundary=a", b"--a--"),
            ("application/json", b'{"image": 3}'),
            ("application/json", b'{"image": "https://example.com/a.png"}'),
            ("application/json", b'{"images": [{"file_id": "a"}]}'),
            ("application/json", b'{"image": "data:image/png;base64,???"}'),
        ],
    )
    def test_a_broken_body_is_refused(self, sandbox, content_type, body):
        headers = {"authorization": f"Bearer {sandbox.key}", "content-type": content_type}
        answer = httpx2.post(f"{sandbox.url}/images/edits", content=body, headers=headers)
        assert answer.status_code == 400
        assert answer.json()["error"]["type"] == "invalid_request_error"
