"""A Word document as a file: without what the library's template brings along, and the same byte for byte."""

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document

NEEDLESS = ("stylesWithEffects", "customXml", "thumbnail", "extended-properties")
"""Parts of the template that nobody needs: styles for Word 2010, and a picture and the length of an empty page."""


def file_of(document: Document, moment: datetime) -> bytes:
    """The document as a file; the same document and moment give the same bytes."""
    core = document.core_properties
    core.created = core.modified = moment
    _leave_out_the_needless(document)
    made, out = BytesIO(), BytesIO()
    document.save(made)
    with ZipFile(made) as parts, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for name in parts.namelist():
            info = ZipInfo(name, (moment.year, moment.month, moment.day, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
            kept.writestr(info, parts.read(name))
    return out.getvalue()


def _leave_out_the_needless(document: Document) -> None:
    """A part is saved only where a relationship leads to it."""
    for relations in (document.part.rels, document.part.package.rels):
        for name in [name for name, each in relations.items() if each.reltype.endswith(NEEDLESS)]:
            del relations[name]
