"""Twins: the addresses that one page has for phones, for readers from somewhere, and in the copies that search engines keep.

What only this module knows: which parameters, labels of a host and segments of a path never tell two pages apart. One that could name a
page (`id`, `p`, `page`, `article`) is none of them, and one that does so on some sites (`ref`, `source`) only with a value that names no
page. The names are from the documentation of those who add them, and from the share buttons of large newsrooms; checked 2026-11.
"""

from __future__ import annotations

import re

_PREFIXES = (
    *("utm_", "utm-", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "oly_", "at_", "ns_", "ga_", "wt_", "wt.", "itm_", "vero_", "trk_"),
    *("cm_mmc", "elqtrack", "__hs", "_hs", "fb_action_", "guce_", "wicked", "awt_", "rdt_", "_branch_", "bsft_", "ml_subscriber"),
    *("amp_js", "amp_gsa", "mkt_"),
)
_OF_EACH = (
    # networks, search engines and their advertisements
    "fbclid fb_source fb_ref fref gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid _ga _gl _gac msclkid twclid "
    "ttclid li_fat_id sccid epik yclid ymclid ysclid _openstat irclickid irgwc igshid igsh srsltid spm mibextid sfnsn usqp "
    "__twitter_impression sms_ss ref_src ref_url dicbo tblci ef_id s_kwcid hootpostid "
    # mailing services
    "mc_cid mc_eid mc_tc hsctatracking spjobid spmailingid spuserid spreportid sfmc_sub elq elqaid elqat elqcampaignid "
    "ck_subscriber_id bxid cndid hasha hashb hashc _kx _ke nr_email_referer "
    # newsrooms
    "cmp cmpid cmp_id s_cid s_campaign icid intcmp int_cmp ncid ocid ito smid smtyp smprod emc ftag ftcamp segmentid xtor "
    "xtref xtcr sr_share tpcc guccounter soc_src soc_trk .tsrc tsrc reflink mbid esrc unlocked_article_code cm_lm cm_ven "
    "cm_cat cm_pla cm_ite cm_sp cm_re "
    # shops and sessions
    "ranmid raneaid ransiteid zanpid phpsessid jsessionid "
)
_NAMES = frozenset(_OF_EACH.split())
_SOMETIMES = frozenset({"ref", "referrer", "referer", "source", "src", "via", "from", "partner", "share", "sharetype", "feature", "mod"})
_ORIGIN = re.compile(
    r"(?:rss|feed|twitter|tw|facebook|fb|linkedin|reddit|whatsapp|telegram|instagram|bluesky|mastodon|threads|flipboard|pocket|slack|e-?mail|mail"
    r"|newsletters?|nl|push|app|applenews|google|googlenews|msn|yahoo|smartnews|hackernews|hn|producthunt|social|socials?hare|share|sharing"
    r"|home|homepage|hp|nav|menu|header|footer|sidebar|related|recommended|bookmarks?|groupmessage|timeline|singlemessage|youtu\.be)"
    r"(?:[-_:].*)?",
    re.IGNORECASE,
)
"""A value that says where a reader came from: a network, or a place on the page."""

_HOST = re.compile(r"(?:[\w-]+\.)+(?!html?$|php$|jpe?g$|png$|gif$|webp$|svg$|pdf$|zip$|js$|css$|xml$|json$)[a-z]{2,}", re.IGNORECASE)
"""A value that is a host, as publishing systems add it to what they link ("ref=tide.example"); no file."""

_AMP_NAMES = frozenset({"amp", "_amp", "isamp", "is_amp"})
_AMP_FORMS = frozenset({"outputtype", "output", "format", "view"})
_YES = frozenset({"", "1", "true", "yes", "y"})

