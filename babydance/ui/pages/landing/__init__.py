"""The first page: what the studio is, for somebody who has never been here."""

from babydance.ui.pages.landing.page import landing_page

__all__ = ["landing_page"]
