"""Drawing towns (随机抽取): each draw is an act with its seed, so that drawing again until it suits leaves a trace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.actions import places
from app.actions.journal import Act, write
from app.domain import chance
from app.domain.draw import drawn
from app.domain.people import Viewer
from app.domain.problems import Problem
from app.models import Region


@dataclass(frozen=True)
class Draw:
    seed: str
    towns: Sequence[Region]


def draw_towns(pool: Sequence[Region], number: int, said: str, viewer: Viewer, at: datetime) -> Draw:
    """So many of the pool, by a seed that nobody could choose; into the planner's own stream, for it is a secret still."""
    if not pool:
        raise Problem("draw_from_nothing", pointer="/pool")
    seed = chance.new_seed()
    codes = drawn([town.code for town in pool], number, seed)
    body = {"seed": seed, "pool": said, "of": len(pool), "number": number, "codes": " ".join(codes)}
    write(Act("round.draw", chance.new_id(), body), places.of_user(viewer), viewer, at)
    by_code = {town.code: town for town in pool}
    return Draw(seed, [by_code[code] for code in codes])
