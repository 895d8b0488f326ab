"""Pinyin initials (拼音首字母): so that 井盖缺失 is found by typing jgqs."""


def initials_of(text: str) -> str:
    """One lower-case letter per Chinese character; letters and digits stay, other signs go."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - a dictionary of 20 MB that only an import needs

    letters = lazy_pinyin([c for c in text if c.isalnum()], style=Style.FIRST_LETTER)
    return "".join(letters).lower()
