"""Runs the commands of the documents: every block of shell in the README and in the pages of the book, in the order of the page.

A page runs in a folder of its own that holds what a reader has: the repository's examples, packs, tables, and some reports. `dateline` is
the program of this build. A block marked `text expect` says what the commands before it must have printed, line by line, blanks counted as one.
Servers and watchers run until the page ends. Commands of the list below are not run here: they measure, build for long, or need what is
not on this machine; the count of them is printed.
"""
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = re.compile(r"^\s*(docker|sudo|pip |maturin |cargo (bench|test|fuzz|run --release --example|\+nightly)|bash scripts/|[A-Z_]+=\S+ cargo|python3 benches/|npm|apt-get|git clone|cd dateline)")
SERVES = re.compile(r"^\s*dateline (serve|watch)\b(?!.*--once)(?!.*--help)")
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Exemple</title><language>fr</language><item><title>Frappes</title>
<guid>1</guid><pubDate>Wed, 04 Mar 2026 10:00:00 GMT</pubDate>
<description>La France a condamné mercredi les frappes russes contre l'Ukraine.</description></item></channel></rss>"""
PAGE = """<!doctype html><html lang="fr"><head><title>{0}</title>{1}</head><body><article><h1>{0}</h1>
<p>Le gouvernement malien a annoncé lundi la reprise des discussions avec les rebelles du nord du pays, selon un porte-parole.</p>
<p>L'armée malienne a attaqué dimanche un camp des rebelles près de Gao, a confirmé une source militaire à Bamako.</p></article></body></html>"""


def blocks(text):
    """Fenced blocks: info string, content, line."""
    found, info, lines, start = [], None, [], 0
    for number, line in enumerate(text.splitlines(), 1):
        if info is None and line.startswith("```"):
            info, lines, start = line[3:].strip(), [], number
        elif info is not None and line.startswith("```"):
            found.append((info, "\n".join(lines), start))
            info = None
        elif info is not None:
            lines.append(line)
    return found


