"""The credit ledger: lots, holds, and a book of postings that is only ever added to.

Every function here that moves credits takes the open session of a transaction, commits nothing, and begins
with ``lock``: a write on the account's row. PostgreSQL then keeps every other mover of the account waiting
until the commit, and shows what the one before committed; SQLite has one writer anyway. So what is read after
the lock stays true, and the CHECK constraints are a second line that should never be reached.
"""

from babydance.store.credits.book import lock as lock
from babydance.store.credits.book import versions as versions
from babydance.store.credits.holds import reserve as reserve
from babydance.store.credits.holds import settle as settle
from babydance.store.credits.holds import stale_holds as stale_holds
from babydance.store.credits.lots import accounts_to_expire as accounts_to_expire
from babydance.store.credits.lots import expire_due as expire_due
from babydance.store.credits.lots import grant as grant
from babydance.store.credits.lots import grant_sign_up as grant_sign_up
from babydance.store.credits.reading import balance as balance
from babydance.store.credits.reading import lines as lines
from babydance.store.credits.reading import lots as lots
from babydance.store.credits.tables import APPEND_ONLY as APPEND_ONLY
from babydance.store.credits.tables import CreditAccount as CreditAccount
from babydance.store.credits.tables import CreditHold as CreditHold
from babydance.store.credits.tables import CreditHoldLot as CreditHoldLot
from babydance.store.credits.tables import CreditLot as CreditLot
from babydance.store.credits.tables import LedgerPosting as LedgerPosting
from babydance.store.credits.tables import LedgerTxn as LedgerTxn
