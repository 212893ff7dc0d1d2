"""Signing in by django-allauth: passwords, second factors, invitations, and the council's own provider of accounts.

``adapters`` are allauth's hooks, ``forms`` and ``words`` what people read, ``mail`` what they are sent; ``factors``
says whether a session has shown a second factor, ``middleware`` what that opens, ``secrets`` keeps factors, and
``urls`` has every page.
"""
