"""Tables and the queries over them; imported whole so that Alembic sees every table."""

from babydance.store import accounts as accounts
from babydance.store import credits as credits
from babydance.store import folders as folders
from babydance.store import generations as generations
from babydance.store import images as images
from babydance.store import leases as leases
from babydance.store import mail as mail
from babydance.store import prompts as prompts
from babydance.store import shares as shares
from babydance.store import uploads as uploads
