"""What an editor wrote, read like an article: its tokens, with the diacritics that it was typed without.

A newsroom's draft may come from a keyboard without Vietnamese. Line by line: where hardly any syllable is
marked, and most could be Vietnamese, the archive's own model restores them. Of a long text the beginning is
read: news says there what happened.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from searcher.errors import DraftTooLarge, ParameterError
from searcher.model import Draft, Note, Tokens
from searcher.model.limits import LIMITS
from searcher.vietnamese import analyse, syllables
from searcher.vietnamese.folding import is_marked
from searcher.vietnamese.phonology import is_bare_syllable

Restoring = Callable[[Sequence[str]], Sequence[str]]
"""Texts without diacritics -> with them."""

LONGEST = 20_000
"""Characters of a text that are read."""
LONGEST_BARE = 3_000
"""Characters without diacritics that are read: restoring costs fifteen times what reading does, and more than
these find nothing better."""
MARKED = 0.5
"""Share of marked syllables below which a line has lost some of its diacritics: of running text 70 % are marked."""
VIETNAMESE = 0.55
"""Share of syllables that Vietnamese could have: of English text a third, of headlines from two thirds on."""
LEAST_WORDS = 2
"""Different words of a draft that can be compared."""

FOREIGN = Note(
    code="foreign",
    vi="Bản thảo có vẻ không phải tiếng Việt: chỉ so được tên riêng và những từ mà kho tin cũng có.",
    en="The draft does not seem to be Vietnamese: only names and words that the archive has were compared.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The tokens of title, summary and body, and the draft as it was read.

    `foreign` where the text is in another language than Vietnamese.
    """

    draft: Draft
    title: Tokens
    summary: Tokens
    body: Tokens
    foreign: bool = False

    @property
    def texts(self) -> tuple[Tokens, Tokens, Tokens]:
        """Title, summary and body."""
        return self.title, self.summary, self.body


def read_draft(draft: Draft, restore: Restoring) -> Reading:
    """Read a draft as the archive would have written it.

    Raises ParameterError for one that cannot be compared: without words, of one word, of numbers only;
    DraftTooLarge from as many bytes on as the limits say.
    """
    check_size(draft)
    short = Draft(title=_cut(draft.title), summary=_cut(draft.summary), body=_cut(draft.body))
    foreign = _is_foreign(short)
    written = short if foreign else _restored(short, restore)
    title, summary, body = analyse([written.title, written.summary, written.body])
    reading = Reading(draft=written, title=title, summary=summary, body=body, foreign=foreign)
    _check_words(reading)
    return reading


def check_size(draft: Draft, largest: int = LIMITS.draft_size) -> None:
    """Raise DraftTooLarge for a draft of `largest` bytes or more."""
    texts = (draft.title, draft.summary, draft.body)
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
    if size >= largest:
        raise DraftTooLarge(
            f"Bản thảo dài {size // 1000} kB, phải dưới {largest / 1000:g} kB.",
            f"The draft has {size // 1000} kB, it must be below {largest / 1000:g} kB.",
            parameter="body",
            value=size,
        )


def _cut(text: str) -> str:
    """Return the beginning of a text, whole words of it."""
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rsplit(None, 1)[0]


def _is_foreign(draft: Draft) -> bool:
    """Tell whether most of a draft cannot be Vietnamese: too few of its words to tell are Vietnamese."""
    text = f"{draft.title}\n{draft.summary}\n{draft.body}"
    words = [one.text for one in syllables(text) if one.text.isalpha()]
    own = sum(is_marked(word) or is_bare_syllable(word) for word in words)
    return own < VIETNAMESE * len(words)


def _restored(draft: Draft, restore: Restoring) -> Draft:
    """Return the draft with the diacritics of the lines that have lost theirs."""
    texts = [draft.title, draft.summary, draft.body]
    lines = [text.split("\n") for text in texts]
    bare = [(at, *found) for at, text in enumerate(lines) for found in _bare_lines(text)]
    if not bare:
        return draft
    found = restore([line for _, _, line in bare])
    for (at, place, _), line in zip(bare, found, strict=True):
        lines[at][place] = line
    title, summary, body = ("\n".join(text) for text in lines)
    return replace(draft, title=title, summary=summary, body=body)


def _bare_lines(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield which lines have lost their diacritics, and what is read of them: LONGEST_BARE characters of a text."""
    room = LONGEST_BARE
    for place, line in enumerate(lines):
        if _is_bare(line):
            yield place, line[:room]
            room = max(0, room - len(line))


def _is_bare(line: str) -> bool:
    words = [one.text for one in syllables(line) if one.text.isalpha()]
    return sum(map(is_marked, words)) < MARKED * len(words)


def _check_words(reading: Reading) -> None:
    """Raise ParameterError for a draft that says too little to be compared."""
    words = {word for text in reading.texts for word in text.words}
    if not words:
        raise _refused("Bản thảo chưa có chữ nào.", "The draft has no words yet.")
    spoken = {word for word in words if any(map(str.isalpha, word))}
    if not spoken:
        raise _refused(
            "Bản thảo chỉ có số, cần có chữ để so với kho tin.",
            "The draft has numbers only; words are needed to compare it with the archive.",
        )
    if len(spoken) < LEAST_WORDS:
        raise _refused(
            "Bản thảo mới có một từ, cần ít nhất hai từ để so với kho tin; để tìm một từ, hãy dùng ô tìm kiếm.",
            "The draft has one word only, at least two are needed to compare it; use the search box for one word.",
        )


def _refused(vi: str, en: str) -> ParameterError:
    return ParameterError(vi, en, parameter="body")


def notes_on(reading: Reading) -> tuple[Note, ...]:
    """Return what the writer of a draft should know of how it was read."""
    return (FOREIGN,) if reading.foreign else ()
