"""A phone (手机) in a few lines: makes operations with their counter and hash, sends them, keeps the verdicts."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import rfc8785

from tests.cast import Actor

WHEN = "2026-11-12T02:00:00+00:00"


class Phone:
    """The wire contract's side of a phone; the real one is the field app."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.n = 0

    def operation(self, kind: str, payload: dict[str, Any], **more: Any) -> dict[str, Any]:
        self.n += 1
        return {
            "op_id": str(uuid4()),
            "n": self.n,
            "kind": kind,
            "made_at": WHEN,
            "schema_version": 1,
            "server_nonce": None,
            "sha256": sha256(rfc8785.dumps(payload)).hexdigest(),
            "payload": payload,
            **more,
        }

    def send(self, *operations: dict[str, Any]) -> list[dict[str, Any]]:
        envelope = {"device_id": str(self.actor.device_id), "operations": list(operations)}
        answer = self.actor.post("/api/v1/operations", envelope)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        verdicts: list[dict[str, Any]] = answer.get_json()["verdicts"]
        return verdicts

    def start(self, round_id: UUID, town_id: UUID, visit_id: UUID | None = None) -> dict[str, Any]:
        payload = {"round_id": str(round_id), "town_id": str(town_id), "started_at": WHEN, "position": None}
        return self.operation("visit.start", {"visit_id": str(visit_id or uuid4()), **payload})

    def record(self, start: dict[str, Any], **more: Any) -> dict[str, Any]:
        payload = {
            "finding_id": str(uuid4()),
            "town_id": start["payload"]["town_id"],
            "visit_id": start["payload"]["visit_id"],
            "item_code": "WS-03",
            "checklist_version": "default-1",
            "quantity": "2",
            "note": "北门两只桶满溢",
            "position": {"lon": 119.51, "lat": 29.546, "accuracy_m": 8.5, "provider": "gps"},
            "spot": {"is": "new"},
            "photos": [photo("前")],
        }
        return self.operation("finding.record", {**payload, **more})


def photo(name: str, slot: int = 0, role: str = "before") -> dict[str, Any]:
    """A declared photo; its hash is of its name."""
    digest = sha256(name.encode()).hexdigest()
    claims = {"taken_at": WHEN, "position": None, "source": "camera", "exif": {"Make": "示例"}}
    return {"sha256": digest, "slot": slot, "role": role, "original_sha256": digest, "original_bytes": 1, **claims}
