"""删除照片 at the desk: a picture that should not be kept, while the fact is not verified."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.admin.acts import Act
from accounts.duties import Duty
from unions.models import Display, Photo
from unions.operations import photos


class RemovePhotosForm(forms.Form):
    photos = forms.MultipleChoiceField(
        label="要删除的照片",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "请勾选要删除的照片。",
            "invalid_choice": "勾选的照片里有的已经删除，请刷新后重新勾选。",
        },
    )

    def scope_to(self, row: Display, user: Any) -> None:
        rows = Photo.objects.visible_to(user).filter(display=row).order_by("pk")
        self.found = {str(photo.pk): photo for photo in rows}
        field: Any = self.fields["photos"]
        field.choices = [(key, _line(photo)) for key, photo in self.found.items()]

    def clean_photos(self) -> list[Photo]:
        return [self.found[key] for key in self.cleaned_data["photos"]]


def _line(photo: Photo) -> str:
    at = timezone.localtime(photo.at)
    return f"第 {photo.pk} 号照片，{at:%Y-%m-%d %H:%M} 上传"


def _remove(values: dict[str, Any], by: Any) -> str:
    chosen = values["photos"]
    for photo in chosen:
        photos.remove(photo, by=by)
    return f"已删除 {len(chosen)} 张照片。"


def _has_photos(row: Display) -> bool:
    return row.verified_on is None and Photo.objects.everywhere("of a fact in scope").filter(display=row).exists()


REMOVE_PHOTOS = Act(
    "remove-photos",
    "删除照片",
    Duty.VERIFY_DISPLAYS,
    lambda row, values, by: _remove(values, by),
    form=RemovePhotosForm,
    warning="照片里有证件、家人等不该留存的内容，或与这条记录无关的，请删除。文件一并删去，不能恢复；记录本身还在。",
    applies=_has_photos,
)
