"""Make supervision orders, spots and findings."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geography
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    make_supervision_order()
    make_order_number()
    make_spot()
    make_finding()
    index_finding()
    make_finding_origin()


def make_supervision_order() -> None:
    op.create_table(
        "supervision_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("issuer_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("word", sa.String(length=16), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('closed', 'archived')) = (closed_at IS NOT NULL)", name=op.f("closed_order_has_time")
        ),
        sa.CheckConstraint("(seq IS NULL) = (issued_at IS NULL)", name=op.f("issued_has_number")),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_supervision_order_county_id")),
        sa.ForeignKeyConstraint(["drafted_by"], ["user.id"], name=op.f("fk_supervision_order_drafted_by")),
        sa.ForeignKeyConstraint(["issuer_id"], ["unit.id"], name=op.f("fk_supervision_order_issuer_id")),
        sa.ForeignKeyConstraint(["signed_by"], ["user.id"], name=op.f("fk_supervision_order_signed_by")),
        sa.ForeignKeyConstraint(["town_id"], ["region.id"], name=op.f("fk_supervision_order_town_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_supervision_order_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_order")),
        sa.UniqueConstraint(
            "county_id", "word", "year", "seq", name=op.f("uq_supervision_order_county_id_word_year_seq")
        ),
    )
    op.create_index(op.f("ix_supervision_order_town_id"), "supervision_order", ["town_id"], unique=False)


def make_order_number() -> None:
    op.create_table(
        "order_number",
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.String(length=16), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_order_number_county_id")),
        sa.PrimaryKeyConstraint("county_id", "word", "year", name=op.f("pk_order_number")),
    )


def make_spot() -> None:
    op.create_geospatial_table(
        "spot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("county_id", sa.Uuid(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("item_code", sa.String(length=8), nullable=False),
        sa.Column(
            "point",
            Geography(
                geometry_type="POINT",
                srid=4326,
                dimension=2,
                spatial_index=False,
                from_text="ST_GeogFromText",
                name="geography",
            ),
            nullable=True,
        ),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_spot_county_id")),
        sa.ForeignKeyConstraint(["town_id"], ["region.id"], name=op.f("fk_spot_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot")),
    )
    op.create_geospatial_index(
        "ix_spot_point", "spot", ["point"], unique=False, postgresql_using="gist", postgresql_ops={}
    )
    op.create_index(op.f("ix_spot_town_id"), "spot", ["town_id"], unique=False)


FINDING_COLUMNS = (
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("county_id", sa.Uuid(), nullable=False),
    sa.Column("town_id", sa.Uuid(), nullable=False),
    sa.Column("unit_id", sa.Uuid(), nullable=True),
    sa.Column("spot_id", sa.Uuid(), nullable=False),
    sa.Column("order_id", sa.Uuid(), nullable=True),
    sa.Column("duplicate_of", sa.Uuid(), nullable=True),
    sa.Column("checklist_id", sa.Uuid(), nullable=False),
    sa.Column("item_code", sa.String(length=8), nullable=False),
    sa.Column("quantity", sa.Numeric(precision=8, scale=2), nullable=False),
    sa.Column("severity", sa.String(length=16), nullable=False),
    sa.Column("time_grade", sa.String(length=4), nullable=False),
    sa.Column("red_line", sa.Boolean(), nullable=False),
    sa.Column("repeat", sa.Boolean(), nullable=False),
    sa.Column("fixed_on_spot", sa.Boolean(), nullable=False),
    sa.Column("source", sa.String(length=16), nullable=False),
    sa.Column("note", sa.String(length=500), nullable=False),
    sa.Column(
        "point",
        Geography(
            geometry_type="POINT",
            srid=4326,
            dimension=2,
            spatial_index=False,
            from_text="ST_GeogFromText",
            name="geography",
        ),
        nullable=True,
    ),
    sa.Column("disclosed_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("rework_count", sa.Integer(), nullable=False),
    sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("state", sa.String(length=16), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
)


def make_finding() -> None:
    op.create_geospatial_table(
        "finding",
        *FINDING_COLUMNS,
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("closed_has_time")),
        sa.CheckConstraint(
            "state NOT IN ('fixing', 'submitted') OR due_at IS NOT NULL", name=op.f("running_has_deadline")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("finding_quantity_positive")),
        sa.ForeignKeyConstraint(["checklist_id"], ["checklist.id"], name=op.f("fk_finding_checklist_id")),
        sa.ForeignKeyConstraint(["county_id"], ["region.id"], name=op.f("fk_finding_county_id")),
        sa.ForeignKeyConstraint(["duplicate_of"], ["finding.id"], name=op.f("fk_finding_duplicate_of")),
        sa.ForeignKeyConstraint(["order_id"], ["supervision_order.id"], name=op.f("fk_finding_order_id")),
        sa.ForeignKeyConstraint(["spot_id"], ["spot.id"], name=op.f("fk_finding_spot_id")),
        sa.ForeignKeyConstraint(["town_id"], ["region.id"], name=op.f("fk_finding_town_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_finding_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )


def index_finding() -> None:
    op.create_index("ix_finding_county_id_id", "finding", ["county_id", "id"], unique=False)
    op.create_index(op.f("ix_finding_order_id"), "finding", ["order_id"], unique=False)
    op.create_index(op.f("ix_finding_spot_id"), "finding", ["spot_id"], unique=False)
    op.create_index("ix_finding_town_id_state", "finding", ["town_id", "state"], unique=False)


def make_finding_origin() -> None:
    op.create_table(
        "finding_origin",
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("sameness", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_origin_finding_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["user.id"], name=op.f("fk_finding_origin_recorded_by")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_finding_origin_round_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_finding_origin_visit_id")),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_finding_origin")),
    )
    op.create_index(op.f("ix_finding_origin_round_id"), "finding_origin", ["round_id"], unique=False)
    op.create_index(op.f("ix_finding_origin_visit_id"), "finding_origin", ["visit_id"], unique=False)
