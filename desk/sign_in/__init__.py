"""Signing in by django-allauth: passwords, second factors, invitations, and the council's own provider of accounts.

``adapters`` are allauth's hooks, ``forms`` and ``words`` what people read, ``mail`` what they are sent (``sealed_mail``
keeps its links unreadable until then); ``factors`` says whether a session has shown a second factor, ``middleware``
what that opens, ``sessions`` ends what is open elsewhere, ``secrets`` keeps factors, and ``urls`` has every page.
"""
