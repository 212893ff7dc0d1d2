"""No typing is lost at the officers' desk: what was sent or typed and not saved is kept for who typed it.

``typed`` (which fields), ``verdicts`` (was it saved?), ``slips`` (whose page, and where) and ``filling`` (into a page)
are pure; ``drafts`` is the table, ``middleware`` brings them to every form under /admin/.
"""
