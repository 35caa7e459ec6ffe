"""What stands beside a hit: where its near-copies are listed, and why it is a hit, said in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from searcher import Explanation, Form, Hit, Occurrence, Part, Results, Tier
from webui.asking.addresses import address, why
from webui.asking.params import Question
from webui.language import gettext as _
from webui.present import number, points

Said = Callable[[], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One word: in which form it counts, where it stands, and what it adds; `points` is empty for nothing."""

    word: str
    how: str
    where: tuple["Place", ...]
    points: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How often a form of a word stands in which field; `form` is empty where it is what was typed."""

    form: str
    counts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a hit has its score: its words, their sum, what the second look gave by name, and how complete it is."""

    reasons: tuple[Reason, ...]
    first: str
    shares: tuple[tuple[str, str], ...]
    look: str
    tier: str
    score: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """The address that lists a hit and its near-copies, empty where it has none, why it is a hit, and the address that says it."""

    copies: str
    why: Why | None
    ask: str


def notes(question: Question, results: Results) -> dict[str, Note]:
    """Return what stands beside each hit, by id."""
    return {hit.article.id: _note(question, hit) for hit in results.hits}


def _note(question: Question, hit: Hit) -> Note:
    showing = replace(question.showing, copies_of=hit.article.id)
    return Note(
        copies=address(replace(question, page=1, showing=showing)) if hit.copies else "",
        why=_why(hit, hit.why) if hit.why and hit.why.parts else None,
        ask=why(question, hit.article.id),
    )


def _why(hit: Hit, told: Explanation) -> Why:
    return Why(
        reasons=tuple(map(_reason, told.parts)),
        first=points(told.first),
        shares=tuple(_shares(told)),
        look=points(told.look),
        tier=_TIERS[hit.tier](),
        score=points(hit.score),
    )


def _shares(told: Explanation) -> Iterator[tuple[str, str]]:
    for name, share in told.shares.items():
        if share:
            label = _SHARES.get(name)
            yield label() if label else name, points(share)


def _reason(part: Part) -> Reason:
    return Reason(
        word=part.typed,
        how=", ".join(_how(part)),
        where=tuple(_where(part, one) for one in part.occurrences),
        points=points(part.points) if part.points else "",
    )


def _how(part: Part) -> Iterator[str]:
    yield _FORMS[part.form]()
    if part.phrase and part.phrase != part.typed:
        yield _("trong cụm “%(phrase)s”") % {"phrase": part.phrase}
    if part.field:
        yield _("chỉ tìm trong %(field)s") % {"field": _FIELDS[part.field]()}


def _where(part: Part, found: Occurrence) -> Place:
    counts = {"title": found.title, "summary": found.summary, "body": found.body}
    listed = ", ".join(
        _("%(field)s %(n)s lần") % {"field": _FIELDS[field](), "n": number(count)}
        for field, count in counts.items()
        if count
    )
    form = found.key.replace("_", " ")
    return Place(form="" if form == part.typed.lower() else form, counts=listed)


_FIELDS: dict[str, Said] = {
    "title": lambda: _("tiêu đề"),
    "summary": lambda: _("tóm tắt"),
    "body": lambda: _("nội dung"),
}
_FORMS: dict[Form, Said] = {
    Form.TYPED: lambda: _("đúng như đã gõ"),
    Form.UNMARKED: lambda: _("gõ không dấu, tính mọi dấu"),
    Form.FOLDED: lambda: _("có trong bài với dấu khác"),
    Form.RESTORED: lambda: _("đoán dấu cho chữ gõ không dấu"),
    Form.NAME: lambda: _("tên gọi khác của điều đã gõ"),
    Form.NUMBER: lambda: _("số hiệu hay con số, nguyên vẹn"),
    Form.WORD: lambda: _("đi liền thành một từ, cộng thêm"),
    Form.PREFIX: lambda: _("phần đầu của chữ"),
    Form.MISSING: lambda: _("không có trong bài"),
}
_SHARES: dict[str, Said] = {
    "first": lambda: _("điểm của các từ, so với bài cao nhất"),
    "pairs": lambda: _("các chữ đứng cạnh nhau như đã gõ"),
    "title": lambda: _("có trong tiêu đề"),
    "front": lambda: _("có ngay ở đầu bài"),
    "words": lambda: _("có nhiều từ khác nhau đã gõ"),
    "agreement": lambda: _("cùng chuyện với những bài đứng đầu"),
    "known": lambda: _("có nguyên cả câu đã gõ"),
    "recency": lambda: _("bài mới"),
}
_TIERS: dict[Tier, Said] = {
    Tier.EXACT: lambda: _("Bài có đủ các từ như đã gõ."),
    Tier.FOLDED: lambda: _("Bài có đủ các từ, có từ mang dấu khác."),
    Tier.MOST: lambda: _("Bài có phần lớn các từ."),
}
