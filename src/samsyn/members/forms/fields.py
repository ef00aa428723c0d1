"""Fields that several forms share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.members.models import Person


class PersonField(forms.ModelChoiceField):
    """Somebody of the register, with the organisation that tells people of one name apart."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"queryset": Person.objects.none(), "empty_label": _("Choose")} | kwargs)

    def label_from_instance(self, person: Person) -> str:
        return f"{person.name} ({person.organisation})" if person.organisation else person.name
