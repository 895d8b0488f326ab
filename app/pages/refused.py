"""Refused forms (表单被退回): each sentence at the field it speaks of, the rest once on top."""

from collections.abc import Mapping

from app.domain.problems import Problem
from app.pages.form import fields_of
from app.pages.parts import t


def sentences(problem: Problem | None, names: Mapping[str, str]) -> tuple[str | None, dict[str, str]]:
    """For the whole form, and by field; `names` are the form's words where they differ from the action's."""
    if problem is None:
        return None, {}
    said = t(f"p.{problem.code}", **problem.params)
    fields = [names.get(name, name) for name in fields_of(problem)]
    if problem.code == "shape":
        return said, dict.fromkeys(fields, t("d.form.wrong"))
    return (None, dict.fromkeys(fields, said)) if fields else (said, {})