def sandbox(folder, program, feed):
    """What a reader has."""
    # Copies: a command of a page may write into them.
    for name in ("examples", "packs", "kb", "ontology", "gold"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(ROOT / "examples/fr", folder / "reports")
    shutil.copy(ROOT / "examples/fr/sahel-attaque.txt", folder / "report.txt")
    (folder / "news").mkdir()
    dated = '<meta property="article:published_time" content="2026-03-03T10:00:00Z">'
    (folder / "news/undated.html").write_text(PAGE.format("Sans date", ""))
    (folder / "page.html").write_text(PAGE.format("Mali", dated))
    body = ("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n" + PAGE.format("Mali", dated)).encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/1\r\nWARC-Record-ID: <urn:1>\r\nContent-Length: {len(body)}\r\n\r\n"
    (folder / "news/a.warc").write_bytes(head.encode() + body + b"\r\n\r\n")
    subprocess.run(["gzip", "-k", folder / "news/a.warc"], check=True)
    (folder / "reports.jsonl").write_text('{"id": "a", "date": "2026-03-05", "text": "La France a condamné jeudi les frappes russes contre l\'Ukraine."}\n')
    (folder / "feeds.toml").write_text(f'archive = "news.dateline"\n[[feed]]\nurl = "{feed}"\nlanguage = "fr"\n')
    (folder / "petrarch").mkdir()
    (folder / "petrarch/own.actors").write_text("MALI_ [MLI]\n+MALIAN_\nFRANCE_ [FRA]\n")
    (folder / "petrarch/own.verbs").write_text("--- ATTACK [190] ---\nATTACK\n- * AGAINST + [190]\n")
    tools = folder / ".tools"
    tools.mkdir()
    (tools / "dateline").symlink_to(program)
    # `cargo run -- ...` and `cargo install` are the program of this build; everything else of cargo is cargo's.
    (tools / "cargo").write_text(
        '#!/bin/bash\ncase "$1" in\n  install) exit 0 ;;\n  run) while [ "$1" != -- ]; do shift; done; shift; exec dateline "$@" ;;\nesac\n'
        f'exec {shutil.which("cargo")} "$@"\n')
    (tools / "cargo").chmod(0o755)


def script(page):
    """The page's commands as one script, with a mark before each block."""
    lines = ["set -euo pipefail", "trap 'echo \"@@failed $BASH_COMMAND\" >&2' ERR"]
    left_out = ran = 0
    sh = [b for b in page if b[0].split(" ")[0] == "sh"]
    if any("127.0.0.1:8420" in b[1] for b in sh) and not any(SERVES.search(line) for b in sh for line in b[1].splitlines()):
        lines += ["dateline add served.dateline reports --language fr", "dateline serve served.dateline & sleep 3"]
    archive = any("news.dateline" in b[1] for b in sh) and not any("add news.dateline" in b[1] for b in sh)
    if archive:
        lines.append("dateline add news.dateline reports examples/caucase --language fr")
    if any("caucase.dateline" in b[1] for b in sh) and not any("add caucase.dateline" in b[1] for b in sh):
        lines.append("dateline add caucase.dateline examples/caucase --language fr")
    for i, (info, content, _) in enumerate(page):
        if info.split(" ")[0] != "sh":
            continue
        lines.append(f"echo '@@block {i}'; echo '@@block {i}' >&2")
        if "ignore" in info.split(" "):
            left_out += len([line for line in content.splitlines() if line.strip()])
            continue
        whole = "<<" in content or re.search(r"^\s*(for|while|if)\b", content, re.M)
        for line in content.splitlines():
            if not whole and LEFT_OUT.search(line):
                left_out += 1
            elif not whole and SERVES.search(line):
                ran += 1
                lines.append(f"{line.split(' #')[0]} & served=$!; sleep 3; kill -0 $served")
            else:
                ran += bool(line.strip()) and not line.strip().startswith("#")
                lines.append(line)
    return "\n".join(lines) + "\n", ran, left_out


def squeezed(text):
    """Blanks counted as one; numbers of lines in tables and of things in a report left out: they change with every entry."""
    return re.sub(r"\b(tsv:|event|quote|time)\d+", r"\1", " ".join(text.split()))


def run(path, program, feed):
    """Runs a page; returns what is wrong with it, and how many commands were run and left out."""
    page = blocks(path.read_text())
    text, ran, left_out = script(page)
    if not ran:
        return [], 0, left_out
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sandbox(folder, program, feed)
        environment = dict(os.environ, PATH=f"{folder}/.tools:{os.environ['PATH']}", HOME=str(folder),
                           DATELINE_MODELS=os.environ.get("DATELINE_MODELS") or str(Path.home() / ".local/share/dateline/models"))
        with open(folder / ".out", "w+") as out:
            child = subprocess.Popen(["bash", "-c", text], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out,
                                     stderr=subprocess.STDOUT, start_new_session=True)
            try:
                status = child.wait(timeout=600)
            except subprocess.TimeoutExpired:
                status = "not ended after ten minutes"
            finally:
                # Only what this page started is in this session.
                try:
                    os.killpg(child.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            out.seek(0)
            said = out.read()
    shown = path.relative_to(ROOT)
    if status != 0:
        return [f"{shown}: status {status}\n{said[-3000:]}"], ran, left_out
    faults = []
    parts = {}
    for piece in re.split(r"(?=@@block \d+\n)", said):
        match = re.match(r"@@block (\d+)\n", piece)
        if match:
            parts[int(match[1])] = parts.get(int(match[1]), "") + piece[match.end():]
    for i, (info, content, line) in enumerate(page):
        if info == "text expect":
            before = max((b for b in range(i) if page[b][0].startswith("sh")), default=None)
            got = squeezed(parts.get(before, ""))
            for wanted in content.splitlines():
                if squeezed(wanted) not in got:
                    faults.append(f"{shown}:{line}: `{wanted.strip()}` was not printed, but\n{parts.get(before, '')[-2000:]}")
                    break
    return faults, ran, left_out


def main():
    program = Path(os.environ.get("DATELINE") or ROOT / "target/debug/dateline")
    names = re.findall(r"\]\(([^)]+\.md)\)", (ROOT / "docs/SUMMARY.md").read_text())
    pages = [ROOT / "README.md", ROOT / "README.fr.md", *(ROOT / "docs" / n for n in names)]
    pages = [p for p in pages if p.exists() and (len(sys.argv) < 2 or any(a in str(p) for a in sys.argv[1:]))]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "rss.xml").write_text(FEED)

        class Quiet(SimpleHTTPRequestHandler):
            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        total = skipped = 0
        faults = []
        for page in pages:
            found, ran, left_out = run(page, program, f"http://127.0.0.1:{server.server_port}/rss.xml")
            print(f"{page.relative_to(ROOT)}: {ran} commands run, {left_out} left out{', FAULTY' if found else ''}", flush=True)
            total, skipped = total + ran, skipped + left_out
            faults += found
        server.shutdown()
    print(f"documents: {total} commands run, {skipped} left out (they measure, build for long, or need another machine)")
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(1 if faults else 0)


main()
