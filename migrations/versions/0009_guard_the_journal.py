"""Guard what may not change: the journal refuses update and delete by anyone; a deadline moves only with its row.

The trigger stands beside the grants, so that even the owner's careless hand is stopped (decisions 1, 16).
"""

from alembic import op

revision = "0009"
down_revision = "0008"

GUARDS = (
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
    """,
    "CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    """
    CREATE FUNCTION deadline_has_its_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (
            SELECT FROM deadline_change c WHERE c.finding_id = NEW.id AND c.now IS NOT DISTINCT FROM NEW.due_at
        ) THEN
            RAISE EXCEPTION 'the deadline of % changed without a row in deadline_change', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deadline_has_its_change';
        END IF;
        RETURN NULL;
    END $$
    """,
    "CREATE CONSTRAINT TRIGGER deadline_has_its_change AFTER UPDATE OF due_at ON finding "
    "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.due_at IS DISTINCT FROM NEW.due_at) "
    "EXECUTE FUNCTION deadline_has_its_change()",
)


def upgrade() -> None:
    for statement in GUARDS:
        op.execute(statement)
