"""The headers that every answer carries."""

from __future__ import annotations

from babydance.front_end import inline_hashes

RawHeaders = list[tuple[bytes, bytes]]

# Reflex's style library writes rules into empty style elements; their hashes change only with the libraries,
# and a journey in the browser fails when one is missing.
_EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
_FOR_EVER = "public, max-age=31536000, immutable"  # for names that change with their content
_A_DAY = "public, max-age=86400, stale-while-revalidate=604800"
_FILES = {"/assets/": _FOR_EVER, "/fonts/": _A_DAY, "/styles/": _A_DAY}


def content_security_policy() -> str:
    """Return the policy for this build: no eval, no inline script but those of the build, by hash."""
    scripts, styles = inline_hashes()
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *scripts]),
        "style-src-elem": " ".join(["'self'", _EMPTY_STYLE, *styles]),
        "style-src-attr": "'unsafe-inline'",
        "img-src": "'self' blob: data:",
        "media-src": "'self' blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'none'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def security_headers(*, is_https: bool, policy: str, has_other_port: bool = False) -> RawHeaders:
    """Return the headers that do not depend on the path."""
    headers = dict(_ALWAYS)
    if has_other_port:  # hot reload: pages come from another port of this machine
        headers["cross-origin-resource-policy"] = "same-site"
    if policy:
        headers["content-security-policy"] = policy
    if is_https:
        headers["strict-transport-security"] = "max-age=31536000"
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def cache_headers(path: str) -> RawHeaders:
    """Return how long a browser may keep a file of the build."""
    kept = next((kept for folder, kept in _FILES.items() if path.startswith(folder)), "no-cache")
    return [(b"cache-control", kept.encode())]


def is_part(path: str) -> bool:
    """Tell whether this is a script, font or picture of a page: a policy means nothing there and weighs 2 kB."""
    return path.startswith(tuple(_FILES))
