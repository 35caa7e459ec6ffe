"""The same questions to every engine; an engine that needs another answer breaks the contract."""

from pathlib import Path

import numpy as np
import pytest

from searcher.engines import ENGINES, Engine, Reader, engine_named
from searcher.errors import ArchiveError, ArticleNotFound
from searcher.model import All, Article, Candidates, Filters, Sort, Tier, Word
from searcher.parse import parse_filters, parse_query
from tests.corpus import article, document, indexed

NEWS = [
    article("cau", "Khánh thành cầu mới", "Cây cầu vượt sông được khánh thành.", day="2024-03-01", source="Báo A", category="Thời sự", author="Hà Anh"),
    article("nam", "Thời tiết miền Nam", "Miền nam có mưa rào.", day="2024-03-02", source="Báo A", category="Thời sự"),
    article("nam2", "Kế hoạch năm mới", "Năm nay tỉnh có kế hoạch lớn.", day="2024-03-04T23:59:59", source="Báo B", category="Kinh tế", author="Lê Bình"),
    article("duong", "Con đường ven biển", "Đường mới dài 12 km, mở ra hướng phát triển.", day="2024-04-10", source="Báo B", category="Kinh tế"),
    article("duong2", "Ánh dương buổi sớm", "Dương xỉ mọc ven suối.", day="2023-12-31", source="Báo A", category="Văn hóa"),
    article("nq", "Triển khai Nghị quyết 54-NQ/TW", "Tỉnh triển khai Nghị quyết 54-NQ/TW về Thừa Thiên Huế.", day="2024-01-15", source="Cổng", category="Chính trị"),
    article("hoa", "Xã Hoà Bình đón bằng", "Thuỷ lợi và nông nghiệp.", source="Báo B", category="Thời sự"),
    article("bien", "Mùa biển", "Biển xanh. Ven đường có hoa.", day="2024-04-10", source="Báo A", category="Du lịch"),
]  # fmt: skip


@pytest.fixture(params=ENGINES, scope="module")
def engine(request: pytest.FixtureRequest) -> Engine:
    return engine_named(request.param)


