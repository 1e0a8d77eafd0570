"""Which addresses a reader can follow, and what is wrong with the others."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.check.addresses import Fault, Hosts, fault_of

HOSTS = Hosts(staging=("rehearsal.example",), brand=("northlight.example", "northlight.co.example"))


@pytest.mark.parametrize(
    "address",
    [
        "https://northlight.example",
        "https://northlight.example/",
        "HTTPS://Northlight.Example/Story#part",
        "http://northlight.example:8080/a?b=c&d=%20#e",
        "https://münchen.example/straße?q=ß",
        "https://xn--mnchen-3ya.example/",
        "https://user@northlight.example/",
        "https://8.8.8.8/dns",
        "https://[2606:4700:4700::1111]/dns",
        "https://northlight.example/localhost",
        "https://localhost.example/",
        "https://mylocal.example/",
        "https://contest.northlight.example/",
        "https://latest.northlight.example/",
        "https://stage.other.example/",
        "https://notrehearsal.example/",
        "https://developers.northlight.example/",
        "https://northlight.example./dot",
        "https://northlight.example/{{x}}",
        "mailto:desk@northlight.example",
        "mailto:desk@northlight.example?subject=Hello%20there",
        "tel:+47 555 00 100",
        "sms:+4755500100",
        "  https://northlight.example/\n",
    ],
)
def test_these_can_be_followed(address: str) -> None:
    assert fault_of(address, HOSTS) is None


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("", Fault.EMPTY),
        (" \t", Fault.EMPTY),
        ("#", Fault.PLACEHOLDER),
        ("/", Fault.PLACEHOLDER),
        ("?", Fault.PLACEHOLDER),
        ("#top", Fault.ANCHOR),
        ("//northlight.example", Fault.PROTOCOL_RELATIVE),
        ("\\\\server\\share", Fault.PROTOCOL_RELATIVE),
        ("/story", Fault.RELATIVE),
        ("story.html", Fault.RELATIVE),
        ("../story", Fault.RELATIVE),
        ("?id=1", Fault.RELATIVE),
        ("northlight.example/story", Fault.RELATIVE),
        ("localhost:8000/story", Fault.RELATIVE),
        ("northlight.example:443", Fault.RELATIVE),
        ("javascript:void(0)", Fault.SCHEME),
        ("JavaScript:alert(1)", Fault.SCHEME),
        ("java\tscript:alert(1)", Fault.SCHEME),
        ("\x00javascript:alert(1)", Fault.SCHEME),
        ("vbscript:x", Fault.SCHEME),
        ("blob:https://northlight.example/1", Fault.SCHEME),
        ("file:///etc/hosts", Fault.SCHEME),
        ("ftp://northlight.example/", Fault.SCHEME),
        ("c:\\stories\\ferry.html", Fault.SCHEME),
        ("data:text/html,x", Fault.DATA),
        ("http://localhost", Fault.PRIVATE),
        ("http://localhost:3000/x", Fault.PRIVATE),
        ("http://cms/x", Fault.PRIVATE),
        ("http://127.0.0.1/", Fault.PRIVATE),
        ("http://127.1/", Fault.PRIVATE),
        ("http://2130706433/", Fault.PRIVATE),
        ("http://0.0.0.0:8000/", Fault.PRIVATE),
        ("http://10.1.2.3/", Fault.PRIVATE),
        ("http://172.16.0.1/", Fault.PRIVATE),
        ("http://192.168.1.1/", Fault.PRIVATE),
        ("http://169.254.169.254/", Fault.PRIVATE),
        ("http://[::1]:8000/", Fault.PRIVATE),
        ("http://[fe80::1]/", Fault.PRIVATE),
        ("http://[fd00::1]/", Fault.PRIVATE),
        ("https://printer.local/", Fault.PRIVATE),
        ("https://PRINTER.LOCAL./", Fault.PRIVATE),
        ("https://www.northlight.test/", Fault.PRIVATE),
        ("https://cms.internal/", Fault.PRIVATE),
        ("https://sample.invalid/unsubscribe", Fault.PRIVATE),
        ("https://router.home.arpa/", Fault.PRIVATE),
        ("https://app.localhost/", Fault.PRIVATE),
        ("https://rehearsal.example/", Fault.STAGING),
        ("https://a.b.rehearsal.example/", Fault.STAGING),
        ("https://staging.northlight.example/", Fault.STAGING),
        ("https://www-staging.northlight.example/", Fault.STAGING),
        ("https://staging2.northlight.example/", Fault.STAGING),
        ("https://cms.preview.northlight.co.example/", Fault.STAGING),
        ("https://", Fault.MALFORMED),
        ("https:///story", Fault.MALFORMED),
        ("https:northlight.example", Fault.MALFORMED),
        ("https:/northlight.example", Fault.MALFORMED),
        ("http://https://northlight.example", Fault.MALFORMED),
        ("https://northlight.example/a b", Fault.MALFORMED),
        ('https://northlight.example/"x"', Fault.MALFORMED),
        ("https://north light.example/", Fault.MALFORMED),
        ("https://northlight..example/", Fault.MALFORMED),
        ("https://northlight.example:port/", Fault.MALFORMED),
        ("https://[::1/", Fault.MALFORMED),
        ("https://north,light.example/", Fault.MALFORMED),
        ("mailto:", Fault.MALFORMED),
        ("mailto:desk", Fault.MALFORMED),
        ("mailto:?subject=x", Fault.MALFORMED),
        ("tel:", Fault.MALFORMED),
        ("tel:us", Fault.MALFORMED),
    ],
)
def test_these_cannot(address: str, fault: Fault) -> None:
    assert fault_of(address, HOSTS) is fault


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80) | st.text(alphabet="htps:/.@#?[]{}%0123456789abc \\", max_size=40))
def test_no_address_makes_the_judgement_fall_over(address: str) -> None:
    assert fault_of(address, HOSTS) in (None, *Fault)
