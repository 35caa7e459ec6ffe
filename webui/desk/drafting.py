"""What an editor typed or pasted, held against the archive: three answers, or the sentence why there are none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from searcher import (
    Article,
    Copies,
    Draft,
    DraftTooLarge,
    ParameterError,
    Results,
    Story,
    parse_filters,
    plain_draft,
)
from webui.desk.comparison import Comparison, comparison
from webui.language import sentence
from webui.reading.timeline import Timeline, timeline
from webui.site import Site

RELATED, COMPARED = 10, 5
FIELDS = ("title", "body", "from", "to", "source")
"""The fields of the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What lies on the desk: the form as it was filled in, and what the archive says to it.

    With `trouble` there are no answers, and `status` is that of the page.
    """

    form: Mapping[str, str]
    related: Results | None = None
    copies: Copies = field(default_factory=lambda: Copies(text=""))
    comparisons: tuple[Comparison, ...] = ()
    partly: tuple[Comparison, ...] = ()
    """Beside articles that are no near-copies and share a passage."""
    story: Story = field(default_factory=Story)
    timeline: Timeline | None = None
    trouble: str = ""
    status: int = 200

    @property
    def articles(self) -> list[Article]:
        """Every article on the desk, each once: near-copies, then what is related."""
        copied = [one.article for one in (*self.copies.found, *self.copies.parts)]
        related = [hit.article for hit in self.related.hits] if self.related else []
        return list({one.id: one for one in (*copied, *related)}.values())


def laid_out(site: Site, form: Mapping[str, str]) -> Desk:
    """Hold what was filled in against the archive; bad input is told, not raised."""
    filled = {name: form.get(name, "").replace("\r\n", "\n") for name in FIELDS}
    try:
        draft = Draft(title=filled["title"], body=filled["body"])
        draft = plain_draft(draft, site.settings.limits.draft_size)
        filled |= dict(_cleaned(filled, draft))
        return _compared(site, filled, draft)
    except DraftTooLarge as trouble:
        return Desk(form={**filled, "body": ""}, trouble=sentence(trouble), status=413)
    except ParameterError as trouble:
        return Desk(form=filled, trouble=sentence(trouble), status=400)


def _cleaned(filled: Mapping[str, str], draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield the fields that were HTML as plain text; what was typed plain stays as it was typed."""
    for name, plain in (("title", draft.title), ("body", draft.body)):
        if "<" in filled[name]:
            yield name, plain


def _compared(site: Site, filled: Mapping[str, str], draft: Draft) -> Desk:
    filters = parse_filters(
        from_=filled["from"] or None, to=filled["to"] or None, source=filled["source"] or None
    )
    archive = site.archive
    related = archive.related(draft, limit=RELATED, filters=filters)
    copies = archive.copies(draft, limit=COMPARED, filters=filters)
    told = archive.story(draft, filters=filters)
    return Desk(
        form=filled,
        related=related,
        copies=copies,
        comparisons=tuple(comparison(copies.text, one) for one in copies.found),
        partly=tuple(comparison(copies.text, one) for one in copies.parts),
        story=told,
        timeline=timeline(told),
    )
