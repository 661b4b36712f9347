"""Writes the labelled pages: ten styles of sites, four articles each, with the body and the date that a reader has to find.

python make.py, in this folder. The same pages come out each time; the texts are invented.
"""

import html
import json
import pathlib
import random

HERE = pathlib.Path(__file__).parent
PLACES = ["Gao", "Bamako", "Kiev", "Bogota", "Manila", "Tripoli", "Goma", "Lima", "Erevan", "Khartoum"]
SAYINGS = {
    "fr": [
        "Le ministre de la Défense a annoncé {day} à {place} l'envoi de renforts dans la région.",
        "Selon la police, au moins {n} personnes ont été interpellées pendant le rassemblement.",
        "« Nous ne céderons pas », a déclaré devant la presse le porte-parole du gouvernement.",
        "Les deux délégations doivent se retrouver la semaine prochaine pour une nouvelle série de discussions.",
        "Des habitants joints par téléphone ont fait état de tirs nourris pendant une partie de la nuit.",
        "L'opposition a dénoncé une décision « injuste » et appelé à une grève générale de {n} heures.",
        "Aucun bilan n'avait été publié dans l'après-midi par les autorités de {place}.",
        "L'Union européenne a promis une aide de {n} millions d'euros aux familles déplacées.",
        "Le tribunal a rejeté la demande de remise en liberté, a indiqué un avocat de la défense.",
        "Un cessez-le-feu, conclu en début de mois, est largement respecté, d'après les observateurs.",
    ],
    "en": [
        "The defence minister said on {day} that reinforcements would be sent to {place}.",
        "Police said at least {n} people had been arrested during the rally.",
        "\"We will not give in,\" the government spokesman told reporters.",
        "The two delegations are due to meet again next week for another round of talks.",
        "Residents reached by telephone reported heavy gunfire for part of the night.",
        "The opposition called the ruling unfair and urged a general strike of {n} hours.",
        "Authorities in {place} had not released a toll by the afternoon.",
        "The European Union pledged {n} million euros in aid to displaced families.",
        "The court rejected the request for release, a defence lawyer said.",
        "A ceasefire agreed at the start of the month is largely holding, observers say.",
    ],
    "es": [
        "El ministro de Defensa anunció el {day} en {place} el envío de refuerzos a la región.",
        "Según la policía, al menos {n} personas fueron detenidas durante la concentración.",
        "«No vamos a ceder», declaró ante la prensa el portavoz del Gobierno.",
        "Las dos delegaciones se reunirán de nuevo la próxima semana para otra ronda de conversaciones.",
        "Vecinos contactados por teléfono hablaron de intensos disparos durante parte de la noche.",
        "La oposición calificó la decisión de injusta y convocó una huelga general de {n} horas.",
        "Las autoridades de {place} no habían difundido un balance por la tarde.",
        "La Unión Europea prometió una ayuda de {n} millones de euros a las familias desplazadas.",
        "El tribunal rechazó la petición de libertad, indicó un abogado de la defensa.",
        "El alto el fuego pactado a comienzos de mes se respeta en general, según los observadores.",
    ],
}
DAYS = {
    "fr": ["lundi", "mardi", "mercredi", "jeudi"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday"],
    "es": ["lunes", "martes", "miércoles", "jueves"],
}
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
}
WORDS = {
    "fr": dict(read="Lire aussi", share="Partager sur Facebook", more="Articles les plus lus", sub="Abonnez-vous à notre lettre",
               news="À la une", cookie="Nous utilisons des cookies pour améliorer votre expérience. Accepter", on="Publié le"),
    "en": dict(read="Read also", share="Share on Facebook", more="Most read", sub="Sign up for our newsletter",
               news="Top stories", cookie="We use cookies to improve your experience. Accept all", on="Published on"),
    "es": dict(read="Lea también", share="Compartir en Facebook", more="Lo más leído", sub="Suscríbase a nuestro boletín",
               news="Portada", cookie="Utilizamos cookies para mejorar su experiencia. Aceptar", on="Publicado el"),
}


def spelled(lang, y, m, d):
    month = MONTHS[lang][m - 1]
    return {"fr": f"{d} {month} {y}", "en": f"{month} {d}, {y}", "es": f"{d} de {month} de {y}"}[lang]


