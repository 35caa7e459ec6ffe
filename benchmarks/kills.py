"""Kill real runs of `reindex.py` with SIGKILL at random moments while readers ask all the time.

    python -m benchmarks.kills [--kills 1000] [--articles 60] [--seed 1] [--home DIR]

A round changes the input (incremental, --prune or --full, one or two workers, with or without --resume, two or three
generations kept), starts runs that are killed at a random moment, one to six in a row, then one that may end. Half of
the moments are even over a run's time, half over its phases: the short ones are met as often as the long ones. A run
dies with its worker processes. Most are children of a process that has everything loaded (`kills_runs.py`), some are
started by an interpreter of their own.

After every kill the visible generation must be the one before or the one after, whole; in the end it must be what a
run that nobody disturbed makes of the same input, article by article (`timtin dump`) and model by model, and `timtin
check` must be clean. Another process asks all the while: every answer must belong to one generation, without a failure.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.kills_readers import asked_meanwhile
from benchmarks.kills_runs import Run, Warmed
from searcher import Archive, Settings, article_record

WAYS: tuple[tuple[str, ...], ...] = (("--prune", "--force"), (), ("--full",))
MODELS = ("restoration.model", "suggestions.lexicon", "ledger.json")
FRESH = 0.02
"""Share of the runs that are started by an interpreter of their own."""
PHASES = ("open", "read", "write", "learn", "publish", "clean")
AUTHORS = 40
Record = dict[str, Any]


@dataclass(slots=True)
class Course:
    """What happened: kills that met a run alive, in which phase, runs that had ended before, kills after publishing."""

    rounds: int = 0
    kills: int = 0
    resumed: int = 0
    """Kills of runs that were going on with what a killed one had read."""
    too_late: int = 0
    published: int = 0
    answers: int = 0
    phases: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@dataclass(slots=True)
class News:
    """The input, and what it was before: `turn` is said by every article that a round writes."""

    chance: random.Random
    articles: dict[str, Record]
    turn: int = 0

    def change(self, way: Sequence[str]) -> None:
        """Change some articles, add some; a source of which all is read may also lose some."""
        self.turn += 1
        if way:
            for id_ in self.chance.sample(sorted(self.articles), 5):
                del self.articles[id_]
        for id_ in self.chance.sample(sorted(self.articles), 12):
            self.articles[id_] = record(id_, self.turn)
        for number in range(8):
            id_ = f"v{self.turn}-{number}"
            self.articles[id_] = record(id_, self.turn)

    def write(self, path: Path) -> None:
        """Write all of them as JSONL."""
        lines = (json.dumps(one, ensure_ascii=False) for one in self.articles.values())
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def record(id_: str, turn: int) -> Record:
    """Return an article that says when it was written; authors are few enough for a facet to name them all."""
    body = (
        f"Bài {id_} kể chuyện chung của lượt {turn}. Thành phố Huế mở lễ hội áo dài bên sông Hương."
    )
    return {
        "id": id_,
        "title": f"Chuyện chung {id_}",
        "body": body,
        "author": f"tổ {turn % AUTHORS}",
    }


def main() -> None:
    """Kill, look, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(dir=options.home) as name:
        print(f"touch {name}/enough to end sooner", flush=True)
        course = kill_often(Path(name), options.kills, options.articles, options.seed)
    minutes = (time.monotonic() - started) / 60
    print(f"{course.rounds} rounds, {course.kills} kills in {minutes:.0f} minutes: {told(course)}")
    print("\n".join(course.wrong) or "nothing lost, nothing doubled, no failed query")
    sys.exit(bool(course.wrong))


def told(course: Course) -> str:
    """Return what happened, in a line."""
    where = ", ".join(f"{course.phases[phase]} in {phase}" for phase in PHASES)
    return (
        f"{where}; {course.resumed} of runs that were resuming, {course.published} after publishing; "
        f"{course.too_late} came too late; {course.answers} answers meanwhile"
    )


