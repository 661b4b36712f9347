"""Writes the reports of gold folders as JSON lines, without those of the held-out half: python3 gold_reports.py gold/fr gold/en > reports.jsonl"""
import json
import re
import sys
from pathlib import Path

for folder in sys.argv[1:]:
    for path in sorted(Path(folder).glob("*.md")):
        page = path.read_text(encoding="utf-8")
        text = re.search(r"^```text\n(.*?)^```", page, re.M | re.S)
        if not text or re.search(r"^- half: held-out", page, re.M):
            continue
        said = dict(re.findall(r"^- (language|date): (.+)$", page[: text.start()], re.M))
        title = re.search(r"^# (.+)$", page, re.M)
        report = {"id": path.stem, "title": title[1] if title else None, **said, "text": text[1].strip()}
        print(json.dumps({k: v for k, v in report.items() if v}, ensure_ascii=False))
