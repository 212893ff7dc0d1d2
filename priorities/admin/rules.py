"""Who may change which report at the admin's own pages: the same rules as everywhere, held there as well."""

from django.core.exceptions import PermissionDenied

from priorities import officers, steps

ONLY_APPROVERS_SET = ("remark", "publish_at")
MINE_TO_CHOOSE = (steps.DRAFT, steps.AWAITING, steps.RETURNED)
"""States that somebody who does not sign off can leave a report in."""


class OwnReportsOnly:
    """Officers change the reports of their directorate until they are submitted, and never publish. A mixin."""

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or officers.may_edit(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or officers.may_delete(request.user, obj))

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        if obj is not None:
            fields = (*fields, "deliverable")
        return fields if officers.signs_off(request.user) else (*fields, *ONLY_APPROVERS_SET)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "state" and not officers.signs_off(request.user):
            kwargs["choices"] = [choice for choice in db_field.choices if choice[0] in MINE_TO_CHOOSE]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def may_bring_in(self, request) -> bool:
        """A spreadsheet goes past the steps from a draft to sign-off, so it takes the right to publish."""
        return super().may_bring_in(request) and officers.signs_off(request.user)

    def restore_view(self, request, object_id, version_id):
        """A version may say “published”, so only who publishes restores one."""
        if not officers.signs_off(request.user):
            raise PermissionDenied
        return super().restore_view(request, object_id, version_id)

    def history_view(self, request, object_id, extra_context=None):
        return super().history_view(request, object_id, restores_only_by_who_signs_off(request) | (extra_context or {}))

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        extra = restores_only_by_who_signs_off(request) | (extra_context or {})
        return super().history_form_view(request, object_id, version_id, extra)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.written_by = request.user
        super().save_model(request, obj, form, change)


def restores_only_by_who_signs_off(request) -> dict[str, bool]:
    return {} if officers.signs_off(request.user) else {"restorable": False}


class ForWhoSignsOff:
    """Rows that only approvers change: everybody else reads them, and reports on a page of its own. A mixin."""

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and officers.signs_off(request.user)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and officers.signs_off(request.user)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and officers.signs_off(request.user)
