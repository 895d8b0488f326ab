"""The form of a mask (遮盖): columns of numbers in per cent of the picture, as the page or a hand without a script fills them."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from app.domain.mask import Box, Reach, Which
from app.domain.problems import Problem
from app.schemas.base import Strict, text

LONGEST_WHY = 200
NUMBER = r"\A\d{1,3}(\.\d{1,6})?\Z"
MOST_ROWS = 200
COLUMNS = ("x", "y", "w", "h")


def column() -> fields.List[str]:
    return fields.List(fields.String(), load_default=list, validate=validate.Length(max=MOST_ROWS))


class MaskForm(Strict):
    x, y, w, h = column(), column(), column(), column()
    reach = fields.String(required=True, validate=validate.OneOf([it.value for it in Reach]))
    why = text(LONGEST_WHY, load_default="")
    version = fields.Integer(required=True, validate=validate.Range(0, 2**31 - 1))

    @post_load
    def in_shares(self, loaded: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """Rows that are left empty are none; one that is half filled, or not with numbers, is told by its place."""
        columns = [loaded[name] for name in COLUMNS]
        if len({len(column) for column in columns}) > 1:
            raise Problem("mask_box", n=1 + min(map(len, columns)))
        rows = [row for row in zip(*columns, strict=True) if any(it.strip() for it in row)]
        return loaded | {"boxes": tuple(_box(row, n) for n, row in enumerate(rows, 1))}


class OpeningForm(Strict):
    which = fields.String(required=True, validate=validate.OneOf([it.value for it in Which]))
    why = text(LONGEST_WHY, load_default="")


def _box(row: tuple[str, ...], n: int) -> Box:
    numbers = [it.strip() for it in row]
    check = validate.Regexp(NUMBER)
    try:
        for number in numbers:
            check(number)
    except ValidationError as error:
        raise Problem("mask_box", n=n) from error
    return Box(*(float(number) / 100 for number in numbers))
