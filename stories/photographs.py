"""Makes a photograph that somebody sends in fit to publish: bytes in, bytes out.

What comes out is drawn afresh, so nothing else of the file that came in is kept: no place, no camera,
no name, and nothing that is hidden behind the picture.
"""

from io import BytesIO

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
QUALITY = 85

TOO_MANY_BYTES = f"The photograph is larger than {MOST_BYTES // 1024**2} MB. Save it smaller and try again."
TOO_MANY_PIXELS = f"The photograph has more than {MOST_PIXELS // 10**6} million pixels. Save it smaller and try again."
UNKNOWN = "The file is not a photograph that can be read. Use a JPEG, PNG or WebP file."


class UnusablePhotograph(ValueError):  # noqa: N818 - it says what is wrong, as a sentence for people
    """The file cannot be published; the message is a plain sentence for who sent it."""


def clean_photograph(data: bytes) -> bytes:
    """Return the photograph as an upright JPEG without metadata, neither side above ``LONGEST_SIDE``.

    Only the first picture of an animation is kept, and what is see-through becomes white.
    Raises :class:`UnusablePhotograph`.
    """
    if len(data) > MOST_BYTES:
        raise UnusablePhotograph(TOO_MANY_BYTES)
    with _open(data) as image:
        if image.width * image.height > MOST_PIXELS:
            raise UnusablePhotograph(TOO_MANY_PIXELS)
        return _as_jpeg(_upright(image))


def _open(data: bytes) -> Image.Image:
    """Read the header only; Pillow itself gives up on pictures far beyond ``MOST_PIXELS``."""
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UnusablePhotograph(TOO_MANY_PIXELS) from None
    except Exception:
        raise UnusablePhotograph(UNKNOWN) from None


def _upright(image: Image.Image) -> Image.Image:
    """Decode the picture and turn it as its camera held it. Broken files fail in too many ways to list."""
    try:
        return ImageOps.exif_transpose(_reduced(image))
    except Exception:
        raise UnusablePhotograph(UNKNOWN) from None


def _reduced(image: Image.Image) -> Image.Image:
    """Reduce the picture before anything copies it whole; a JPEG is even decoded at a fraction of its size.

    ``thumbnail`` would ask for that fraction as well, but of a square, and so not for a narrow picture.
    """
    fraction = 2 * LONGEST_SIDE / max(image.size)
    image.draft(None, tuple(max(1, int(side * fraction)) for side in image.size))
    image = _in_smooth_colours(image)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return image


def _as_jpeg(image: Image.Image) -> bytes:
    """Draw the picture on a new white sheet, which has no metadata to carry over."""
    picture = image.convert("RGBA")
    sheet = Image.new("RGB", picture.size, "white")
    sheet.paste(picture, mask=picture.getchannel("A"))
    out = BytesIO()
    sheet.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def _in_smooth_colours(image: Image.Image) -> Image.Image:
    """Make the picture one that can be reduced well: Pillow drops pixels of a palette, and cuts 16 bits off."""
    if image.mode.startswith("I"):
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode == "1":
        return image.convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB") if image.mode in {"P", "PA"} else image
