"""What the tests share: reports, the command, a coder. Needs the French, English and Spanish models."""

import datetime
import json
import os
import pathlib
import subprocess

import pytest

import dateline

ROOT = pathlib.Path(__file__).resolve().parents[3]
COMMAND = pathlib.Path(os.environ.get("DATELINE_COMMAND", ROOT / "target/debug/dateline"))

SENTENCES = {
    "fr": [
        "Des hommes armés ont attaqué lundi un marché de Gao, faisant {n} morts, a annoncé l'armée malienne.",
        "La France a condamné mercredi les frappes russes contre l'Ukraine.",
        "Le ministre iranien des Affaires étrangères a rencontré son homologue irakien à Bagdad.",
        "Il a plu pendant {n} jours sur la vallée.\n\nLa récolte sera bonne, dit un paysan.",
    ],
    "en": [
        "Gunmen attacked a market in Gao on Monday, killing {n} people, the army said.",
        "The foreign minister of Iran met his Iraqi counterpart in Baghdad.",
    ],
    "es": ["El presidente de Colombia se reunió con el presidente de Venezuela en Bogotá el día {n}."],
}


def make_reports(count):
    """Reports in three languages, some without language or date."""
    reports = []
    languages = ["fr", "fr", "fr", "en", "es"]
    for i in range(count):
        language = languages[i % len(languages)]
        sentences = SENTENCES[language]
        text = " ".join(sentences[(i + k) % len(sentences)].format(n=2 + i % 28) for k in range(1 + i % 3))
        report = {"id": f"r{i:05}", "text": text, "publisher": f"Agence {i % 4}"}
        if i % 11:
            report["date"] = (datetime.date(2026, 1, 1) + datetime.timedelta(days=i % 300)).isoformat()
        if i % 7:
            report["language"] = language
        if i % 5 == 0:
            report["url"] = f"https://example.org/{i}"
            report["title"] = f"Titre « {i} » \u202e"
        reports.append(report)
    return reports


def run(*args, data=None, status=(0,)):
    """Runs the command and gives what it wrote."""
    done = subprocess.run([COMMAND, *map(str, args)], input=data, capture_output=True, text=True, check=False)
    assert done.returncode in status, done.stderr
    return done.stdout


def command_lines(reports, *more):
    """The lines that the command writes for reports."""
    data = "".join(json.dumps(report) + "\n" for report in reports)
    out = run("code", "--from", "jsonl", "--format", "jsonl", *more, "-", data=data, status=(0, 1))
    return out.splitlines()


def column(reports, name):
    return [report.get(name) for report in reports]


def arguments(reports):
    """Reports as the arguments of `code`."""
    names = {"ids": "id", "languages": "language", "urls": "url", "publishers": "publisher", "titles": "title"}
    named = {argument: column(reports, name) for argument, name in names.items()}
    return {"texts": column(reports, "text"), "dates": column(reports, "date"), **named}


def columns(reports):
    """Reports as columns of a table."""
    return {name: column(reports, name) for name in ("id", "text", "date", "language", "url", "publisher", "title")}


@pytest.fixture(scope="session")
def coder():
    return dateline.Coder()


@pytest.fixture(scope="session")
def reports():
    return make_reports(150)


@pytest.fixture(scope="session")
def lines(reports):
    """What the command writes for `reports`."""
    return command_lines(reports)
