"""largest first, and pictures by their hash

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-25 07:15:00

"""

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

IS_SIZED = sa.text('deleted_at IS NULL AND trashed_at IS NULL AND pixels >= 0')


def upgrade() -> None:
    with op.batch_alter_table('image', schema=None) as batch_op:
        batch_op.add_column(sa.Column('pixels', sa.Integer(), nullable=False, server_default='0'))
    op.execute('UPDATE image SET pixels = width * height')
    with op.batch_alter_table('image', schema=None) as batch_op:
        batch_op.create_index('ix_image_largest', ['account_id', 'pixels', 'created_at', 'id'], unique=False, sqlite_where=IS_SIZED, postgresql_where=IS_SIZED)
        batch_op.create_index('ix_image_hash', ['sha256'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('image', schema=None) as batch_op:
        batch_op.drop_index('ix_image_hash')
        batch_op.drop_index('ix_image_largest')
        batch_op.drop_column('pixels')
