"""What a chair may correct of a member: what changes in a working life, never name and number."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.admin.personal import keep_masked
from accounts.masks import masked_mobile
from members.forms.portal import choice_field, employer_field
from members.models import Education, Employment, Member, Membership, SkillLevel
from unions.forms.fields import MobileField
from unions.models import Employer

KNOWN = (("", "不清楚"), ("yes", "是"), ("no", "否"))
SAID = {"yes": True, "no": False}
WORDS = {value: key for key, value in SAID.items()}


class DetailsForm(forms.Form):
    """Filled with what is on file; the mobile is shown with its stars."""

    mobile = MobileField(label="手机号码", max_length=32, required=False)
    employment = choice_field("就业状况", Employment.choices)
    is_migrant = forms.ChoiceField(label="农民工", choices=KNOWN, required=False)
    is_dispatched = forms.ChoiceField(label="劳务派遣工", choices=KNOWN, required=False)
    education = choice_field("学历", Education.choices)
    skill_level = choice_field("技术等级", SkillLevel.choices)

    def __init__(
        self, *args: Any, person: Member, membership: Membership, employers: Sequence[Employer], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kept = ("employment", "education", "skill_level")
        self.initial = {name: getattr(person, name) for name in kept}
        self.initial |= {name: WORDS.get(getattr(person, name), "") for name in ("is_migrant", "is_dispatched")}
        shown = keep_masked(self.fields["mobile"], person.mobile, masked_mobile)
        self.initial["mobile"] = shown or person.mobile
        self.fields["mobile"].widget.attrs["inputmode"] = "tel"
        if len(employers) > 1:
            self.fields["employer"] = employer_field(employers)
            self.initial["employer"] = membership.employer_id

    @property
    def details(self) -> dict[str, Any]:
        """As `people.change_details` takes them."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "employer"}
        return values | {name: SAID.get(values[name]) for name in ("is_migrant", "is_dispatched")}
