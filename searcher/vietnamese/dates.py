"""The dates that articles and filters carry, read as a Vietnamese reader reads them: day before month.

Everything is in Asia/Ho_Chi_Minh, aware. A date that cannot be (31/02, before 1990, in the future) is
None: "no date", never a guess.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone

from searcher.vietnamese.plain import plain

TIMEZONE = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Vietnam has been at UTC+7 without summer time since 1975, and no article is older than 1990: a
fixed offset is the same as the zone of the tz database, and needs no file."""

OLDEST = date(1990, 1, 1)
"""Before this day nothing was published online: such a date is a mistake of its source."""

LONGEST = 1_000
"""Code points of a text that are looked at: a date stands near the beginning, or it is no date field."""

_MONTH_WORDS = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_VIETNAMESE = r"(?P<m>\d{1,2}|muoi mot|muoi hai|[a-z]{2,5})"
_ENGLISH = r"(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"

_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?=t\d{4}|$)",
        r"(?<![\d:])(?P<d>\d{1,2}) ?(?P<s>[-/.]) ?(?P<m>\d{1,2}) ?(?P=s) ?(?P<y>\d{4}|\d\d)(?!\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}})[ /-]{{0,3}}(?:thang|thg)\.? {{0,3}}{_VIETNAMESE}"
        r"(?:[ ,/-]|nam){1,8}(?P<y>\d{4})(?!\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}})[ -]{{1,3}}{_ENGLISH}[ ,-]{{1,3}}(?P<y>\d{{4}})(?!\d)",
        rf"\b{_ENGLISH} {{1,3}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?(?: \d\d:\d\d:\d\d)?"
        r" {1,3}(?P<y>\d{4})(?!\d)",
    )
)

_TIME = re.compile(
    r"(?<![\d+:./])(?P<h>\d{1,2}) ?(?:(?:: ?|h ?|gio )(?P<m>\d\d)(?!\d)(?::(?P<s>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"|(?:h|gio)(?![a-z0-9]))(?: ?(?:phut|'))?(?: ?(?P<half>am|pm|a\.m|p\.m|sa|ch|sang|chieu|toi)\b)?"
)
_COMPACT_TIME = re.compile(
    r"\d{8}t(?P<h>\d\d)(?P<m>\d\d)(?P<s>\d\d)?(?:\.(?P<fraction>\d{1,9}))?(?P<half>)"
)
_AFTERNOON = frozenset({"pm", "p.m", "ch", "chieu", "toi"})

_ZONE = re.compile(
    r"(?P<utc>z\b)"
    r"| ?(?P<sign>[+-])(?P<h>\d\d):?(?P<m>\d\d)(?![\d/])"
    r"|(?P<sign1>[+-])(?P<h1>\d\d)(?![\d/:.-])"
    r"|[ ,]{0,2}\(? ?(?:gmt|utc) ?(?P<sign2>[+-]) ?(?P<h2>\d{1,2})(?::?(?P<m2>\d\d))?(?!\d)"
    r"|[ ,]{0,2}\(? ?(?P<name>gmt|utc|ut|ict|est|edt|cst|cdt|mst|mdt|pst|pdt)\b"
)
_NAMED_ZONES = {
    "gmt": 0, "utc": 0, "ut": 0, "ict": 7, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7,
    "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
"""Hours east of Greenwich, as RFC 2822 names them."""

_UNIX = re.compile(r"\d{9,10}|\d{13}")
_STAMP = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:(?P<h>\d\d)(?P<mi>\d\d)(?P<s>\d\d)(?:\d{3})?)?"
)


def parse_datetime(text: str, *, now: datetime) -> datetime | None:
    """Return the moment that `text` names, aware in Asia/Ho_Chi_Minh; None if it names none.

    Read are Vietnamese, ISO 8601, RFC 2822 and English spellings, Unix seconds and milliseconds, and
    stamps `YYYYMMDDhhmmss`. Without a zone the time is Vietnam's; without a time of day it is
    midnight. More than a day after `now` (aware) or before 1990 is None.
    """
    return _credible(_moment(plain(text[:LONGEST]).text.strip()), now)


def _moment(text: str) -> datetime | None:
    if _UNIX.fullmatch(text):
        return _from_unix(text)
    stamp = _STAMP.fullmatch(text)
    if stamp:
        return _from_stamp(stamp)
    day = next(_days_in(text), None)
    return None if day is None else _at_time(day, text)


def _credible(moment: datetime | None, now: datetime | None) -> datetime | None:
    """Return `moment` in Vietnam's zone unless it cannot be the date of an article."""
    try:
        local = moment.astimezone(TIMEZONE) if moment else None
    except (OverflowError, ValueError):
        return None
    if local is None or local.date() < OLDEST:
        return None
    if now is not None and local > now + timedelta(days=1):
        return None
    return local


def _from_unix(digits: str) -> datetime:
    milliseconds = int(digits) if len(digits) == 13 else int(digits) * 1_000
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)


