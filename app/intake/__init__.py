"""Intake (收件): what comes from outside is read, judged in its sender's place, stored and answered with a receipt.

By a phone, by hand in a rescue file, or taken up later by a person: the same words, verdicts and receipts for all of them.
"""