def menu(w, rng):
    links = "".join(f'<li><a href="/{i}">{word}</a></li>' for i, word in enumerate(rng.sample(PLACES, 6)))
    return f'<nav class="menu"><ul><li><a href="/">{w["news"]}</a></li>{links}</ul></nav>'


def related(w, lang, rng):
    items = "".join(f'<li><a href="/a/{i}">{html.escape(s.format(day=DAYS[lang][0], place=rng.choice(PLACES), n=3))}</a></li>'
                    for i, s in enumerate(rng.sample(SAYINGS[lang], 4)))
    return f'<aside class="most-read"><h3>{w["more"]}</h3><ul>{items}</ul></aside>'


def footer():
    return '<footer><p>© 2026 Example Media. <a href="/legal">Legal</a> <a href="/contact">Contact</a> <a href="/rss">RSS</a></p></footer>'


def ps(paragraphs, between=""):
    return between.join(f"<p>{html.escape(p, quote=False)}</p>\n" for p in paragraphs)


def agency(a):
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": a["title"], "datePublished": a["iso"] + "T09:12:00+02:00",
            "author": {"@type": "Person", "name": "A. Exemple"}, "publisher": {"@type": "Organization", "name": "Exemple Presse"}}
    return f"""<!DOCTYPE html><html lang="{a['lang']}"><head><meta charset="utf-8"><title>{a['title']} | Exemple</title>
<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script></head><body><header>{a['menu']}</header>
<main><article><h1>{a['title']}</h1><div class="article-body">{ps(a['body'])}</div></article>{a['related']}</main>{footer()}</body></html>"""


def wordpress(a):
    return f"""<!DOCTYPE html><html lang="{a['lang']}"><head><meta charset="utf-8"><title>{a['title']} – Le Journal</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="{a['iso']}T18:03:11+00:00"></head>
<body class="single post"><div id="cookie-notice">{a['w']['cookie']}</div>{a['menu']}<div id="primary"><article class="post hentry">
<header class="entry-header"><h1 class="entry-title">{a['title']}</h1><span class="byline">Redaction</span></header>
<div class="entry-content">{ps(a['body'])}<div class="sharedaddy"><ul><li><a href="#">{a['w']['share']}</a></li></ul></div></div></article>
<section id="comments"><h2>2 comments</h2><ol><li><p>Very interesting, thank you.</p></li><li><p>I do not agree at all with this.</p></li></ol></section>
</div>{a['related']}{footer()}</body></html>"""


def drupal(a):
    return f"""<!DOCTYPE html><html lang="{a['lang']}"><head><meta charset="utf-8"><title>{a['title']}</title><meta name="dcterms.date" content="{a['iso']}"></head>
<body>{a['menu']}<div class="region region-content"><div class="node node-article"><h1>{a['title']}</h1>
<div class="submitted">{a['w']['on']} {a['spelled']}</div><div class="field field-name-body"><div class="field-items"><div class="field-item">{ps(a['body'])}</div></div></div></div>
<div class="block newsletter"><p>{a['w']['sub']}</p><form><input name="mail"></form></div></div>{a['related']}{footer()}</body></html>"""


def table(a):
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{a['title']}</title></head>
<body bgcolor="#ffffff"><table width="760"><tr><td colspan="3">{a['menu']}</td></tr><tr><td width="120" valign="top"><a href="/1">{a['w']['news']}</a><br><a href="/2">Sport</a></td>
<td valign="top"><h2>{a['title']}</h2><font size="1">{a['w']['on']} {a['spelled']}</font>{ps(a['body'])}</td><td width="160" valign="top">{a['related']}</td></tr></table>{footer()}</body></html>"""


def time_element(a):
    return f"""<!DOCTYPE html><html lang="{a['lang']}"><head><meta charset="utf-8"><title>{a['title']}</title></head><body>{a['menu']}<main>
<article><h1>{a['title']}</h1><p class="meta"><time datetime="{a['iso']}T07:45:00Z" pubdate>{a['spelled']}</time></p>{ps(a['body'])}</article></main>{a['related']}{footer()}</body></html>"""


def from_url(a):
    return f"""<!DOCTYPE html><html lang="{a['lang']}"><head><meta charset="utf-8"><title>{a['title']}</title><link rel="canonical" href="{a['url']}"></head>