def _from_stamp(stamp: re.Match[str]) -> datetime | None:
    try:
        return datetime(*(int(part or 0) for part in stamp.groups()), tzinfo=TIMEZONE)  # type: ignore[arg-type, misc]
    except ValueError:
        return None


def _days_in(text: str) -> Iterator[date]:
    """Yield the days that `text` names, the surest spelling first."""
    for pattern in _DAYS:
        for match in pattern.finditer(text):
            day = _day(match["y"], match["m"], match["d"])
            if day is not None:
                yield day


def _day(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else _MONTH_WORDS.get(month, 0)
    try:
        return date(_full_year(year), number, int(day))
    except ValueError:
        return None


def _full_year(year: str) -> int:
    """Return the year that two digits mean: 90 to 99 are of the last century."""
    if len(year) != 2:
        return int(year)
    return int(year) + (1900 if int(year) >= OLDEST.year % 100 else 2000)


def _at_time(day: date, text: str) -> datetime:
    found = _COMPACT_TIME.search(text) or _TIME.search(text)
    clock = _clock(found) if found else None
    if found is None or clock is None:
        return datetime.combine(day, time(), TIMEZONE)
    return datetime.combine(day, clock, _zone(text, found.end()))


def _clock(found: re.Match[str]) -> time | None:
    hour = int(found["h"])
    if found["half"] in _AFTERNOON and hour < 12:
        hour += 12
    elif found["half"] in {"am", "a.m", "sa"} and hour == 12:
        hour = 0
    fraction = int((found["fraction"] or "0").ljust(6, "0")[:6])
    try:
        return time(hour, int(found["m"] or 0), min(int(found["s"] or 0), 59), fraction)
    except ValueError:
        return None


def _zone(text: str, position: int) -> timezone:
    """Return the zone written at `position`, just behind a time; Vietnam's if there is none."""
    found = _ZONE.match(text, position)
    if found is None:
        return TIMEZONE
    if found["utc"] or found["name"]:
        return timezone(timedelta(hours=_NAMED_ZONES.get(found["name"] or "utc", 0)))
    sign = found["sign"] or found["sign1"] or found["sign2"]
    hours = int(found["h"] or found["h1"] or found["h2"])
    offset = timedelta(hours=hours, minutes=int(found["m"] or found["m2"] or 0))
    if offset >= timedelta(days=1):
        return TIMEZONE
    return timezone(-offset if sign == "-" else offset)


_URL_STAMP = re.compile(
    r"(?<!\d)(?:\d{3}(?=[012]\d[01]\d[0-3]\d[0-2]\d[0-5]\d[0-5]\d\d{3}(?!\d)))?"
    r"(?P<stamp>\d{17}|\d{15}|\d{14})(?!\d)"
)
"""`20240304161600123`, `20240304161600`, and `188240304161600123`: a site's number of three digits,
then the stamp with a year of two."""

_URL_DAY = re.compile(
    r"/(?P<y>(?:19|20)\d\d)(?P<s>[/-]?)(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?=[/-]|$)"
)
_URL_UNIX = re.compile(r"[-_/](?P<unix>\d{10}|1\d{12})(?=\.[a-z]{2,5}$|/?$)")


def from_cms_url(url: str, *, now: datetime | None = None) -> datetime | None:
    """Return the moment that a news site wrote into the address of an article; None if it did not.

    Known are stamps of 14, 17 and 18 digits, Unix seconds and milliseconds at the end, and paths such
    as `/2024/03/04/`. Without `now` the future is not refused.
    """
    path = url[:LONGEST].lower().partition("?")[0].partition("#")[0]
    return next((moment for moment in _moments_of(path, now) if moment is not None), None)


def _moments_of(path: str, now: datetime | None) -> Iterator[datetime | None]:
    for match in _URL_STAMP.finditer(path):
        digits = match["stamp"]
        stamp = _STAMP.fullmatch("20" + digits if len(digits) == 15 else digits)
        yield _credible(_from_stamp(stamp), now) if stamp else None
    for match in _URL_DAY.finditer(path):
        day = _day(match["y"], match["m"], match["d"])
        yield _credible(datetime.combine(day, time(), TIMEZONE), now) if day else None
    for match in _URL_UNIX.finditer(path):
        yield _credible(_from_unix(match["unix"]), now)


_FILTER_DAY = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)|(?P<d2>\d{1,2})/(?P<m2>\d{1,2})/(?P<y2>\d{4})"
)


def parse_day(text: str) -> date | None:
    """Return the day written `YYYY-MM-DD` or `DD/MM/YYYY` (`D/M/YYYY` too), None for anything else."""
    found = _FILTER_DAY.fullmatch(plain(text[:LONGEST]).text.strip())
    if found is None:
        return None
    if found["y"]:
        return _day(found["y"], found["m"], found["d"])
    return _day(found["y2"], found["m2"], found["d2"])


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Return the first moment of `day` in Vietnam and the first moment after it (exclusive)."""
    start = datetime.combine(day, time(), TIMEZONE)
    last = datetime.combine(day, time.max, TIMEZONE)
    return start, last if day == date.max else start + timedelta(days=1)
