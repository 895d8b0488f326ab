"""Phone (手机): sends operations and brings photos as the field app does; what cannot be applied is kept for a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import rfc8785
from flask import current_app

from app import receipts
from app.actions import places, upload
from app.actions.operation import Arrival, Keeping, keep, settle, take_in
from app.db import db, now
from app.domain import chance
from app.domain.people import Role, Viewer
from app.domain.problems import Problem
from app.intake.spoken import Done, OutOfScope, ParentMissing
from app.intake.vocabulary import Speaker, round_spoken_of, speak
from app.models import Journal
from app.schemas.operation import NEWEST_SCHEMA, Sent
from app.storage import photo_store
from app.storage.spool import Spool
from app.texts import say, sentence

JPEG = "image/jpeg"
LAST_SEEN = timedelta(hours=2)  # how long ago the phone had its last answer


@dataclass
class Phone:
    """One person's phone, which counts what it sends."""

    viewer: Viewer
    device_id: UUID = field(default_factory=chance.new_id)
    sent: int = 0

    def send(self, kind: str, payload: dict[str, Any], made_at: datetime, op_id: UUID | None = None) -> Done | None:
        """Taken in raw, then applied; None when it is kept."""
        said = self._sent(kind, payload, made_at, op_id or chance.new_ordered_id(made_at))
        arrival = self._arrival(said)
        if not take_in(arrival, self.viewer, now()):
            self._conflict(arrival)
            return None
        not_before = receipts.nonce_time(_secret(), said.server_nonce)
        try:
            with db.session.begin_nested():
                done = speak(said, Speaker(self.viewer, not_before, now()))
        except (OutOfScope, ParentMissing, Problem) as refusal:
            self._keep(arrival, why(refusal))
            return None
        settle(arrival, "applied", _receipt_of(arrival, done.event), round_id=done.round_id)
        return done

    def bring(self, content: bytes, small: Mapping[int, bytes]) -> str:
        """A photo as an upload ends: spooled, stored, told, held. Its small pictures are put beside it at once."""
        digest, at, store = sha256(content).hexdigest(), now(), photo_store()
        brought = upload.begin(digest, JPEG, len(content), self.viewer, at)
        with Spool.open(store.spool, str(brought.id), 0) as spool:
            spool.take([content], 0)
            store.keep(digest, spool.file)
        for size, print_ in small.items():
            store.keep_small(digest, size, print_)
        event = upload.arrive(brought, JPEG, self.viewer, at)
        said = {"body_sha256": digest, "bytes": len(content)}
        upload.hold(digest, receipts.receipt(_secret(), event, **said), self.viewer, at)
        return digest

    def _sent(self, kind: str, payload: dict[str, Any], made_at: datetime, op_id: UUID) -> Sent:
        self.sent += 1
        nonce = nonce_seen(made_at)
        digest = sha256(rfc8785.dumps(payload)).hexdigest()
        return Sent(op_id, self.sent, kind, made_at, NEWEST_SCHEMA, nonce, digest, payload)

    def _arrival(self, said: Sent) -> Arrival:
        columns = {
            "device_id": self.device_id,
            "n": said.n,
            "made_at": said.made_at,
            "schema_version": said.schema_version,
            "server_nonce": said.server_nonce,
            "payload": said.payload,
        }
        return Arrival(said.op_id, said.sha256, said.kind, columns)

    def _conflict(self, arrival: Arrival) -> None:
        """Other words under an id that is taken: both stay, and a person decides."""
        twin = Arrival(arrival.op_id, arrival.sha256, arrival.kind, {**arrival.columns, "reason": "conflict"})
        take_in(twin, self.viewer, now())
        self._keep(twin, Keeping("conflict"))

    def _keep(self, arrival: Arrival, keeping: Keeping) -> None:
        of_town = self.viewer.role is Role.TOWN
        place = places.of_own_town(self.viewer) if of_town else places.of_user(self.viewer)
        event = keep(arrival, keeping, place, self.viewer, now())
        problem = keeping.problem or {"type": keeping.reason, "detail": say(f"p.kept.{keeping.reason}", _language())}
        columns = {"reason": keeping.reason, "problem": problem}
        spoken_of = None if of_town else round_spoken_of(arrival.columns["payload"])
        where = {"waits_for": keeping.waits_for, "round_id": keeping.round_id or spoken_of}
        settle(arrival, "kept", _receipt_of(arrival, event), **columns, **where)


def why(refusal: OutOfScope | ParentMissing | Problem) -> Keeping:
    if isinstance(refusal, ParentMissing):
        return Keeping("waits_for_parent", waits_for=refusal.parent_id)
    if isinstance(refusal, OutOfScope):
        return Keeping(refusal.reason, round_id=refusal.round_id)
    return Keeping(refusal.code, {"type": refusal.code, "detail": sentence(refusal, _language())})


def nonce_seen(at: datetime) -> str:
    """The newest answer that a phone far out had seen by then."""
    return receipts.nonce(_secret(), at - LAST_SEEN)


def _receipt_of(arrival: Arrival, event: Journal) -> str:
    return receipts.receipt(_secret(), event, op_id=str(arrival.op_id), body_sha256=arrival.sha256)


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])


def _language() -> str:
    return str(current_app.config["LANGUAGE"])
