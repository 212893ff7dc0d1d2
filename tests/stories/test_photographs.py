import struct
import subprocess
import sys
from io import BytesIO
from zlib import crc32

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from stories.photographs import (
    MOST_BYTES,
    TOO_MANY_BYTES,
    TOO_MANY_PIXELS,
    UNKNOWN,
    UnusablePhotograph,
    clean_photograph,
)

pytestmark = pytest.mark.once

RED, BLUE = (255, 0, 0), (0, 0, 255)
JPEG_HEADER = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
PEAK = """
import re, sys
from stories.photographs import clean_photograph
clean_photograph(sys.stdin.buffer.read())
print(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])
"""
ORIENTATION, CAMERA, GPS = 0x0112, 0x0110, 0x8825


def file_of(image, file_format="JPEG", **options):
    out = BytesIO()
    image.save(out, file_format, **options)
    return out.getvalue()


def cleaned(data):
    return Image.open(BytesIO(clean_photograph(data)))


def refusal_of(data):
    with pytest.raises(UnusablePhotograph) as refusal:
        clean_photograph(data)
    return str(refusal.value)


def nearly(colour, other):
    return all(abs(one - two) <= 8 for one, two in zip(colour, other, strict=True))


def png_header(width, height):
    """A PNG file that says it has these dimensions and has no pixels at all."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">II", crc32(body), 9) + b"IDAT"


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_photograph_of_each_format_becomes_a_jpeg(file_format):
    photograph = cleaned(file_of(Image.new("RGB", (40, 30), RED), file_format))

    assert (photograph.format, photograph.mode, photograph.size) == ("JPEG", "RGB", (40, 30))
    assert nearly(photograph.getpixel((20, 15)), RED)


@pytest.mark.parametrize("file_format", ["GIF", "BMP", "TIFF", "ICO", "PPM"])
def test_picture_of_another_format_is_refused(file_format):
    assert refusal_of(file_of(Image.new("RGB", (40, 30)), file_format)) == UNKNOWN


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff",
        b"RIFF\0\0\0\0WEBPVP8 ",
    ],
    ids=["empty", "text", "svg", "start-of-a-jpeg", "start-of-a-webp"],
)
def test_file_that_is_no_photograph_is_refused(data):
    assert refusal_of(data) == UNKNOWN


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_photograph_that_is_cut_off_is_refused(file_format):
    whole = file_of(Image.effect_noise((200, 200), 90), file_format)

    assert refusal_of(whole[: len(whole) // 2]) == UNKNOWN


def test_photograph_of_too_many_bytes_is_refused():
    whole = file_of(Image.new("RGB", (40, 30)))

    assert refusal_of(whole + b"\0" * (MOST_BYTES + 1 - len(whole))) == TOO_MANY_BYTES


def test_photograph_of_just_as_many_bytes_as_allowed_is_accepted():
    whole = file_of(Image.new("RGB", (40, 30)))

    assert cleaned(whole + b"\0" * (MOST_BYTES - len(whole))).size == (40, 30)


@pytest.mark.parametrize(
    ("width", "height"),
    [(8000, 5001), (10_000, 10_000), (30_000, 30_000)],
    ids=["just-too-many", "where-pillow-warns", "where-pillow-gives-up"],
)
def test_photograph_of_too_many_pixels_is_refused_by_its_header(width, height):
    assert refusal_of(png_header(width, height)) == TOO_MANY_PIXELS


def test_photograph_of_just_as_many_pixels_as_allowed_is_not_too_large():
    assert refusal_of(png_header(8000, 5000)) == UNKNOWN


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((1600, 10), (1600, 10)),
        ((1601, 10), (1600, 10)),
        ((3200, 2400), (1600, 1200)),
        ((10, 1600), (10, 1600)),
        ((1200, 3200), (600, 1600)),
        ((3000, 1), (1600, 1)),
    ],
    ids=["as-wide-as-allowed", "a-pixel-too-wide", "wide", "as-tall-as-allowed", "tall", "a-line"],
)
@pytest.mark.parametrize("file_format", ["JPEG", "PNG"])
def test_photograph_is_at_most_1600_pixels_on_either_side(size, shown, file_format):
    assert cleaned(file_of(Image.new("RGB", size), file_format)).size == shown


def exif_of(tags):
    exif = Image.Exif()
    exif.update(tags)
    return exif


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [
        (1, (80, 40), (10, 20)),
        (2, (80, 40), (70, 20)),
        (3, (80, 40), (70, 20)),
        (6, (40, 80), (20, 10)),
        (8, (40, 80), (20, 70)),
    ],
)
@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_photograph_is_turned_as_its_camera_held_it(orientation, size, red_at, file_format):
    image = Image.new("RGB", (80, 40), BLUE)
    image.paste(RED, (0, 0, 40, 40))

    photograph = cleaned(file_of(image, file_format, exif=exif_of({ORIENTATION: orientation})))

    assert photograph.size == size
    assert nearly(photograph.getpixel(red_at), RED)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_large_photograph_held_upright_is_turned_and_reduced(file_format):
    exif = exif_of({ORIENTATION: 6})

    assert cleaned(file_of(Image.new("RGB", (2400, 1200)), file_format, exif=exif)).size == (800, 1600)


@pytest.mark.parametrize("mode", ["1", "P"])
def test_large_photograph_of_few_colours_is_reduced_smoothly(mode):
    """Lines a pixel wide, black and white in turn, become grey: none is dropped."""
    lines = Image.new("L", (3200, 1), 0)
    lines.putdata([0, 255] * 1600)

    photograph = cleaned(file_of(lines.resize((3200, 40), Image.Resampling.NEAREST).convert(mode), "PNG"))

    assert photograph.size == (1600, 20)
    assert 100 < photograph.getpixel((800, 10))[0] < 155


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells how much memory a process held at its peak")
@pytest.mark.parametrize(("file_format", "megabytes"), [("PNG", 250), ("JPEG", 100)])
def test_very_large_photograph_is_reduced_before_it_is_copied(file_format, megabytes):
    """Decoded, the picture is 156 MB; a process of its own makes it small."""
    data = file_of(Image.new("RGB", (3000, 13_000)), file_format)

    peak = subprocess.run([sys.executable, "-c", PEAK], input=data, capture_output=True, check=True)

    assert int(peak.stdout) < megabytes * 1024


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_photograph_loses_its_metadata(file_format):
    exif = exif_of({CAMERA: "Example camera", ORIENTATION: 1, GPS: {1: "N", 2: (53.6, 0.0, 0.0)}})
    text = PngInfo()
    text.add_text("Author", "Example author")
    options = {"pnginfo": text} if file_format == "PNG" else {"xmp": b"<x>Example author</x>"}
    if file_format == "JPEG":
        options["comment"] = b"Example comment"

    data = clean_photograph(
        file_of(Image.new("RGB", (40, 30)), file_format, exif=exif, icc_profile=b"Example profile", **options)
    )

    photograph = Image.open(BytesIO(data))
    assert dict(photograph.getexif()) == {}
    assert set(photograph.info) == JPEG_HEADER
    assert b"Example" not in data


def test_photograph_loses_what_is_hidden_behind_the_picture():
    assert b"hidden" not in clean_photograph(file_of(Image.new("RGB", (40, 30))) + b"hidden")


@pytest.mark.parametrize("file_format", ["PNG", "WEBP"])
def test_see_through_photograph_has_a_white_ground(file_format):
    photograph = cleaned(file_of(Image.new("RGBA", (40, 30), (0, 0, 0, 0)), file_format))

    assert nearly(photograph.getpixel((20, 15)), (255, 255, 255))


@pytest.mark.parametrize(
    ("mode", "colour", "seen", "file_format"),
    [
        ("L", 128, (128, 128, 128), "JPEG"),
        ("CMYK", (0, 255, 255, 0), RED, "JPEG"),
        ("P", 0, (0, 0, 0), "PNG"),
        ("1", 1, (255, 255, 255), "PNG"),
        ("LA", (128, 255), (128, 128, 128), "PNG"),
        ("I;16", 128 * 256, (128, 128, 128), "PNG"),
    ],
    ids=["grey", "for-print", "palette", "black-and-white", "grey-and-alpha", "sixteen-bits"],
)
def test_photograph_of_each_kind_of_colour_keeps_it(mode, colour, seen, file_format):
    photograph = cleaned(file_of(Image.new(mode, (40, 30), colour), file_format))

    assert nearly(photograph.getpixel((20, 15)), seen)


@pytest.mark.parametrize("file_format", ["PNG", "WEBP"])
def test_animation_becomes_its_first_picture(file_format):
    first, second = Image.new("RGB", (40, 30), RED), Image.new("RGB", (40, 30), BLUE)

    photograph = cleaned(file_of(first, file_format, save_all=True, append_images=[second]))

    assert nearly(photograph.getpixel((20, 15)), RED)


def test_photograph_with_a_second_picture_beside_it_is_accepted():
    first, second = Image.new("RGB", (40, 30), RED), Image.new("RGB", (40, 30), BLUE)

    photograph = cleaned(file_of(first, "MPO", save_all=True, append_images=[second]))

    assert nearly(photograph.getpixel((20, 15)), RED)


def test_same_photograph_comes_out_the_same():
    data = file_of(Image.new("RGB", (40, 30), RED))

    assert clean_photograph(data) == clean_photograph(data)