_PHONES = frozenset({"m", "mobile", "mobil", "amp"})
_LANGUAGE = re.compile(r"[a-z]{2,3}|simple|zh-[a-z]+")
_SHARED = frozenset({"co", "com", "org", "net", "ac", "gov", "gob", "gouv", "edu", "or", "ne", "go", "web", "nom"})
"""Labels under which a country registers names: in `m.co.uk`, the m is the site itself."""

_CACHE = re.compile(r"(?:[\w.-]+\.)?(?:cdn\.ampproject\.org|bing-amp\.com)")
_VIEWER = re.compile(r"(?:www\.)?google(?:\.[a-z]{2,3}){1,2}")
_KEPT = re.compile(r"/(?:amp|[acv]|wp)/(?:s/)?([\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/.*)?)", re.DOTALL)
_INDEX = re.compile(r"/index\.(?:html?|php|shtml)$")
_AMP_FIRST = re.compile(r"^/(?:platform/amp|amp|amphtml)(?=/[^/])")
_AMP_LAST = re.compile(r"(?<=[^/])(?:/amp(?:\.html?)?|\.amp|\.amp(?=\.html?$))$|\.amp(?=\.html?$)")
_AMP_DATED = re.compile(r"/amp(?=/[^/]*\d)")

_ROUNDS = 12
"""So many marks one after another no page has: such an address was made to keep us busy, and stays as it is."""

_LONGEST_HOST = 253
"""A longer name no network knows (RFC 1035)."""


def is_tracking(name: str, value: str) -> bool:
    """Whether a parameter says how a reader came or on what device, and never which page is meant."""
    name = name.lower()
    if name in _NAMES or name.startswith(_PREFIXES):
        return True
    if name in _SOMETIMES:
        return bool(_ORIGIN.fullmatch(value) or (name.startswith("ref") and _HOST.fullmatch(value)))
    return (name in _AMP_NAMES and value.lower() in _YES) or (name in _AMP_FORMS and value.lower() == "amp")


def keeps_copies(host: str, path: str) -> bool:
    """Whether an address is one under which a search engine keeps, or shows, the AMP copies of others' pages."""
    return bool(_CACHE.fullmatch(host) or (path.startswith("/amp/") and _VIEWER.fullmatch(host)))


def original_of(path: str) -> str:
    """The address of the page of which a copy is kept under a path, "" when there is none."""
    kept = _KEPT.fullmatch(path)
    return f"https://{kept[1]}" if kept else ""


def plain_host(host: str, *, has_path: bool) -> str:
    """A host without `www.` and, for any page but the first, without the label of its phone or AMP twin."""
    if len(host) > _LONGEST_HOST:
        return host
    labels = host.split(".")
    while len(labels) > 2:
        phone = 0 if labels[0] in _PHONES else 1 if labels[1] in _PHONES and _LANGUAGE.fullmatch(labels[0]) else None
        if labels[0] == "www":
            labels = labels[1:]
        elif has_path and phone is not None and _is_site(labels[phone + 1 :]):
            labels = labels[:phone] + labels[phone + 1 :]
        else:
            break
    return ".".join(labels)


def without_idle_slashes(path: str) -> str:
    """A path without doubled slashes and those that close it."""
    return re.sub("//+", "/", path).rstrip("/") if "//" in path or path.endswith("/") else path


def plain_path(path: str) -> str:
    """A path without the name of an index page and what marks the AMP twin of a page."""
    plain = path
    for _ in range(_ROUNDS):
        shorter = _INDEX.sub("", plain)
        if "amp" in plain:
            shorter = _AMP_DATED.sub("", _AMP_LAST.sub("", _AMP_FIRST.sub("", shorter, count=1)))
        if shorter == plain:
            return plain
        plain = without_idle_slashes(shorter)
    return path  # whole, and not cut in part: what is plain must not become plainer when asked again


def _is_site(labels: list[str]) -> bool:
    """Whether labels are a site's own name, and not only the ending under which names are registered."""
    return len(labels) > 2 or (len(labels) == 2 and not (len(labels[1]) == 2 and labels[0] in _SHARED))
