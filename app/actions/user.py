"""Users (人员): a person as cases know it, who has no account yet and so cannot sign in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.actions.journal import Act, Place, write
from app.db import db
from app.domain import chance
from app.domain.journal import StreamKind
from app.domain.people import Role, Viewer
from app.models import Unit, User


@dataclass(frozen=True)
class Member:
    """Who joins a unit, named by office."""

    name: str
    role: Role
    unit: Unit
    county_id: UUID | None
    town_id: UUID | None = None


def add_user(member: Member, viewer: Viewer, at: datetime) -> User:
    user = User(id=chance.new_id(), name=member.name, role=member.role, unit_id=member.unit.id)
    user.county_id, user.town_id = member.county_id, member.town_id
    db.session.add(user)
    db.session.flush()
    place = Place(StreamKind.ACCOUNTS, member.county_id)
    write(Act("user.add", user.id, {"role": member.role.value}), place, viewer, at)
    return user
