import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageFilter, ImageStat

from babydance.sandbox.artist import draw, lexicon, partial
from babydance.sandbox.artist.casting import cast
from babydance.sandbox.artist.composer import posed
from babydance.sandbox.artist.hair import HAIRSTYLES
from babydance.sandbox.artist.hats import HATS
from babydance.sandbox.artist.light import dice
from babydance.sandbox.artist.outfits import OUTFITS
from babydance.sandbox.artist.poses import POSES, mirror, skeleton
from babydance.sandbox.artist.props import PROPS
from babydance.sandbox.artist.settings import SETTINGS
from babydance.sandbox.artist.styles import STYLES
from babydance.sandbox.artist.words import read

SMALL = 56


def small(prompt, **how):
    return draw(prompt, width=SMALL, height=SMALL, **{"seed": 5, **how})


def apart(one, other):
    return sum(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean) / 3


def detail(picture):
    return ImageStat.Stat(picture.convert("L").filter(ImageFilter.FIND_EDGES)).mean[0]


def middle(picture):
    w, h = picture.size
    return ImageStat.Stat(
        picture.convert("RGB").crop((round(w * 0.44), round(h * 0.6), round(w * 0.56), round(h * 0.72)))
    ).mean


def test_the_same_words_seed_and_size_give_the_same_picture():
    assert (
        draw("a dancing bear", width=96, height=80).tobytes() == draw("a dancing bear", width=96, height=80).tobytes()
    )
    assert small("hello", seed=1).tobytes() == small("hello", seed=1).tobytes()
    assert small("hello", seed=1).tobytes() != small("hello", seed=2).tobytes()
    assert draw("a", width=64, height=64).tobytes() != draw("b", width=64, height=64).tobytes()


@pytest.mark.parametrize("size", [(96, 96), (150, 100), (100, 150), (240, 80), (80, 240), (97, 61), (16, 16)])
@pytest.mark.parametrize("transparent", [False, True])
def test_the_size_is_exact(size, transparent):
    picture = draw("a baby with a balloon", width=size[0], height=size[1], transparent=transparent)
    assert picture.size == size
    assert picture.mode == ("RGBA" if transparent else "RGB")


def test_a_large_picture_is_painted_smaller_and_enlarged():
    assert draw("a baby in the studio", width=3840, height=2160, seed=1).size == (3840, 2160)


@pytest.mark.parametrize("style", ["", "pixel art", "watercolour", "sticker"])
def test_transparency_is_real(style):
    picture = draw(f"a baby standing {style}", width=160, height=160, seed=3, transparent=True)
    alpha = picture.getchannel("A")
    assert alpha.getpixel((0, 0)) == 0
    assert alpha.getpixel((159, 0)) == 0
    assert alpha.getpixel((80, 80)) == 255


@pytest.mark.parametrize("pose", list(POSES))
def test_the_baby_is_not_cut_off(pose):
    for width, height in ((60, 60), (120, 40), (40, 120)):
        alpha = draw(f"{pose} bunny", width=width, height=height, seed=2, transparent=True).getchannel("A")
        left, top, right, _ = alpha.crop((0, 0, width, height - 9)).getbbox() or (0, 0, 0, 0)
        assert left > 0
        assert top > 0
        assert right < width


@pytest.mark.parametrize(("word", "channel"), [("red", 0), ("green", 1), ("blue", 2)])
def test_a_colour_word_dyes_the_outfit(word, channel):
    plain = middle(draw("a baby standing, white raincoat, studio", width=120, height=120, seed=4))
    dyed = middle(draw(f"a baby standing, {word} raincoat, studio", width=120, height=120, seed=4))
    others = [i for i in range(3) if i != channel]
    lead = dyed[channel] - sum(dyed[i] for i in others) / 2
    assert lead > plain[channel] - sum(plain[i] for i in others) / 2 + 20


def test_a_colour_belongs_to_the_thing_it_stands_before():
    brief = read("A baby with red hair and a blue balloon in a mint romper, pink background")
    assert brief.colours == ((155, 220, 192),)
    assert brief.prop_colours == ((63, 127, 208),)
    assert brief.backdrop == (243, 147, 178)
    assert brief.hair == "#B9562E"


def test_words_are_read_with_their_neighbours():
    assert read("a teddy bear").outfit == ""
    assert read("a teddy bear").props == ("teddy",)
    assert read("dressed as a bear").outfit == "bear onesie"
    assert read("PIRATE, sur la plage — beach!").setting == "beach"
    assert read("paper cut-out").style == "paper"
    assert read("starry night on a farm").hour == "night"


def test_settings_outfits_styles_and_hours_look_different():
    for prompts in (
        [
            "a baby in the snow",
            "a baby in the jungle",
            "a baby underwater",
            "a baby in space",
            "a baby in the kitchen",
        ],
        ["a pirate, studio", "an astronaut, studio", "a tutu, studio", "a bee, studio"],
        ["farm at noon", "farm at sunset", "farm at night"],
    ):
        pictures = [small(prompt) for prompt in prompts]
        for i, one in enumerate(pictures):
            assert all(apart(one, other) > 4 for other in pictures[i + 1 :])


