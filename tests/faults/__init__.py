"""Faults (故障): random schedules of phones, operations and faults, played on real processes and checked at the end."""
