"""Seeds of the fuzzing: queries, pages and files as they should be, short enough to be read a hundred thousand times."""

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUERIES = (
    "cố đô huế", "co do hue", '"cải cách hành chính" -mưa', "mưa OR nắng", "(a OR b) -c", "cải cách hành*",
    "tiêu-đề:huế", 'nguồn:"Báo Huế" sau:01/03/2024 trước:2024-04-01', "lễ hội tháng 3/2024", "54-NQ/TW", "UBND tỉnh",
    "thẻ:\"du lịch\" site:gov.vn", "chuyeenr ddooir soos", "chuye6n3 d9o6i3", "chuye^?n ddo^?i so^'", "thegioididong",
    "-\"a b\" OR -c:", "\"", "chuyÓn ®æi sè", "NGHỊ QUYẾT số 54-NQ/TW ngày 10/12/2019 của Bộ Chính trị về xây dựng",
)  # fmt: skip


def samples() -> list[bytes]:
    """Return some lines of the samples."""
    return [
        line
        for path in sorted((ROOT / "samples").glob("*.jsonl"))
        for line in path.read_bytes().splitlines()[:3]
    ]


def html() -> list[bytes]:
    """Return short pages: with JSON-LD, with meta elements, of a portal, of plain paragraphs."""
    record = json.loads(samples()[0])
    ld = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": record["title"],
          "articleBody": record["body"], "datePublished": "2024-03-04T16:16:00+07:00", "author": {"name": "A"}}  # fmt: skip
    body = "".join(f"<p>{line}</p>" for line in record["body"].splitlines() * 2)
    head = (
        '<meta charset="utf-8"><meta property="og:title" content="Một tựa đề đủ dài để là tựa đề">'
        '<meta property="og:type" content="article"><meta name="pubdate" content="04/03/2024 16:16">'
    )
    portal = (
        "<h1>Khởi công cầu</h1><div>Lượt đọc: 567</div><div>Thời gian: 16:16 - 04/03/2024</div>"
    )
    bodies = {
        "ld": f'<script type="application/ld+json">{json.dumps(ld)}</script>',
        "article": f"<article><h1>{record['title']}</h1>{body}</article>",
        "portal": f"{portal}{body}<p><strong>Hà Anh</strong></p>",
        "table": f"<table><tr><td>{body}</table><ul><li><a href='/x'>{record['title']}</a></ul>",
    }
    return [
        f"<html><head>{head}</head><body>{one}</body></html>".encode() for one in bodies.values()
    ]


_FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Báo</title><item>
<title>Tin một</title><link>https://bao.example/1</link><description><![CDATA[<p>Tóm tắt</p>]]></description>
<pubDate>Mon, 04 Mar 2024 16:16:00 +0700</pubDate><guid>1</guid></item></channel></rss>"""
_ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Báo</title><entry><id>urn:1</id><title>Tin</title>
<link href="https://bao.example/2"/><updated>2024-03-04T16:16:00Z</updated><summary>Tóm tắt</summary></entry></feed>"""
_SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://bao.example/1</loc>
<lastmod>2024-03-04</lastmod></url></urlset>"""
_CSV = 'id,title,body,published\n1,"Tin ""một""",Thân bài,04/03/2024\n2,Tin hai,"Hai\ndòng",\n'


def _warc() -> bytes:
    page = html()[1]
    answer_ = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://bao.example/1\r\n"
        b"WARC-Date: 2024-03-04T09:16:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        b"Content-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(answer_), answer_)
    )


def _zip() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", samples()[0])
        archive.writestr("b.txt", "Một tựa đề\n\nMột đoạn văn.")
    return made.getvalue()


def _tar() -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        member = tarfile.TarInfo("a.jsonl")
        member.size = len(samples()[0])
        archive.addfile(member, io.BytesIO(samples()[0]))
    return made.getvalue()


def files() -> Mapping[str, Sequence[bytes]]:
    """Return seeds by the name of a file."""
    return {
        "a.jsonl": samples()[:4],
        "a.csv": [_CSV.encode(), _CSV.replace(",", ";").encode("utf-16")],
        "a.tsv": [_CSV.replace(",", "\t").encode()],
        "a.xml": [_FEED.encode(), _ATOM.encode(), _SITEMAP.encode()],
        "a.warc": [_warc()],
        "a.zip": [_zip()],
        "a.tar": [_tar()],
        "a.jsonl.gz": [gzip.compress(samples()[0], mtime=0)],
    }
