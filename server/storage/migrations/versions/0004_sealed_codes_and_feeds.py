"""Keys for scans that wait on devices, the change feed's name, when an undo was pressed"""

import secrets
import uuid

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sealing_key", sa.LargeBinary(32), nullable=True))
        batch_op.add_column(sa.Column("feed_id", sa.String(36), nullable=True))
    _fill()
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.alter_column("sealing_key", existing_type=sa.LargeBinary(32), nullable=False)
        batch_op.alter_column("feed_id", existing_type=sa.String(36), nullable=False)
    with op.batch_alter_table("undos", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pressed_at", sa.BigInteger(), nullable=True))
    op.execute("UPDATE undos SET pressed_at = at")
    with op.batch_alter_table("undos", schema=None) as batch_op:
        batch_op.alter_column("pressed_at", existing_type=sa.BigInteger(), nullable=False)


def _fill() -> None:
    events = sa.table(
        "events", sa.column("id"), sa.column("sealing_key", sa.LargeBinary), sa.column("feed_id")
    )
    connection = op.get_bind()
    for event_id in connection.execute(sa.select(events.c.id)).scalars().all():
        own = {"sealing_key": secrets.token_bytes(32), "feed_id": str(uuid.uuid4())}
        connection.execute(events.update().where(events.c.id == event_id).values(**own))


def downgrade() -> None:
    with op.batch_alter_table("undos", schema=None) as batch_op:
        batch_op.drop_column("pressed_at")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_column("feed_id")
        batch_op.drop_column("sealing_key")
