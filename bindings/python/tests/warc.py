"""Writes small web archives, one gzip member a record, as crawlers do."""

import gzip
import io


def record(kind, address, body, date):
    """A record of a web archive, packed."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: {date}T08:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as packed:
        packed.write(head.encode() + body + b"\r\n\r\n")
    return out.getvalue()


def response(report):
    """A page that tells a report, as a server sends it."""
    paragraphs = "".join(f"<p>{report['text']}</p>" for _ in range(3))
    page = (
        f"<!DOCTYPE html><html lang='{report.get('language', 'fr')}'><head><title>{report['id']}</title>"
        f"<meta property='article:published_time' content='{report.get('date', '2026-01-01')}'></head>"
        f"<body><article><h1>{report['id']}</h1>{paragraphs}</article></body></html>"
    ).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page


def write(path, reports):
    """An archive of pages that tell some reports, with one record that is no page and one that is cut short."""
    parts = [record("request", "https://example.org/", b"GET / HTTP/1.1\r\n\r\n", "2026-01-01")]
    for report in reports:
        address = f"https://example.org/{report['id']}"
        parts.append(record("response", address, response(report), report.get("date", "2026-01-01")))
    image = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n\x1a\n"
    parts.append(record("response", "https://example.org/image", image, "2026-01-01"))
    path.write_bytes(b"".join(parts))
