"""A photo sent again (旧照新用): over real HTTP, through the real queue; the worker finds the copy by itself."""

from __future__ import annotations

from PIL import Image, ImageEnhance

from tests.pictures.test_likeness import jpeg, street
from tests.stack import Stack
from tests.stories.waiting import until
from tests.stories.wire import WirePhone

SEARCHED = "SELECT count(*) FROM photo_look WHERE searched_at IS NOT NULL"
SAME = "SELECT count(*), bool_and(mirrored) FROM photo_likeness WHERE same"


def test_last_month_s_photo_brightened_and_mirrored_is_found_and_another_street_is_not(stack: Stack) -> None:
    phone = WirePhone.on_a_visit(stack)
    again = ImageEnhance.Brightness(street(1)).enhance(1.3).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    for number, picture in enumerate((street(1), street(2), again), 1):
        phone.record_with(jpeg(picture))
        assert until(lambda wanted=number: stack.ask(SEARCHED) == str(wanted))
    assert stack.ask(SAME) == "1|t"
