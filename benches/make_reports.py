#!/usr/bin/env python3
"""Write generated French reports as JSON lines, for measuring.

    python3 make_reports.py --count 10000 [--mixed | --varied] [--paragraphs 6] [--seed N] -o reports.jsonl

Each report has six paragraphs of one to three sentences. Without --mixed every paragraph tells of an act between actors; with
it two of three paragraphs are of weather, sport, culture and trade, as in a whole newspaper. No report is like another:
numbers, names of places and order vary, but there are few words and few patterns, so that what caches hold is found in them
more often than in life. --varied takes paragraphs of one to five sentences from make_text.py instead, whose vocabulary grows
with the length as that of news does.
"""

import argparse
import datetime
import json
import random

import make_text

ACTORS = [
    "Le président français Emmanuel Macron", "Le ministre iranien des Affaires étrangères", "L'armée malienne",
    "Un groupe armé", "Le gouvernement israélien", "Le porte-parole du Kremlin", "Un groupe de manifestants",
    "La police tunisienne", "Le Premier ministre irakien", "L'Union européenne", "Le mouvement houthi", "La Turquie",
]
ACTS = [
    "a condamné mercredi les frappes russes contre l'Ukraine", "a rencontré son homologue à {place}",
    "a attaqué un village près de {place}, faisant {n} morts", "a accusé la Syrie d'avoir bombardé {place}",
    "a promis une aide de {n} millions d'euros au Liban", "a arrêté {n} opposants à {place}",
    "a menacé d'imposer des sanctions à l'Iran", "a signé un accord de coopération avec le Maroc",
    "a manifesté contre le gouvernement à {place}", "a expulsé {n} diplomates russes",
]
TAILS = [
    ", a annoncé un responsable local.", ", selon l'agence officielle.", ", a déclaré le porte-parole du gouvernement.",
    ". « Nous n'accepterons jamais cette situation », a-t-il ajouté.", ". Aucune source indépendante n'a pu le confirmer.",
]
QUIET = [
    "Il a plu pendant {n} jours sur la côte, et la température restera douce jusqu'à dimanche.",
    "Le club de {place} occupe la {n}e place du classement avant la dernière journée du championnat.",
    "L'exposition réunit {n} tableaux du dix-neuvième siècle, dont plusieurs jamais montrés au public.",
    "Le prix du blé est resté stable à {n} euros la tonne sur le marché de {place}.",
    "La nouvelle ligne de tramway comptera {n} stations et desservira l'université.",
    "Le film dure {n} minutes et sort en salle la semaine prochaine.",
]
PLACES = ["Gao", "Bagdad", "Alep", "Tunis", "Beyrouth", "Sanaa", "Kaboul", "Tripoli", "Mossoul", "Khartoum", "Bamako", "Gaza"]


def paragraph(random_, quiet):
    fill = {"n": random_.randint(2, 900), "place": random_.choice(PLACES)}
    sentences = []
    for _ in range(random_.randint(1, 3)):
        if quiet:
            sentences.append(random_.choice(QUIET).format(**fill))
        else:
            sentences.append(random_.choice(ACTORS) + " " + random_.choice(ACTS).format(**fill) + random_.choice(TAILS))
    return " ".join(sentences)


def report(random_, number, paragraphs, mixed, maker):
    day = datetime.date(2020, 1, 1) + datetime.timedelta(days=random_.randrange(2000))
    if maker:
        text = "\n\n".join(maker.paragraph() for _ in range(paragraphs))
    else:
        text = "\n\n".join(paragraph(random_, mixed and i % 3 != 0) for i in range(paragraphs))
    return {"id": f"g{number}", "date": day.isoformat(), "language": "fr", "publisher": f"Agence {number % 7}", "text": text}


def main():
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("--count", type=int, required=True)
    kind = args.add_mutually_exclusive_group()
    kind.add_argument("--mixed", action="store_true")
    kind.add_argument("--varied", action="store_true")
    args.add_argument("--paragraphs", type=int, default=6)
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("-o", "--output", required=True)
    args = args.parse_args()
    random_ = random.Random(args.seed)
    maker = make_text.Maker(*make_text.LANGUAGES["fr"], args.seed) if args.varied else None
    with open(args.output, "w", encoding="utf-8") as out:
        for number in range(args.count):
            out.write(json.dumps(report(random_, number, args.paragraphs, args.mixed, maker), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