<body>{a['menu']}<div class="story"><h1>{a['title']}</h1><section class="story-text">{ps(a['body'])}</section></div>{a['related']}{footer()}</body></html>"""


def read_also(a):
    between = f'<p class="inline-link"><strong>{a["w"]["read"]} :</strong> <a href="/x">{a["other"]}</a></p>\n'
    body = ps(a["body"][:2]) + between + ps(a["body"][2:])
    return f"""<!DOCTYPE html><html lang="{a['lang']}"><head><meta charset="utf-8"><title>{a['title']}</title><meta name="date" content="{a['iso']}"></head>
<body>{a['menu']}<article class="article"><h1>{a['title']}</h1><div class="article__content">{body}</div></article>{a['related']}{footer()}</body></html>"""


def microdata(a):
    return f"""<!DOCTYPE html><html lang="{a['lang']}"><head><meta charset="utf-8"><title>{a['title']}</title></head><body>{a['menu']}
<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">{a['title']}</h1><meta itemprop="datePublished" content="{a['iso']}">
<div itemprop="articleBody">{ps(a['body'])}</div></div>{a['related']}{footer()}</body></html>"""


def amp(a):
    data = {"@context": "http://schema.org", "@graph": [{"@type": "WebPage"}, {"@type": "ReportageNewsArticle", "headline": a["title"],
            "datePublished": a["iso"], "dateModified": "2027-01-01"}]}
    return f"""<!doctype html><html amp lang="{a['lang']}"><head><meta charset="utf-8"><title>{a['title']}</title><script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>
<style amp-custom>p{{margin:0}}</style></head><body><amp-sidebar id="s">{a['menu']}</amp-sidebar><div class="amp-wp-article"><h1>{a['title']}</h1><amp-img src="/a.jpg" alt="photo"></amp-img>
<div class="amp-wp-article-content">{ps(a['body'])}</div></div>{footer()}</body></html>"""


def divs(a):
    body = "".join(f'<div class="paragraph">{html.escape(p, quote=False)}</div>\n' for p in a["body"])
    return f"""<!DOCTYPE html><html lang="{a['lang']}"><head><meta charset="utf-8"><title>{a['title']}</title><meta property="og:title" content="{a['title']}">
<meta itemprop="datePublished" content="{a['iso']}T00:00:00Z"></head><body>{a['menu']}<div class="c-article"><div class="c-title"><h1>{a['title']}</h1></div><div class="c-body">{body}</div></div>
<div class="c-newsletter">{a['w']['sub']}</div>{a['related']}{footer()}</body></html>"""


STYLES = [agency, wordpress, drupal, table, time_element, from_url, read_also, microdata, amp, divs]

rows = []
for number in range(40):
    rng = random.Random(number)
    style, lang = STYLES[number % 10], ["fr", "en", "es", "fr"][number // 10]
    y, m, d = 2026, rng.randint(1, 11), rng.randint(1, 28)
    place = rng.choice(PLACES)
    sentence = lambda s: s.format(day=rng.choice(DAYS[lang]), place=rng.choice(PLACES), n=rng.randint(2, 48))
    sentences = [sentence(s) for s in rng.sample(SAYINGS[lang], 10)]
    body = [" ".join(sentences[i:i + 2]) for i in range(0, 10, 2)]
    iso = f"{y}-{m:02}-{d:02}"
    title = {"fr": f"Tensions à {place}", "en": f"Tensions in {place}", "es": f"Tensión en {place}"}[lang]
    a = dict(lang=lang, w=WORDS[lang], menu=menu(WORDS[lang], rng), related=related(WORDS[lang], lang, rng), body=body, title=title,
             iso=iso, spelled=spelled(lang, y, m, d), url=f"https://www.example.org/{y}/{m:02}/{d:02}/tensions", other=SAYINGS[lang][3])
    name = f"{number:02}-{style.__name__}-{lang}"
    (HERE / f"{name}.html").write_text(style(a), "utf-8")
    (HERE / f"{name}.txt").write_text("\n".join(body) + "\n", "utf-8")
    rows.append(f"{name}\t{a['url'] if style is from_url else 'https://www.example.org/tensions'}\t{iso}\t{title}")
(HERE / "labels.tsv").write_text("# Written by make.py. name: NAME.html and its body NAME.txt; date: of publication.\nname\turl\tdate\ttitle\n"
                                 + "\n".join(rows) + "\n", "utf-8")