def test_every_style_changes_the_picture():
    plain = small("a baby in a red raincoat in the garden")
    pictures = {
        name: small(f"a baby in a red raincoat in the garden, {lexicon.STYLES[name][0]}") for name in lexicon.STYLES
    }
    assert len(pictures) >= 16
    assert all(apart(plain, picture) > 2 for picture in pictures.values())
    grey = ImageStat.Stat(pictures["mono"].convert("HSV").getchannel("S").crop((0, 0, SMALL, SMALL - 12))).mean[0]
    assert grey < 2


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=300) | st.text(alphabet=string.printable, max_size=60))
def test_any_text_is_accepted(text):
    assert draw(text, width=24, height=24).size == (24, 24)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👶🎈💃",
        "رضيع يرقص تحت المطر",
        "תינוק רוקד",
        "\ud800",
        "\x00",
        "dance " * 5400,
        "雪の中で踊る赤ちゃん",
    ],
)
def test_unusual_texts_are_accepted(text):
    assert draw(text, width=48, height=48).size == (48, 48)


def test_the_whole_prompt_counts_for_the_seed():
    long = "baby " * 6000
    assert draw(long + "a", width=48, height=48).tobytes() != draw(long + "b", width=48, height=48).tobytes()


def half_mask(size):
    mask = Image.new("RGBA", size, (0, 0, 0, 255))
    mask.paste((0, 0, 0, 0), (0, 0, size[0] // 2, size[1]))
    return mask


@pytest.mark.parametrize("prompt", ["a red balloon", "a pirate on the beach"])
def test_a_mask_keeps_the_pixels_outside(prompt):
    reference = draw("a baby in the snow", width=120, height=90, seed=1)
    picture = draw(prompt, width=120, height=90, reference=reference, mask=half_mask((120, 90)))
    assert picture.crop((60, 0, 120, 90)).tobytes() == reference.crop((60, 0, 120, 90)).tobytes()
    assert apart(picture.crop((0, 0, 60, 90)), reference.crop((0, 0, 60, 90))) > 4


def test_a_mask_that_opens_nothing_changes_nothing():
    reference = small("a baby in the snow")
    closed = Image.new("RGBA", reference.size, (0, 0, 0, 255))
    assert small("a lion", reference=reference, mask=closed).tobytes() == reference.tobytes()


def test_the_reference_shows():
    reference = Image.new("RGB", (100, 100), (20, 160, 90))
    with_it = small("a baby", reference=reference)
    without = small("a baby")
    assert apart(with_it, reference) < apart(without, reference)
    assert small("a baby", reference=Image.new("RGB", (9, 9), (200, 30, 30))).tobytes() != with_it.tobytes()
    assert small("a baby", reference=reference.convert("P"), transparent=True).mode == "RGBA"
    assert (
        small("a baby on the beach", reference=reference.convert("RGBA")).tobytes()
        != small("a baby on the beach").tobytes()
    )


def test_previews_grow_sharper_until_they_resemble_the_picture():
    picture = draw("a baby in the meadow", width=192, height=160, seed=3)
    previews = [partial(picture, i, 3) for i in range(3)]
    assert all(preview.size == picture.size and preview.mode == picture.mode for preview in previews)
    distances = [apart(preview, picture) for preview in previews]
    assert distances == sorted(distances, reverse=True)
    assert distances[-1] < 12
    sharpness = [detail(preview) for preview in (*previews, picture)]
    assert sharpness == sorted(sharpness)
    assert partial(small("a", transparent=True), 0, 1).mode == "RGBA"


def test_every_picture_is_marked():
    flat = Image.new("RGB", (200, 200), (255, 255, 255))
    corner = draw("studio", width=200, height=200, seed=1).crop((150, 185, 200, 200))
    assert detail(corner) > detail(flat)
    alpha = draw("studio", width=200, height=200, seed=1, transparent=True).getchannel("A")
    assert alpha.crop((150, 185, 200, 200)).getbbox() is not None


@pytest.mark.parametrize(
    "table",
    [
        lexicon.OUTFITS,
        lexicon.HATS,
        lexicon.PROPS,
        lexicon.SETTINGS,
        lexicon.MOODS,
        lexicon.POSES,
        lexicon.HAIRSTYLES,
    ],
)
def test_every_line_of_the_lexicon_draws(table):
    assert all(small(f"{names[0]} studio").size == (SMALL, SMALL) for names in table.values())


def test_tables_agree():
    assert set(lexicon.OUTFITS) == set(OUTFITS)
    assert set(lexicon.PROPS) == set(PROPS)
    assert set(lexicon.SETTINGS) == set(SETTINGS)
    assert set(lexicon.STYLES) | {""} == set(STYLES)
    assert set(lexicon.HATS) == set(HATS)
    assert set(lexicon.POSES) <= set(POSES)
    assert set(lexicon.HAIRSTYLES) == set(HAIRSTYLES)
    assert {outfit.hat for outfit in OUTFITS.values()} <= {"", *HATS}


def test_poses_of_one_look_share_scale_and_floor():
    plan = cast(read("a baby in a bunny onesie"), dice(4))
    boxes = [posed(plan, pose, (120, 160)).getbbox() or (0, 0, 0, 0) for pose in POSES.values()]
    assert all(left > 0 and top > 0 and right < 120 and bottom < 160 for left, top, right, bottom in boxes)
    standing, waving = (
        posed(plan, POSES[name], (120, 160)).getbbox() or (0, 0, 0, 0) for name in ("standing", "waving")
    )
    assert abs(standing[3] - waving[3]) <= 2


@pytest.mark.parametrize("name", list(POSES))
def test_a_pose_is_mirrored_and_back(name):
    pose = POSES[name]
    assert mirror(mirror(pose)) == pose
    assert skeleton(mirror(pose)).hands[0][0] == pytest.approx(-skeleton(pose).hands[1][0])
