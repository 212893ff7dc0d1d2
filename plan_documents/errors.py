"""What a person is told when a document cannot be read."""


class PlanDocumentError(ValueError):
    """A document cannot be read in. Its text is one plain sentence: what, where, and what to do."""
