"""What is typed about a question, and what is wrong with it."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from dashboards.questions import parties
from ledger.admin.why import Textarea
from ledger.printable import refuse_unprintable
from priorities import officers

LONGEST = 5000
MANY = f"This is longer than {LONGEST:,} characters. Shorten it."


class Text(forms.CharField):
    """Several lines that have to be there; ``missing`` is what to do where they are not."""

    def __init__(
        self,
        label: str,
        missing: str,
        hint: str = "",
        rows: int = 5,
        required: bool = True,
        widget: type[forms.Textarea] = forms.Textarea,
    ):
        super().__init__(
            label=label,
            help_text=hint,
            max_length=LONGEST,
            required=required,
            widget=widget(attrs={"rows": rows}),
            error_messages={"required": missing, "max_length": MANY},
        )
        self.widget.attrs.pop("maxlength")  # browsers would cut off what is pasted, without a word
        self.validators = [each for each in self.validators if not isinstance(each, ProhibitNullCharactersValidator)]

    def clean(self, value):
        refuse_unprintable(value or "")
        return super().clean(value)


class QuestionForm(forms.Form):
    """A form that is one of several on its page, and says what is wrong in the page's own summary."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs, use_required_attribute=False)
        for name, field in self.fields.items():
            described = [self.described_by(name, "hint")] if field.help_text else []
            if self.is_bound and name in self.errors:
                described.insert(0, self.described_by(name, "error"))
                field.widget.attrs["aria-invalid"] = "true"
            if described:
                field.widget.attrs["aria-describedby"] = " ".join(described)

    def described_by(self, name: str, what: str) -> str:
        return f"{self[name].id_for_label}-{what}"

    def faults(self) -> list[tuple[str, str]]:
        """Each field's address on the page, with what is wrong with it."""
        return [(self[name].id_for_label, fault) for name, some in self.errors.items() for fault in some]


class AskForm(QuestionForm):
    text = Text("Your question", "Write your question.", "One question at a time is answered soonest.")
    agrees = forms.BooleanField(
        label="I agree that residents may read it, with my name",
        required=False,
        help_text="Not ticked, it stays on the dashboards. It becomes public only if the council agrees, too.",
    )


class AnswerForm(QuestionForm):
    text = Text("Your answer", "Write your answer.", rows=8, widget=Textarea)
    role = forms.CharField(
        label="Your role",
        max_length=160,
        validators=[refuse_unprintable],
        help_text="Shown beside the answer instead of your name.",
        error_messages={"required": "Give the role in which you answer, for example “Service manager”."},
    )

    def __init__(self, *args, user, initial=None, **kwargs):
        super().__init__(*args, initial={"role": officers.role_of(user)} | (initial or {}), **kwargs)


class DecidingAnswerForm(AnswerForm):
    """For who says for the council, too, whether residents may read it."""

    agrees = forms.BooleanField(
        label="Residents may read the question and this answer",
        required=False,
        help_text="It becomes public once both sides agree. From then on it stays public.",
    )

    def __init__(self, *args, question, initial=None, **kwargs):
        """A box that was left empty is in no ``initial``: where anything else is, it stays empty.

        While what it is on is not public, there is no box; who sent one ticked sees it again, and can take it out.
        """
        agreed = question.officer_agrees and not initial
        super().__init__(*args, initial={"agrees": agreed} | (initial or {}), **kwargs)
        if question.is_published():
            self.fields["agrees"].label = "Residents may read this answer"
            self.fields["agrees"].help_text = "Not ticked, it waits until somebody who signs reports off agrees."
        if not (question.subject_is_public or self.data.get(self.add_prefix("agrees"))):
            del self.fields["agrees"]


def answer_form(user, question, data=None, **said) -> AnswerForm:
    """The form in which this person answers: with the box only where it is theirs to tick."""
    if parties.decides(user, question):
        return DecidingAnswerForm(data, user=user, question=question, **said)
    return AnswerForm(data, user=user, **said)


class SendBackForm(QuestionForm):
    why = Text(
        "What is missing",
        "Say what the answer leaves open, so that the next one can be better.",
        "The question is open again, and another answer is due. Residents never read this.",
        rows=4,
    )


class CloseForm(QuestionForm):
    because = Text(
        "Why (if you like)", "", "Kept with the question. Residents never read this.", rows=2, required=False
    )


class CloseForAnotherForm(QuestionForm):
    because = Text("Why", "Say in one sentence why you close it.", "Kept with the question.", rows=2)


class NoteForm(QuestionForm):
    text = Text("Your note", "Write your note, or throw it away with the other button.", rows=10)
