"""Session (登录): how long one lasts (decision 36)."""

from datetime import timedelta

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=8)
TOUCH = timedelta(minutes=1)  # how finely it is noted when it was last used
