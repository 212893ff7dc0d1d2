"""Spreadsheets out of every list of the officers' desk, and back in through the ledger's own guards.

``guarding`` and ``cells`` say how a value stands in a cell; ``files`` reads and writes the files; ``columns`` and
``resource`` tie them to a model, on django-import-export; ``runs`` is what happens to one file that is brought in.
"""