@pytest.fixture(scope="module")
def reader(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return indexed(engine, tmp_path_factory.mktemp("index"), [NEWS])


def ask(reader: Reader, typed: str, **options: object) -> Candidates:
    return reader.search(parse_query(typed, **options), 100)  # type: ignore[arg-type]


def ids(reader: Reader, typed: str, **options: object) -> list[str]:
    return list(ask(reader, typed, **options).ids)


def test_every_word_must_match(reader: Reader) -> None:
    assert ids(reader, "khánh thành cầu", per_page=1) == ["cau"]


def test_a_query_without_marks_finds_accented_text(reader: Reader) -> None:
    assert ids(reader, "khanh thanh cau", per_page=1) == ["cau"]


def test_a_word_with_marks_ranks_its_own_reading_above_the_others(reader: Reader) -> None:
    found = ask(reader, "đường")
    assert set(found.ids[:2]) == {"duong", "bien"}
    assert found.ids[2:] == ("duong2",)
    assert found.tiers.tolist() == [Tier.EXACT, Tier.EXACT, Tier.FOLDED]


def test_a_page_full_of_exact_matches_opens_no_other_tier(reader: Reader) -> None:
    found = ask(reader, "đường", per_page=2)
    assert set(found.ids) == {"duong", "bien"}
    assert found.tier_totals == {Tier.EXACT: 2}


def test_tone_placement_does_not_matter(reader: Reader) -> None:
    assert ids(reader, "Hòa Bình thủy lợi", per_page=1) == ["hoa"]
    assert ask(reader, "hòa bình").tiers.tolist()[0] == Tier.EXACT


def test_articles_with_most_of_the_words_follow(reader: Reader) -> None:
    found = ask(reader, "con đường ven biển tuyệt đẹp")
    assert found.ids[0] == "duong"
    assert set(found.tiers.tolist()) == {Tier.MOST}


def test_a_filler_word_never_makes_a_match_of_its_own(reader: Reader) -> None:
    assert "nam2" not in ids(reader, "khánh thành có", sort=Sort.NEWEST)


def test_sorting_by_date_answers_the_first_tier_only(reader: Reader) -> None:
    assert ids(reader, "đường", sort=Sort.NEWEST) == ["bien", "duong"]
    assert ids(reader, "nam", sort=Sort.OLDEST) == ["nam", "nam2"]


def test_undated_articles_come_last_whatever_the_direction(reader: Reader) -> None:
    assert ids(reader, "", sort=Sort.NEWEST)[-1] == "hoa"
    assert ids(reader, "", sort=Sort.OLDEST)[-1] == "hoa"


def test_nothing_typed_gives_everything_newest_first(reader: Reader) -> None:
    assert ids(reader, "")[:3] == ["bien", "duong", "nam2"]


def test_both_ends_of_a_date_filter_are_inclusive(reader: Reader) -> None:
    days = parse_filters(from_="01/03/2024", to="2024-03-04")
    assert set(ids(reader, "", filters=days)) == {"cau", "nam", "nam2"}


def test_an_article_without_date_passes_no_date_filter(reader: Reader) -> None:
    assert "hoa" not in ids(reader, "", filters=parse_filters(to="2030-01-01"))


def test_names_are_filtered_without_case_and_marks(reader: Reader) -> None:
    assert set(ids(reader, "", filters=Filters(category="thoi su"))) == {"cau", "nam", "hoa"}
    assert ids(reader, "", filters=Filters(author="HÀ ANH")) == ["cau"]
    assert ids(reader, "", filters=Filters(source="Báo không có")) == []


def test_facets_count_every_match(reader: Reader) -> None:
    facets = ask(reader, "", per_page=1).facets
    assert [(f.value, f.count) for f in facets.source] == [("Báo A", 4), ("Báo B", 3), ("Cổng", 1)]
    assert [(f.value, f.count) for f in facets.month] == [
        ("2023-12", 1), ("2024-01", 1), ("2024-03", 3), ("2024-04", 2),
    ]  # fmt: skip
    assert facets.undated == 1


def test_the_limit_does_not_change_the_total(reader: Reader) -> None:
    found = reader.search(parse_query(""), 2)
    assert (len(found.ids), found.total) == (2, len(NEWS))


def test_a_phrase_matches_in_order_only(reader: Reader) -> None:
    assert ids(reader, '"ven biển"') == ["duong"]
    assert ids(reader, '"biển ven"') == []


def test_a_phrase_does_not_run_over_fields(reader: Reader) -> None:
    assert ids(reader, '"mới cây"') == []


def test_a_phrase_may_allow_strangers_in_between(reader: Reader) -> None:
    assert ids(reader, '"miền mưa"~2') == ["nam"]
    assert ids(reader, '"miền mưa"~1') == []


def test_an_excluded_word_excludes_it_as_typed(reader: Reader) -> None:
    assert ids(reader, "nam -năm") == ["nam"]


def test_either_word_is_enough_with_or(reader: Reader) -> None:
    assert set(ids(reader, "cầu OR dương")) >= {"cau", "duong2"}


def test_a_field_limits_where_a_word_is_looked_for(reader: Reader) -> None:
    assert ids(reader, "tiêu-đề:biển", per_page=1) == ["bien"] or set(
        ids(reader, "tiêu-đề:biển")
    ) == {"bien", "duong"}
    assert "bien" not in ids(reader, "tiêu-đề:đường")


def test_an_exact_word_has_no_fallback(reader: Reader) -> None:
    assert set(ids(reader, "+đường")) == {"duong", "bien"}


def test_the_number_of_a_document_ranks_its_article_first(reader: Reader) -> None:
    assert ids(reader, "54-NQ/TW")[0] == "nq"
    assert ids(reader, "nghị quyết 54")[0] == "nq"


def test_a_word_in_the_title_counts_more(reader: Reader) -> None:
    assert ids(reader, "biển")[0] in {"bien", "duong"}
    scores = ask(reader, "biển").scores
    assert scores[0] >= scores[1] > 0


def test_excluded_ids_are_not_among_the_hits(reader: Reader) -> None:
    assert ids(reader, "khánh thành", exclude=frozenset({"cau"})) == []


def test_stored_articles_come_back_as_they_were(reader: Reader) -> None:
    assert reader.articles(["nq", "cau"]) == [NEWS[5], NEWS[0]]
    assert list(reader.scan()) == NEWS


def test_an_unknown_id_is_named(reader: Reader) -> None:
    with pytest.raises(ArticleNotFound, match="khong-co"):
        reader.articles(["khong-co"])


def test_statistics_count_what_is_there(reader: Reader) -> None:
    found = reader.statistics()
    assert (found.articles, found.undated) == (len(NEWS), 1)
    assert (str(found.since), str(found.until)) == ("2023-12-31", "2024-04-10")


def test_a_sound_index_has_nothing_to_report(reader: Reader) -> None:
    assert list(reader.check()) == []


def test_the_last_article_of_an_id_wins(engine: Engine, tmp_path: Path) -> None:
    again = article("cau", "Sập giàn giáo", "Không ai bị thương.", day="2024-05-05")
    for number, batches in enumerate(([[*NEWS, again]], [NEWS, [again]], [NEWS, NEWS, [again]])):
        reader = indexed(engine, tmp_path / str(number), batches)
        assert reader.statistics().articles == len(NEWS)
        assert ids(reader, "sập giàn giáo", per_page=1) == ["cau"]
        assert "cau" not in ids(reader, "khánh thành")
        assert reader.articles(["cau"]) == [again]


def test_a_deleted_article_is_gone_everywhere(engine: Engine, tmp_path: Path) -> None:
    indexed(engine, tmp_path, [NEWS]).close()
    writer = engine.writer(tmp_path)
    writer.delete(["cau", "never-there"])
    writer.finish()
    reader = engine.reader(tmp_path)
    assert ids(reader, "khánh thành cầu") == []
    assert reader.statistics().articles == len(NEWS) - 1
    assert "cau" not in [one.id for one in reader.scan()]
    assert sum(f.count for f in ask(reader, "").facets.source) == len(NEWS) - 1


def test_an_update_keeps_an_open_reader_whole(engine: Engine, tmp_path: Path) -> None:
    before, after = tmp_path / "a", tmp_path / "b"
    reader = indexed(engine, before, [NEWS])
    after.mkdir()
    for path in before.rglob("*"):
        target = after / path.relative_to(before)
        target.mkdir() if path.is_dir() else target.hardlink_to(path)
    indexed(engine, after, [[article("moi", "Cầu nữa", day="2024-06-01")]])
    assert ids(reader, "cầu") == ["cau"]
    assert set(ids(engine.reader(after), "cầu")) == {"moi", "cau"}


def test_an_abandoned_writer_leaves_what_was_there(engine: Engine, tmp_path: Path) -> None:
    indexed(engine, tmp_path, [NEWS]).close()
    writer = engine.writer(tmp_path)
    writer.write([document(article("moi", "Tin mới"))])
    writer.abandon()
    assert engine.reader(tmp_path).statistics().articles == len(NEWS)


def test_an_empty_index_answers_with_nothing(engine: Engine, tmp_path: Path) -> None:
    writer = engine.writer(tmp_path)
    writer.write([])
    writer.finish()
    reader = engine.reader(tmp_path)
    assert ids(reader, "cầu") == []
    assert ask(reader, "").total == 0
    assert reader.statistics().since is None


def test_a_folder_without_an_index_is_an_error_that_names_it(
    engine: Engine, tmp_path: Path
) -> None:
    with pytest.raises(ArchiveError, match=str(tmp_path)):
        engine.reader(tmp_path)


def test_odd_articles_are_kept(engine: Engine, tmp_path: Path) -> None:
    odd = [
        article("a b/c?d", "", ""),
        article("dài", "x" * 60_000, "từ " * 5_000),
        Article(id="emoji-🙂", title="🙂 tin vui", tags=("thẻ một", "hai")),
    ]
    reader = indexed(engine, tmp_path, [odd])
    assert reader.articles([one.id for one in odd]) == odd
    assert ids(reader, "tin vui") == ["emoji-🙂"]


def test_candidates_can_be_read_forwards(reader: Reader) -> None:
    query = parse_query("ven biển")
    found = reader.search(query, 100)
    assert isinstance(query.tree, All)
    words = [child for child in query.tree.children if isinstance(child, Word)]
    forward = reader.forward(found.numbers, words)
    at = found.ids.index("duong")
    here = forward.row == at
    assert forward.key[here].tolist() == [0, 1]
    assert forward.place[here].tolist() == [2, 3]
    assert forward.field[here].tolist() == [0, 0]
    assert forward.lengths[at].tolist() == [4, 0, 10]
    row, word, share = forward.bags.of(np.arange(len(found.ids)))
    own = row == at
    assert (share[own] > 0).all()
    cosines = forward.bags.cosines(word[own], share[own])
    assert cosines.argmax() == at


def test_a_long_query_is_answered_by_score_and_not_by_tier(reader: Reader) -> None:
    found = ask(reader, "mùa biển xanh ven đường", per_page=2)
    assert found.tier_totals == {Tier.EXACT: 1, Tier.MOST: 2}
    assert set(found.ids) == {"bien", "duong", "duong2"}
    assert found.scores.tolist() == sorted(found.scores.tolist(), reverse=True)


def test_a_long_query_counts_what_lacks_a_word_however_many_have_all(reader: Reader) -> None:
    assert ids(reader, "mùa biển xanh ven đường", per_page=1) == ["bien", "duong", "duong2"]


def test_a_short_query_with_a_page_of_whole_answers_opens_no_other_tier(reader: Reader) -> None:
    assert ids(reader, "biển xanh", per_page=1) == ["bien"]
