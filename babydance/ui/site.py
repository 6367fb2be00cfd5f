"""The site map: every page, its path, its title and what loads it."""

from __future__ import annotations

import reflex as rx

from babydance.ui import paths
from babydance.ui.frames import public
from babydance.ui.pages.account import account_page
from babydance.ui.pages.credits.page import credits_page
from babydance.ui.pages.credits.state import CreditsState
from babydance.ui.pages.edit.page import edit_page
from babydance.ui.pages.edit.state import EditState
from babydance.ui.pages.entrance.page import forgot_page, reset_page, sign_in_page, sign_up_page, verify_page
from babydance.ui.pages.entrance.state import ForgotState, ResetState, SignInState, SignUpState, VerifyState
from babydance.ui.pages.gallery.page import gallery_page
from babydance.ui.pages.gallery.state import GalleryState
from babydance.ui.pages.landing.page import landing_page
from babydance.ui.pages.not_found import not_found_page
from babydance.ui.pages.privacy import privacy_page
from babydance.ui.pages.studio.page import studio_page
from babydance.ui.pages.studio.state import StudioState
from babydance.ui.pages.terms import terms_page
from babydance.ui.session import SessionState
from babydance.ui.theme import DESCRIPTION, TITLE

_PAGES = (
    (paths.LANDING, public(landing_page), TITLE, SessionState.welcome),
    (paths.PRIVACY, public(privacy_page), "Privacy", SessionState.welcome),
    (paths.TERMS, public(terms_page), "Terms", SessionState.welcome),
    (paths.SIGN_UP, sign_up_page, "Make an account", SignUpState.load),
    (paths.SIGN_IN, sign_in_page, "Sign in", SignInState.load),
    (paths.VERIFY, verify_page, "Confirm your address", VerifyState.load),
    (paths.FORGOT, forgot_page, "New password", ForgotState.load),
    (paths.RESET, reset_page, "Choose a new password", ResetState.load),
    (paths.STUDIO, studio_page, "Studio", StudioState.load),
    (paths.GALLERY, gallery_page, "Gallery", GalleryState.load),
    (paths.EDIT, edit_page, "Edit", EditState.load),
    (paths.CREDITS, credits_page, "Credits", CreditsState.load),
    (paths.ACCOUNT, account_page, "Account", SessionState.arrive),
)


def add_pages(app: rx.App) -> None:
    """Register every page on ``app``."""
    for path, page, title, on_load in _PAGES:
        full_title = title if title == TITLE else f"{title} · {TITLE}"
        app.add_page(page, route=path, title=full_title, description=DESCRIPTION, on_load=on_load)
    app.add_page(
        public(not_found_page),
        route="/404",
        title=f"Not found · {TITLE}",
        description=DESCRIPTION,
        on_load=SessionState.welcome,
    )
