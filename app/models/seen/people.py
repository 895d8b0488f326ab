"""Who sees which accounts, sessions and people."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import false, true
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.people import Role, Viewer
from app.models.account import Account, DeviceGrant, SignIn
from app.models.seen.ids import Criterion, Ids, ids, inner
from app.models.user import User

account = inner(Account).c


def nobody(_viewer: Viewer) -> Criterion:
    """SYSTEM's own tables."""
    return false()


def signed_in(viewer: Viewer) -> Criterion:
    """Hashes of hashes: who knows none to ask for learns nothing."""
    return true() if viewer.user_id else false()


def own(column: InstrumentedAttribute[Any]) -> Callable[[Viewer], Criterion]:
    return lambda viewer: column == viewer.user_id if viewer.user_id else false()


def accounts(viewer: Viewer) -> Criterion:
    """Sign-in reads them as NOBODY; a person their own; the administrators those of their county."""
    match viewer.role:
        case Role.NOBODY:
            return true()
        case Role.SYSADMIN | Role.SECADMIN:
            return Account.county_id == viewer.county_id
    return Account.user_id == viewer.user_id


def sign_ins(viewer: Viewer) -> Criterion:
    return true() if viewer.role is Role.NOBODY else SignIn.account_id.in_(_my_accounts(viewer))


def at_the_door(viewer: Viewer) -> Criterion:
    """Sign-in counts failures before it knows who is looking; nobody reads them afterwards."""
    return true() if viewer.role is Role.NOBODY else false()


def device_grants(viewer: Viewer) -> Criterion:
    return true() if viewer.role is Role.NOBODY else DeviceGrant.account_id.in_(_my_accounts(viewer))


def _my_accounts(viewer: Viewer) -> Ids:
    return ids(account.id, account.user_id == viewer.user_id)


def users(viewer: Viewer) -> Criterion:
    """A town sees its own people; of a foreign user it sees only the unit's name."""
    match viewer.role:
        case Role.NOBODY | Role.PUBLIC:
            return false()
        case Role.TOWN | Role.DEPARTMENT | Role.INSPECTOR:
            return User.unit_id == viewer.unit_id
    return User.county_id == viewer.county_id
