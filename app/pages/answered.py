"""An answer beside its before-photo (前后对照), with what can be checked of it: as whoever decides on it is shown it."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.deadline import in_time
from app.domain.evidence import PhotoRole
from app.models import ChecklistItem, Evidence, Finding
from app.pages.beside import Beside, beside_of
from app.pages.parts import Photo, several
from app.pages.photo_trust import PhotoTrust, trusts_of
from app.pages.points import plain
from app.queries.finding_facts import unit_name


@dataclass(frozen=True)
class Answered:
    problem: str
    quantity: str
    item_code: str
    red_line: bool
    town: str
    note: str
    before: list[Photo]
    after: list[Photo]
    trusts: list[PhotoTrust]
    beside: Beside | None
    due_at: datetime | None
    came_at: datetime
    on_time: bool
    late_claim: datetime | None
    rework_count: int
    done_when: str
    answer_note: str
    answer_who: str


def answered(
    finding: Finding, answer: Evidence, item: ChecklistItem, due_at: datetime | None, rework_count: int
) -> Answered:
    """Deadline and rework as they were when it was to be decided: what came later would tell how it was."""
    return Answered(
        problem=item.problem,
        quantity=plain(finding.quantity),
        item_code=item.code,
        red_line=finding.red_line,
        town=finding.town.name,
        note=finding.note,
        before=several([photo for photo in finding.photos if photo.role == PhotoRole.BEFORE]),
        after=several(answer.photos),
        trusts=trusts_of(finding, answer),
        beside=beside_of(finding, answer),
        due_at=due_at,
        came_at=answer.counts_at,
        on_time=due_at is None or in_time(answer.counts_at, due_at),
        late_claim=answer.made_at if answer.late_claim else None,
        rework_count=rework_count,
        done_when=item.done_when,
        answer_note=answer.note,
        answer_who=unit_name(answer.unit_id),
    )
