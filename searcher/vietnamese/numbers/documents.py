"""Numbers of official documents: 54-NQ/TW, 83/NQ-CP, 15/2020/NĐ-CP, Luật 45/2019/QH14, NQ 54, 54 NQ TW.

Read is plain text (see `plain`). Every spelling comes to one: number, year, type, issuers.
"""

import re
from dataclasses import dataclass

from searcher.vietnamese.numbers.document_types import ISSUERS, PARTY, document_types
from searcher.vietnamese.numbers.number import Found, Kind

_REACH = 48
"""Characters before a number among which the name of its type may stand."""

_HEAD = re.compile(
    r"(?P<number>\d{1,6})(?P<letter>[a-h](?![a-z0-9]))?(?: ?/ ?(?P<year>(?:19|20)\d\d)(?!\d))?"
)
_CODE = r"[a-z][a-z0-9&]{0,15}(?![a-z0-9&])"
_JOINED = re.compile(rf" ?(?P<sign>[-/]) ?(?P<codes>{_CODE}(?:(?: ?/ ?|-){_CODE}){{0,3}})")
_SPACED = re.compile(rf" {{1,2}}({_CODE})(?:[ /-]{{1,3}}({_CODE}))?")
_WORD = re.compile(r"[a-z]+")
_GAP = re.compile(r"[ .:]{0,4}")
_CODE_BEFORE = re.compile(r"(?:^|[^a-z0-9])(?:nq|nd|qd|ttlt|nqlt|vbhn)$")
_COUNTED = re.compile(r"[-/.,:]\d|%")
_NEXT_WORD = re.compile(r" {1,2}([a-z]+)")
_YEAR_BEHIND = re.compile(r",? {1,2}nam (?P<year>(?:19|20)\d\d)(?!\d)")
_STANDARD = re.compile(
    r"(?P<number>\d{1,6}(?:-\d{1,3}|-mt)?)(?: ?: ?(?P<year>(?:19|20)\d\d))?(?:/(?P<organ>[a-z]{2,12}))?"
)
_PARLIAMENT = re.compile(r"(?:ubtv)?qh\d{1,2}")

_VOWELS = frozenset("aeiouy")
_SURE_CODES = frozenset({"nq", "nd", "qd", "ttlt", "nqlt", "vbhn"})
"""Codes that are no word, no unit and no other abbreviation: enough without an issuer."""

_SYMBOLLESS = frozenset({"cv", "vb", "luat", "pl", "lenh", "hp"})
"""Types that are named, but not written into the number where there is an issuer."""

_FOLLOWING = """
    cua ve ngay do da duoc tai la va hay theo cho nay co quy sua thay ban tren trong khi neu
    se con thi voi hoac nham dang chua khong cung vao
"""
_BEHIND = frozenset(_FOLLOWING.split())
"""Words that follow the number of a document; a noun makes it a count: `báo cáo 3 vụ việc`."""


@dataclass(frozen=True, slots=True)
class _Document:
    """A document's number taken apart; `kind` is the code of its type, plain."""

    head: str
    year: str
    kind: str
    issuers: tuple[str, ...]

    def parts(self) -> tuple[tuple[str, float], ...]:
        """Return the forms that find it, the whole first."""
        forms = {self._whole(): 1.0}
        if self.year and self._of_parliament():
            forms.setdefault(f"qh {self.head}/{self.year}", 0.7)
        if self.year and self.kind:
            forms.setdefault(f"{self.kind} {self.head}/{self.year}", 0.8)
        if self.kind:
            forms.setdefault(f"{self.kind} {self.head}", 0.5)
        elif len(self.issuers) > 1:
            forms.setdefault(f"{self._dated()}/{self.issuers[0]}", 0.5)
        return tuple(sorted(forms.items(), key=lambda part: -part[1]))

    def _of_parliament(self) -> bool:
        return self.kind == "luat" or any(map(_PARLIAMENT.fullmatch, self.issuers))

    def _dated(self) -> str:
        return f"{self.head}/{self.year}" if self.year else self.head

    def _whole(self) -> str:
        if not self.issuers:
            return f"{self.kind} {self._dated()}"
        silent = self.kind in _SYMBOLLESS or _PARLIAMENT.fullmatch(self.issuers[0])
        codes = self.issuers if silent or not self.kind else (self.kind, *self.issuers)
        if not self.year and len(codes) > 1 and self.issuers[0] in PARTY:
            return f"{self.head}-{codes[0]}/{'-'.join(codes[1:])}"
        return f"{self._dated()}/{'-'.join(codes)}"


@dataclass(frozen=True, slots=True)
class _Name:
    """The name of a type before a number; `sure` when it, or the word `số`, leaves no doubt."""

    code: str
    start: int
    sure: bool


def document_at(text: str, position: int, covered: int) -> Found | None:
    """Return the document whose number begins at `position` of plain `text`, looking back to `covered`."""
    head = _HEAD.match(text, position)
    if head is None:
        return None
    name = _name_before(text, position, covered)
    if name is not None and name.code in {"tcvn", "qcvn", "qcdp"}:
        return _standard(text, position, name)
    return _joined(text, head, name) or _spaced(text, head, name) or _named(text, head, name)


def is_glued_to_a_code(text: str, position: int) -> bool:
    """Tell whether the digits at `position` follow the code of a type at once: NQ54."""
    return _CODE_BEFORE.search(text[max(0, position - 6) : position]) is not None


