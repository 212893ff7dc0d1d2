"""People who sign in."""

from django.contrib.auth import get_user_model
from factory import Sequence
from factory.django import DjangoModelFactory


class UserFactory(DjangoModelFactory):
    class Meta:
        model = get_user_model()

    username = Sequence("officer-{}".format)
    email = Sequence("officer-{}@example.org".format)
    is_staff = True
