"""Reactions (事件之后): act -> jobs, the whole asynchronous behaviour on one page.

A job is the dotted name of a function in `workers`; KEY_OF says which key of the act it works on.
Timed acts that a step plans for later (deadlines, signing) are rows of `due` too; they stand in PLANNED.
"""

REFRESH = "workers.score.refresh"
DERIVE = "workers.photo.derive"
READ = "workers.metadata.read"
STAMP = "workers.stamp.stamp"
WARN = "workers.warning.refresh"
LET_GO = "workers.second_review.let_go"  # a blind second review that has nothing left to decide
RECKON = (REFRESH, WARN)  # a deadline or an answer is another one: so may be the score and the warnings

REACTIONS: dict[str, tuple[str, ...]] = {
    "photo.arrive": (DERIVE, READ),
    "photo.mask": (STAMP,),  # the copy that is taken away is made anew
    "photo.redact": (STAMP,),
    "photo.unmask": (STAMP,),
    "round.release": (REFRESH, STAMP),
    "finding.hand_over": (*RECKON, STAMP),
    "finding.disclose": (REFRESH,),
    "finding.start": RECKON,
    "finding.submit": (*RECKON, LET_GO),
    "finding.pass": RECKON,
    "finding.return": RECKON,
    "finding.unpass": RECKON,
    "finding.unreturn": RECKON,
    "finding.rebound": (*RECKON, STAMP, LET_GO),  # with the photo that shows it
    "finding.suspend": RECKON,
    "finding.resume": RECKON,
    "finding.direct": RECKON,
    "finding.void": (*RECKON, LET_GO),
    "finding.merge": (*RECKON, LET_GO),
    "finding.reclassify": (REFRESH,),
    "finding.overdue": RECKON,
    "evidence.submit": RECKON,  # an answer counts from its receipt, its photos may come later
    "evidence.keep": RECKON,  # and no longer once it is set aside
    "selfcheck.complete": (REFRESH,),  # its last photo came: its day counts
    "request.grant": RECKON,  # a moved deadline counts from then on
    "order.issue": RECKON,
    "order.sign": RECKON,
    "order.void": RECKON,
    "visit.void": (REFRESH,),
    "score_entry.enter": (REFRESH,),
}

KEY_OF: dict[str, str] = {
    REFRESH: "town_id",
    DERIVE: "sha256",
    READ: "sha256",
    STAMP: "town_id",
    WARN: "town_id",
    LET_GO: "finding_id",
}

PASS_BY = "workers.deadline.pass_by"  # a point's deadline comes
RESUME_BY = "workers.deadline.resume_by"  # a suspension ends
REMIND = "workers.deadline.remind"  # an order is unsigned after 24 h
SIGN_FOR = "workers.deadline.sign_for"  # and after 48 h
OPEN_EVE = "workers.plan.open_eve"  # inspectors see the round from the eve on
REMEMBER = "workers.likeness.remember"  # a photo whose small picture is made
SEARCH = "workers.likeness.search"  # and then one that is remembered
DELIVER = "workers.heads.bring"  # a head file is to leave the house
LOOK_AT = "workers.integrity.look"  # a photo could not be shown as it was made
MAKE_PACK = "workers.pack.make"  # somebody waits for an evidence pack
FORGET_PACK = "workers.pack.forget"  # and after a week its file goes
TELL = "workers.notice.tell"  # somebody is to hear of an act
TELL_COPIES = "workers.order_copy.tell"  # the people of units that an order is copied to
DIGEST = "workers.notice.digest"  # a county's people, in the morning, of what stands
DRAW_RECHECKS = "workers.recheck.draw"  # each working morning, which of a county's closed points are looked at again
HAND = "workers.recheck.tell"  # a recheck was given to somebody, or taken from them
CONCLUDE = "workers.recheck.conclude"  # a recheck is reported and its photos are here
LENGTHEN = "workers.calendar.lengthen"  # a county's deadlines, by the holidays of a year that have arrived
GO_ON = "workers.integrity.go_on"  # the nightly check's next slice
PLANNED = (
    PASS_BY,
    RESUME_BY,
    REMIND,
    SIGN_FOR,
    OPEN_EVE,
    REMEMBER,
    SEARCH,
    DELIVER,
    LOOK_AT,
    GO_ON,
    MAKE_PACK,
    FORGET_PACK,
    TELL,
    TELL_COPIES,
    DIGEST,
    DRAW_RECHECKS,
    CONCLUDE,
    HAND,
    LENGTHEN,
)
