"""The kinds of official documents, read from `document_types.tsv`, and the codes of who issues them."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from searcher.vietnamese.plain import plain


@dataclass(frozen=True, slots=True)
class DocumentTypes:
    """`codes` in plain letters (`nq`), and plain `names` (codes too) to their code; both for lookup."""

    codes: frozenset[str]
    names: dict[str, str]
    spoken_codes: frozenset[str]
    """The codes that are no words in plain letters: they may stand alone, with spaces around."""
    last_words: frozenset[str]
    """The last word of every name, and `so`: what can stand just before the number of a document."""
    careful: frozenset[str]
    """Codes whose name and a number together are not surely a document's."""


_VOWELS = frozenset("aeiouy")
"""A code with a vowel may be a word in plain letters (ĐA, `đã`): then only its full name is a name."""


@cache
def document_types() -> DocumentTypes:
    """Return the table of document kinds; the file is read at the first call."""
    text = (files(__package__) / "document_types.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    names: dict[str, str] = {}
    for code, spelled, _ in rows:
        key = plain(code).text
        names.update((plain(name).text, key) for name in spelled.split(";"))
    codes = frozenset(plain(row[0]).text for row in rows)
    spoken = frozenset(code for code in codes if not _VOWELS & set(code))
    careful = frozenset(plain(code).text for code, _, surety in rows if surety == "careful")
    names.update((code, code) for code in spoken)
    last_words = frozenset(name.rsplit(" ", 1)[-1] for name in names) | {"so"}
    return DocumentTypes(codes, names, spoken, last_words, careful)


_PARTY = """
    tw tu hu qu thu du dcs btgtw bdvtw bnctw btctw ubkttw vptw ubkttu vptu bcsd dtn
"""
_STATE = """
    cp ttg ubnd ub hdnd ctn vpcp vpqh vpctn bch btv bbt bct bcd bcdqg qh ubtvqh ubmttq mttq tld tldld
    bgddt bgd byt btc bnv bca bqp bxd bgtvt bnnptnt bnn btnmt bnnmt bkhcn bkhdt bldtbxh bvhttdl
    btttt bng btp bdttg ubdt nhnn vksndtc tandtc ttcp ktnn bhxh bhxhvn thts tct tchq tctk sgddt sgd syt
    stc snv sxd sgtvt snn snnptnt stnmt snnmt skhcn skhdt sldtbxh svhtt svhttdl stttt stp svh sct sdl
    ldtbxh gddt pgddt cax cat bql bqlkkt vp
"""

PARTY = frozenset(_PARTY.split())
"""Issuers that write 54-NQ/TW where the state writes 83/NQ-CP."""

ISSUERS = PARTY | frozenset(_STATE.split())
"""Issuers of documents, in plain letters: what makes `5432/ubnd-kgvx` a number of a document."""
