"""Make the one clock and the grants every later table follows.

Time is `xz_now()`: the transaction's time plus an offset (or a frozen time) that only the owner can set, and
only outside production. New tables give the app SELECT, INSERT and UPDATE; narrower rights are said where a table is made.
Revision: first
"""

from alembic import op

revision = "0001"
down_revision = None

CLOCK = """
CREATE TABLE xz_clock (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    mode text NOT NULL DEFAULT 'production' CHECK (mode IN ('production', 'demo', 'test')),
    ahead interval NOT NULL DEFAULT '0',
    frozen timestamptz,
    CONSTRAINT production_time_is_real CHECK (mode <> 'production' OR (ahead = '0' AND frozen IS NULL))
);
INSERT INTO xz_clock DEFAULT VALUES;
CREATE FUNCTION xz_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT coalesce(frozen, now() + ahead) FROM xz_clock $$;
"""
RIGHTS = """
GRANT USAGE ON SCHEMA public TO xunzhen_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE ON TABLES TO xunzhen_app;
GRANT SELECT ON xz_clock TO xunzhen_app;
REVOKE INSERT, UPDATE ON xz_clock FROM xunzhen_app;
"""


def upgrade() -> None:
    for statement in (CLOCK + RIGHTS).strip().split(";\n"):
        op.execute(statement)
