"""Every foreseen refusal (拒绝的理由), by its stable code; the sentence itself stands in the catalogue as `p.<code>`."""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of refusal it is; `app.errors` gives each its HTTP status (decision 15)."""

    ENVELOPE = "envelope"  # 400: the request itself cannot be read
    UNKNOWN_CALLER = "unknown_caller"  # 401
    WRONG_ROLE = "wrong_role"  # 403
    UNSEEN = "unseen"  # 404: absent and hidden look alike
    STALE = "stale"  # 412
    NO_SUCH_STEP = "no_such_step"  # 409
    GONE = "gone"  # 410: an upload that cannot go on, a photo that is not what it was
    NEED = "need"  # 422: shape, or a need not met
    TOO_LARGE = "too_large"  # 413
    MEDIA = "media"  # 415
    TOO_MANY = "too_many"  # 429
    BYTES_DIFFER = "bytes_differ"  # 460: tus's own
    UNAVAILABLE = "unavailable"  # 503
    FULL = "full"  # 507
    OUTDATED = "outdated"  # 426


CODES: dict[str, Kind] = {
    "envelope_unreadable": Kind.ENVELOPE,
    "hash_mismatch": Kind.ENVELOPE,
    "client_too_old": Kind.OUTDATED,
    "not_signed_in": Kind.UNKNOWN_CALLER,
    "wrong_credentials": Kind.UNKNOWN_CALLER,
    "account_locked": Kind.UNKNOWN_CALLER,
    "password_must_change": Kind.WRONG_ROLE,
    "wrong_role": Kind.WRONG_ROLE,
    "csrf_missing": Kind.WRONG_ROLE,
    "foreign_origin": Kind.WRONG_ROLE,
    "not_found": Kind.UNSEEN,
    "stale_version": Kind.STALE,
    "step_not_in_table": Kind.NO_SUCH_STEP,
    "shape": Kind.NEED,
    "filter_unknown": Kind.NEED,
    "reason_missing": Kind.NEED,
    "self_approval": Kind.NEED,
    "same_unit": Kind.NEED,
    "no_points": Kind.NEED,
    "points_not_ready": Kind.NEED,
    "copy_unit_unknown": Kind.NEED,
    "points_of_other_town": Kind.NEED,
    "unit_not_answering": Kind.NEED,
    "points_open": Kind.NEED,
    "points_unconfirmed": Kind.NEED,
    "not_disclosed": Kind.NEED,
    "photos_missing": Kind.NEED,
    "after_photo_missing": Kind.NEED,
    "town_not_in_round": Kind.NEED,
    "no_towns": Kind.NEED,
    "no_inspectors": Kind.NEED,
    "inspector_of_town": Kind.NEED,
    "inspector_unknown": Kind.NEED,
    "recheck_nothing_to_see": Kind.NEED,
    "recheck_standing": Kind.NEED,
    "recheck_of_other": Kind.NEED,
    "recheck_by_phone": Kind.NEED,
    "window_reversed": Kind.NEED,
    "visits_open": Kind.NEED,
    "item_unknown": Kind.NEED,
    "checklist_unknown": Kind.NEED,
    "document_missing": Kind.NEED,
    "amend_too_late": Kind.NO_SUCH_STEP,
    "request_not_now": Kind.NO_SUCH_STEP,
    "request_open": Kind.NEED,
    "request_day_missing": Kind.NEED,
    "extension_again": Kind.NEED,
    "urged_today": Kind.NEED,
    "grant_not_now": Kind.NEED,
    "grant_beyond_asked": Kind.NEED,
    "unit_cannot_answer": Kind.NEED,
    "arrangement_of_one_year": Kind.NEED,
    "arrangement_known": Kind.NEED,
    "draw_from_nothing": Kind.NEED,
    "leader_missing": Kind.NEED,
    "removal_asked": Kind.NEED,
    "removal_not_asked": Kind.NEED,
    "approval_open": Kind.NEED,
    "approval_of_other": Kind.NEED,
    "second_review_yours": Kind.NEED,
    "second_review_over": Kind.NEED,
    "duplicate_unknown": Kind.NEED,
    "duplicate_hidden": Kind.NEED,
    "unit_answers_already": Kind.NEED,
    "request_of_other_unit": Kind.NEED,
    "extension_of_red_line": Kind.NEED,
    "extension_not_later": Kind.NEED,
    "extension_too_long": Kind.NEED,
    "suspension_past": Kind.NEED,
    "suspension_too_long": Kind.NEED,
    "mask_box": Kind.NEED,
    "mask_too_many": Kind.NEED,
    "mask_nothing": Kind.NEED,
    "mask_reason": Kind.NEED,
    "original_reason": Kind.NEED,
    "original_not_yours": Kind.WRONG_ROLE,
    "original_missing": Kind.GONE,
    "pack_outdated": Kind.GONE,
    "password_weak": Kind.NEED,
    "password_wrong": Kind.NEED,
    "login_taken": Kind.NEED,
    "rescue_missing": Kind.NEED,
    "rescue_unreadable": Kind.NEED,
    "kept_after_release": Kind.NEED,  # why a kept operation cannot be accepted
    "kept_conflict": Kind.NEED,
    "kept_decided": Kind.NO_SUCH_STEP,
    "kept_kind_unknown": Kind.NEED,
    "kept_none_picked": Kind.NEED,
    "kept_out_of_scope": Kind.NEED,
    "kept_parent_missing": Kind.NEED,
    "kept_subject_closed": Kind.NEED,
    "kept_unreadable": Kind.NEED,
    "join_after_closing": Kind.NEED,  # why a kept operation cannot go into what is there
    "join_no_answer": Kind.NEED,
    "join_other_unit": Kind.NEED,
    "join_photos_missing": Kind.NEED,
    "join_secret": Kind.NEED,
    "join_unknown": Kind.NEED,
    "upload_header": Kind.ENVELOPE,
    "tus_version": Kind.STALE,
    "offset_differs": Kind.NO_SUCH_STEP,
    "upload_gone": Kind.GONE,
    "photo_integrity": Kind.GONE,
    "bytes_differ": Kind.BYTES_DIFFER,
    "chunk_type": Kind.MEDIA,
    "moving_picture": Kind.MEDIA,
    "not_an_image": Kind.MEDIA,
    "not_segments": Kind.MEDIA,
    "image_too_large": Kind.TOO_LARGE,
    "body_too_large": Kind.TOO_LARGE,
    "too_many_tries": Kind.TOO_MANY,
    "unavailable": Kind.UNAVAILABLE,
    "storage_full": Kind.FULL,
}


class Problem(Exception):
    """A refusal with its reason. `code` is in CODES; `params` fill the catalogue's sentence.

    `pointer` names the field at fault in JSON-pointer form, where one field is.
    """

    def __init__(self, code: str, *, pointer: str | None = None, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.kind = CODES[code]
        self.pointer = pointer
        self.params = params


def not_found() -> Problem:
    """The one answer for what is absent, hidden or malformed."""
    return Problem("not_found")
