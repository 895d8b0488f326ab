"""My sessions and devices (我的登录和手机): those that still count for something."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.db import db
from app.domain.session import IDLE, LONGEST
from app.models import DeviceGrant, SignIn


def sessions_of_mine(at: datetime) -> Sequence[SignIn]:
    """Open ones, the one used last on top."""
    still = (SignIn.ended_at.is_(None), SignIn.seen_at >= at - IDLE, SignIn.created_at >= at - LONGEST)
    return db.session.scalars(select(SignIn).where(*still).order_by(SignIn.seen_at.desc(), SignIn.id)).all()


def grants_of_mine(at: datetime) -> Sequence[DeviceGrant]:
    """Phones that may send, and those that were stopped, until they would have ended anyway."""
    wanted = select(DeviceGrant).where(DeviceGrant.expires_at > at)
    return db.session.scalars(wanted.order_by(DeviceGrant.created_at.desc(), DeviceGrant.id)).all()
