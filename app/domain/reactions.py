"""Reactions (事件之后): event -> jobs, the whole asynchronous behaviour on one page.

A job is named by the dotted name of a function in `workers`; its key says on what. Timed acts that a
step plans for later (deadlines, signing) are rows of `due` too and stand in PLANNED.
"""

REACTIONS: dict[str, tuple[str, ...]] = {
    "photo.arrived": ("workers.photo.derive",),
    "round.release": ("workers.score.refresh",),
    "finding.hand_over": ("workers.score.refresh",),
    "finding.start": ("workers.score.refresh",),
    "finding.submit": ("workers.score.refresh",),
    "finding.pass": ("workers.score.refresh", "workers.order.settle"),
    "finding.return": ("workers.score.refresh",),
    "finding.rebound": ("workers.score.refresh", "workers.order.reopen"),
    "finding.suspend": ("workers.score.refresh",),
    "finding.resume": ("workers.score.refresh",),
    "finding.void": ("workers.score.refresh", "workers.order.settle"),
    "finding.overdue": ("workers.score.refresh",),
    "order.issue": ("workers.score.refresh",),
    "order.sign": ("workers.score.refresh",),
    "visit.void": ("workers.score.refresh",),
    "score_entry.enter": ("workers.score.refresh",),
}

PLANNED: dict[str, str] = {
    "finding deadline": "workers.deadline.pass_by",
    "order unsigned": "workers.deadline.sign_for",
    "round eve": "workers.round.open_eve",
    "evidence photos": "workers.evidence.settle",
}
