"""The addresses of the pages; everything that links takes them from here."""

from __future__ import annotations

LANDING = "/"
SIGN_UP = "/sign-up"
SIGN_IN = "/sign-in"
VERIFY = "/verify"
FORGOT = "/forgot"
RESET = "/reset"
STUDIO = "/studio"
GALLERY = "/gallery"
EDIT = "/edit"
CREDITS = "/credits"
ACCOUNT = "/account"
PRIVACY = "/privacy"
TERMS = "/terms"