def kill_often(
    folder: Path, kills: int, articles: int, seed: int, ways: Sequence[Sequence[str]] = WAYS
) -> Course:
    """Kill so many runs over so many articles, or until there is a file `enough`; return what happened."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    news = News(chance, {f"n{n}": record(f"n{n}", 0) for n in range(articles)})
    settings = Settings(home=folder / "home", workers=1)
    with Warmed(folder) as warmed:
        bench = Bench(folder, settings, news, Course(), warmed)
        bench.undisturbed(())
        with asked_meanwhile(settings.home) as asked:
            while bench.course.kills < kills and not (folder / "enough").exists():
                bench.round(ways[bench.course.rounds % len(ways)])
                if not bench.course.rounds % 20:
                    print(f"{bench.course.kills} kills: {told(bench.course)}", flush=True)
            bench.round(("--full",))
        bench.course.answers = asked.answers
        bench.course.wrong += asked.wrong
        bench.compare_with_twin()
    return bench.course


@dataclass(slots=True)
class Bench:
    """Runs over one archive, and over its twin that nobody disturbs."""

    folder: Path
    settings: Settings
    news: News
    course: Course
    warmed: Warmed
    seconds: float = 1.0
    """How long a run takes that nobody kills."""
    lasting: dict[str, float] = field(default_factory=dict)
    """How long its phases took the last time."""

    def undisturbed(self, way: Sequence[str]) -> list[Record]:
        """Run over the archive to the end; return what it holds."""
        self.news.write(self.folder / "tin.jsonl")
        started = time.monotonic()
        run = self._start(self.settings.home, [*way, "--resume"])
        code = run.wait()
        self.lasting.update(run.phases())
        self.seconds = (self.seconds + time.monotonic() - started) / 2
        if code:
            self.course.wrong.append(f"exit {code} of a run that nobody killed {way}")
        folders = [one for one in self.settings.folder.iterdir() if one.is_dir()]
        if not all((one / "manifest.json").exists() for one in folders):
            self.course.wrong.append(f"round {self.course.rounds}: something unfinished is left")
        return held(self.settings)

    def compare_with_twin(self) -> None:
        """Say where a full build of the same input, in a home that saw no kill, is another index."""
        twin = replace(self.settings, home=self.folder / "twin")
        self._start(twin.home, ["--full"], is_fresh=True).wait()
        if held(twin) != held(self.settings):
            self.course.wrong.append("the dump is not that of an undisturbed run")
        mine, other = (Archive(one).manifest().files for one in (self.settings, twin))
        self.course.wrong += [f"another {name}" for name in MODELS if mine[name] != other[name]]

    def round(self, way: Sequence[str]) -> None:
        """Change the input, kill one to six runs, let the next one end, compare."""
        self.course.rounds += 1
        before = held(self.settings)
        self.news.change(way)
        self.news.write(self.folder / "tin.jsonl")
        expected = sorted(self.news.articles) if way else None
        for _ in range(self.news.chance.randint(1, 6)):
            self._kill(way, before)
        self._compare(self.undisturbed(way), before, expected)
        self.course.wrong += Archive(self.settings).check()

    def _kill(self, way: Sequence[str], before: list[Record]) -> None:
        chance, course = self.news.chance, self.course
        options = ["--workers", chance.choice("112"), "--keep", chance.choice("23")]
        options += chance.choice((["--resume"], []))
        is_fresh = chance.random() < FRESH
        run = self._start(self.settings.home, [*way, *options], is_fresh=is_fresh)
        self._await_a_moment(run)
        is_alive = run.kill()
        course.kills += is_alive
        course.too_late += not is_alive
        if is_alive:
            course.phases[phase_of(run)] += 1
            course.resumed += "resume" in run.phases()
        now = held(self.settings)
        if now != before:
            course.published += is_alive
            self._compare(now, before, None)
        course.wrong += Archive(self.settings).check()

    def _await_a_moment(self, run: Run) -> None:
        """Let a run go on until a random moment: of its time, or of one of its phases."""
        chance = self.news.chance
        if chance.random() < 0.5:
            time.sleep(chance.uniform(0.0, self.seconds))
            return
        number = chance.randrange(len(PHASES))
        if number:
            run.reaches(PHASES[number - 1])
        time.sleep(chance.uniform(0.0, self.lasting.get(PHASES[number], 0.0)))

    def _compare(self, now: list[Record], before: list[Record], ids: list[str] | None) -> None:
        """Say what is lost, doubled or not as the input has it."""
        found = [one["id"] for one in now]
        wanted = {one["id"]: one for one in before} | self.news.articles
        wrong = [one["id"] for one in now if not _is_of(one, wanted.get(one["id"], {}))]
        if len(set(found)) != len(found) or not set(self.news.articles) <= set(found):
            self.course.wrong.append(f"round {self.course.rounds}: articles lost or doubled")
        if wrong or (ids is not None and sorted(found) != ids):
            self.course.wrong.append(f"round {self.course.rounds}: not what was read: {wrong[:5]}")

    def _start(self, home: Path, options: Sequence[str], *, is_fresh: bool = False) -> Run:
        place = str(self.folder / "tin.jsonl")
        return self.warmed.start([place, "--home", str(home), *options], is_fresh=is_fresh)


def phase_of(run: Run) -> str:
    """Return the phase in which a run ended: the one after the last that was over."""
    over = [PHASES.index(phase) for phase in run.phases() if phase in PHASES]
    return PHASES[min(len(PHASES) - 1, 1 + max(over, default=-1))]


def _is_of(found: Record, wanted: Record) -> bool:
    return all(found[key] == value for key, value in wanted.items()) and bool(wanted)


def held(settings: Settings) -> list[Record]:
    """Return what `timtin dump` prints, as records."""
    return [article_record(one) for one in Archive(settings).articles()]


if __name__ == "__main__":
    main()
