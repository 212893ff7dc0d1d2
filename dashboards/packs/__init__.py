"""Packs for meetings: what one says (``contents``), as a Word document (``word``), and kept for good (``freezing``)."""
