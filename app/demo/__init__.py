"""Demo data (演示数据): three months of 建德市, made by actions alone under a moving clock.

`script` and `points.csv` say what happens; `play` tells it in order of time; `field`, `desk` and `town` are who acts.
"""

from app.demo.play import make_demo

__all__ = ["make_demo"]