def _name_before(text: str, position: int, covered: int) -> _Name | None:
    """Return the longest name of a type that stands just before `position`."""
    if not _may_be_named(text, position):
        return None
    words = list(_WORD.finditer(text, max(covered, position - _REACH), position))[-5:]
    if not words or not _GAP.fullmatch(text, words[-1].end(), position):
        return None
    counted = words[-1][0] == "so"
    return _longest_name(words[:-1] if counted else words[-4:], counted=counted)


def _may_be_named(text: str, position: int) -> bool:
    """Tell quickly, for the many numbers without one, whether a name can stand before `position`."""
    if position == 0:
        return False
    if text[position - 1] not in " .:":
        return is_glued_to_a_code(text, position)
    near = _WORD.findall(text, max(0, position - 14), position)
    return bool(near) and near[-1] in document_types().last_words


def _longest_name(words: list[re.Match[str]], *, counted: bool) -> _Name | None:
    types = document_types()
    for first in range(len(words)):
        code = types.names.get(" ".join(word[0] for word in words[first:]))
        if code:
            sure = counted or code not in types.careful or words[first][0] == code
            return _Name(code, words[first].start(), sure)
    return None


def _found(document: _Document, start: int, end: int, name: _Name | None) -> Found:
    return Found(Kind.DOCUMENT, name.start if name else start, end, document.parts())


def _number(head: re.Match[str]) -> str:
    return (head["number"].lstrip("0") or "0") + (head["letter"] or "")


def _joined(text: str, head: re.Match[str], name: _Name | None) -> Found | None:
    """Read codes behind dashes and slashes: 54-NQ/TW, 5432/UBND-KGVX, 45/2019/QH14."""
    tail = _JOINED.match(text, head.end())
    if tail is None:
        return None
    codes = [code.replace("&", "") for code in re.split(r" ?[-/] ?", tail["codes"])]
    issued = tail["sign"] == "/" and (name is not None or _is_issuer(codes))
    document = _from_codes(head, codes, name, issued=issued or codes[0] in ISSUERS)
    return _found(document, head.start(), tail.end(), name) if document else None


def _is_issuer(codes: list[str]) -> bool:
    """Tell whether codes such as `sldtbxh-vp` look like an office and its department."""
    return len(codes) > 1 and len(codes[0]) > 2 and not _VOWELS & set(codes[0])


def _from_codes(
    head: re.Match[str], codes: list[str], name: _Name | None, *, issued: bool
) -> _Document | None:
    number, year, first = _number(head), head["year"] or "", codes[0]
    if first in document_types().codes:
        if len(codes) > 1 or first in _SURE_CODES or name:
            return _Document(number, year, first, tuple(codes[1:]))
        return None
    if issued or _PARLIAMENT.fullmatch(first):
        return _Document(number, year, name.code if name else "", tuple(codes))
    return _run_together(number, year, first)


def _run_together(number: str, year: str, code: str) -> _Document | None:
    """Read 54-NQTW, where type and issuer have no sign between them."""
    for length in (4, 2):
        if code[:length] in _SURE_CODES and code[length:] in ISSUERS:
            return _Document(number, year, code[:length], (code[length:],))
    return None


def _spaced(text: str, head: re.Match[str], name: _Name | None) -> Found | None:
    """Read codes behind spaces: 54 NQ TW, 15/2020 NĐ CP."""
    tail = _SPACED.match(text, head.end())
    if tail is None or tail[1] not in document_types().spoken_codes:
        return None
    if tail[2] in ISSUERS:
        document = _Document(_number(head), head["year"] or "", tail[1], (tail[2],))
        return _found(document, head.start(), tail.end(2), name)
    if tail[1] in _SURE_CODES - {"nd"}:
        document = _Document(_number(head), head["year"] or "", tail[1], ())
        return _found(document, head.start(), tail.end(1), name)
    return None


def _named(text: str, head: re.Match[str], name: _Name | None) -> Found | None:
    """Read a name and a number: Nghị quyết 54, NĐ 15, nghị định 15 năm 2020."""
    if name is None or text[head.end() : head.end() + 1].isalnum():
        return None
    behind = None if head["year"] else _YEAR_BEHIND.match(text, head.end())
    if not (name.sure or head["year"] or _stands_alone(text, head.end())):
        return None
    year = head["year"] or (behind["year"] if behind else "")
    document = _Document(_number(head), year, name.code, ())
    return _found(document, head.start(), behind.end() if behind else head.end(), name)


def _stands_alone(text: str, end: int) -> bool:
    """Tell whether what follows does not make the number a count, a date or part of a longer one."""
    if _COUNTED.match(text, end):
        return False
    word = _NEXT_WORD.match(text, end)
    return word is None or word[1] in _BEHIND


def _standard(text: str, position: int, name: _Name) -> Found | None:
    """Read technical standards: TCVN 5687:2010, QCVN 08-MT:2015/BTNMT."""
    found = _STANDARD.match(text, position)
    if found is None:
        return None
    short = f"{name.code} {found['number']}"
    whole = f"{short}:{found['year']}" if found["year"] else short
    parts = tuple({whole: 1.0, short: 1.0 if whole == short else 0.6}.items())
    return Found(Kind.DOCUMENT, name.start, found.end(), parts)
