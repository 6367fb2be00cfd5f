"""The headers of every answer."""

from babydance.endpoints.headers import cache_headers, is_part, security_headers


def named(headers):
    return {name.decode(): value.decode() for name, value in headers}


def test_pictures_may_cross_ports_only_for_hot_reload():
    usual = named(security_headers(is_https=False, policy=""))
    reloading = named(security_headers(is_https=False, policy="", has_other_port=True))
    assert usual["cross-origin-resource-policy"] == "same-origin"
    assert reloading == usual | {"cross-origin-resource-policy": "same-site"}


def test_files_with_a_hash_in_their_name_stay_for_ever_fonts_for_a_day_and_pages_not_at_all():
    kept = {
        path: named(cache_headers(path))["cache-control"] for path in ("/assets/a-1.js", "/fonts/a.woff2", "/studio/")
    }
    assert "immutable" in kept["/assets/a-1.js"]
    assert "max-age=86400" in kept["/fonts/a.woff2"]
    assert kept["/studio/"] == "no-cache"


def test_only_parts_of_a_page_go_without_a_policy():
    assert is_part("/assets/a.js")
    assert is_part("/fonts/a.woff2")
    for path in ("/", "/studio/", "/media/original/x", "/assets", "/fontsx"):
        assert not is_part(path)
