"""Everything that can go wrong, as one tree; each error carries its facts and speaks two languages.

TimTinError
├── UsageError                wrong settings or options                    exit 2
│   ├── SettingsError
│   ├── ParameterError        one parameter of a search is wrong           HTTP 400
│   │   └── DraftTooLarge                                                  HTTP 413
│   ├── UserRefused           a user or a password cannot be like that     HTTP 400
│   └── RowsRefused           rows of synonyms that cannot be              HTTP 400
├── InputError                one piece of input gives no article          skipped, exit 1
│   ├── UnreadableInput
│   ├── BrokenRecord
│   ├── BrokenText
│   ├── NoArticle
│   └── InputTooLarge
├── ArchiveError              nothing can be done with the index           exit 3
│   ├── IndexMissing
│   ├── IndexLocked
│   ├── IndexDamaged
│   ├── IndexFormat
│   ├── IndexTooLarge
│   ├── IndexChanged          what was seen is not what is there           HTTP 409
│   ├── NoSpace
│   ├── ClusterUnreachable    no node answers                              HTTP 503
│   └── ClusterRefused        a node answers, but does not do it
├── SourceUnreachable         the place to read from is not there          exit 3
├── CountersUnavailable       the counters' database cannot be used        HTTP 503
├── AccessError               the administration lets nobody in like that  HTTP 403
│   ├── LoginRefused
│   └── TooManyFailures                                                    HTTP 429
└── ArticleNotFound           no article has this id                       HTTP 404
"""


class TimTinError(Exception):
    """Anything Tìm Tin reports; `vi` and `en` are whole sentences for people, `code` is for programs."""

    code = "error"

    def __init__(self, vi: str, en: str, **facts: object) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en
        self.facts = facts

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes with all facts."""
        return (_rebuild, (type(self), self.vi, self.en, self.facts))


def _rebuild(kind: type[TimTinError], vi: str, en: str, facts: dict[str, object]) -> TimTinError:
    return kind(vi, en, **facts)


class UsageError(TimTinError):
    """The command or the settings ask for something that cannot be."""

    code = "usage"


class SettingsError(UsageError):
    """A setting is unknown or has a wrong value; facts: `key`, `place`."""

    code = "settings"


class ParameterError(UsageError):
    """A parameter of a search is wrong; facts: `parameter`, `value`."""

    code = "parameter"

    @property
    def parameter(self) -> str:
        """The name of the parameter, as it is typed in an address."""
        return str(self.facts.get("parameter", ""))


class DraftTooLarge(ParameterError):
    """A draft is longer than what is compared; `value` is its size in bytes."""

    code = "too-large"


class UserRefused(UsageError):
    """A name that cannot be, that is taken or unknown, or a password that is too easy; facts: `name`."""

    code = "user"


class RowsRefused(UsageError):
    """Rows of synonyms that cannot be; `rows` has the number of each bad line and why, in two languages."""

    code = "rows"


class InputError(TimTinError):
    """A piece of input gave no article; the run goes on without it."""

    code = "input"


class UnreadableInput(InputError):
    """A file or stream cannot be read to its end."""

    code = "unreadable"


class BrokenRecord(InputError):
    """A record is not a JSON object, or a key of it has a wrong kind of value."""

    code = "broken-record"


class BrokenText(InputError):
    """Bytes that are no text in any encoding we know."""

    code = "broken-text"


class NoArticle(InputError):
    """A page without an article: a list page, an empty page, a page of something else."""

    code = "no-article"


class InputTooLarge(InputError):
    """A page or a record beyond the limit of size or depth."""

    code = "too-large"


class ArchiveError(TimTinError):
    """Nothing can be done with the index."""

    code = "index"


class IndexMissing(ArchiveError):
    """There is no index of this name; facts: `path`."""

    code = "index-missing"


class IndexLocked(ArchiveError):
    """Another writer is at work; facts: `path`, `pid`, `since`."""

    code = "index-locked"


class IndexDamaged(ArchiveError):
    """A file of the index is not what was written; facts: `path`."""

    code = "index-damaged"


class IndexFormat(ArchiveError):
    """The index was written in another format or by another engine; facts: `path`, `found`, `wanted`."""

    code = "index-format"


class IndexTooLarge(ArchiveError):
    """More than the numbers of an index can count; `limit` says how much it holds."""

    code = "index-too-large"


class IndexChanged(ArchiveError):
    """Somebody else was faster: what was seen is no longer what is there; facts: `seen`, `found`."""

    code = "index-changed"


class NoSpace(ArchiveError):
    """The disk is full; facts: `path`."""

    code = "no-space"


class ClusterUnreachable(ArchiveError):
    """No node of the cluster answers, or not in time; facts: `hosts`."""

    code = "cluster-unreachable"


class ClusterRefused(ArchiveError):
    """A node answers, but refuses: wrong password, wrong certificate, read-only, an unknown demand; facts: `why`."""

    code = "cluster-refused"


class SourceUnreachable(TimTinError):
    """A place to read from does not exist or does not answer; facts: `path`."""

    code = "source-unreachable"


class CountersUnavailable(TimTinError):
    """The counters' database is away, locked, full or read-only; facts: `url`, without its password."""

    code = "counters"


class AccessError(TimTinError):
    """The administration lets nobody in like that."""

    code = "access"


class LoginRefused(AccessError):
    """No user has this name and this password."""

    code = "login"


class TooManyFailures(AccessError):
    """Wrong passwords too often; facts: `seconds` until the next attempt."""

    code = "too-many-failures"

    @property
    def seconds(self) -> int:
        """Seconds until the next attempt."""
        return int(str(self.facts.get("seconds", 0)))


class ArticleNotFound(TimTinError):
    """No article of the visible generation has this id; facts: `id`."""

    code = "article-not-found"
