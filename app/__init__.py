"""巡镇 Xunzhen: mobile inspection and supervision of towns. This page is the map of its rooms.

domain/    the bureau's own rules, plain Python; see domain/GLOSSARY.md for the words
models/    tables, one noun a file, and who sees which rows (visibility.py)
queries/   reads bigger than get-by-id, one question a file
actions/   writes: verbs on objects; they never commit
schemas/   outside words to our words
intake/    what comes from outside: judged, stored, answered with a receipt
api/       edge for phones and machines; pages/ the edge for the desk
access.py  the only door in: who may call, who is looking, one transaction
texts/     every sentence a person reads, one catalogue per language
defaults/  shipped facts with their sources
workers/   (beside app/) the edge that runs by itself

Nothing is imported here, so that `import app.domain` never starts Flask.
"""
