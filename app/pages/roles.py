"""Roles at the desk (谁能进哪一页): who may open which kind of page, before any row is looked at."""

from app.domain.people import ANSWERING, Role

CASES = (Role.SUPERVISOR, Role.LEADER, Role.INSPECTOR, *ANSWERING)  # points
PAPERS = (Role.SUPERVISOR, Role.LEADER, *ANSWERING)  # orders
OFFICE = (Role.SUPERVISOR,)  # what only the issuing office does
