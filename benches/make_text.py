#!/usr/bin/env python3
"""Make news-like text for speed measurements.

    python3 make_text.py [--lang fr|en|es] [--bytes 1200000] [--seed 1] [-o FILE]

The text is built from sentence patterns and word lists written for this
purpose, with agreement in gender and number, elision and contraction. It is
grammatical, varied and without meaning. Names of people and villages are partly
put together from syllables, and figures are drawn, so the vocabulary keeps
growing with the length as it does in real news. One paragraph a line. The same
arguments give the same bytes: only `random.Random.random` is used, whose
sequence is stable across Python versions.

Patterns
    <X>         an entry of list X
    <X!>        the same, and what follows agrees with it
    {a|b}       singular | plural
    {a|b|c|d}   masculine singular | feminine s. | masculine plural | feminine p.
    {e}         short for {|e|s|es}
    ms|text     an entry that is masculine singular (fs, mp, fp alike)
An entry without a mark of its own agrees with what it was called from.
"""

import argparse
import re
import sys
from random import Random

FORMS = {"ms": 0, "fs": 1, "mp": 2, "fp": 3}
PART = re.compile(r"<([A-Z_0-9]+)(!?)>|\{([^{}]*)\}")


def lines(text):
    return [s.strip() for s in text.strip().split("\n") if s.strip()]


def words(text, sep=None):
    return [s.strip() for s in (text.split(sep) if sep else text.split()) if s.strip()]


class Maker:
    def __init__(self, lists, functions, finish, seed):
        self.lists = lists
        self.functions = functions
        self.finish = finish
        self.random = Random(seed)
        self.bags = {}

    def below(self, n):
        return int(self.random.random() * n)

    def among(self, items):
        return items[self.below(len(items))]

    def draw(self, name):
        """An entry of a list, each about as often as the others."""
        bag = self.bags.get(name)
        if not bag:
            bag = list(self.lists[name])
            for i in range(len(bag) - 1, 0, -1):
                j = self.below(i + 1)
                bag[i], bag[j] = bag[j], bag[i]
            self.bags[name] = bag
        return bag.pop()

    def expand(self, name, form):
        if name in self.functions:
            return self.functions[name](self), form
        entry = self.draw(name)
        if len(entry) > 2 and entry[2] == "|" and entry[:2] in FORMS:
            form, entry = FORMS[entry[:2]], entry[3:]
        out = []
        end = 0
        for m in PART.finditer(entry):
            out.append(entry[end : m.start()])
            end = m.end()
            if m.group(1):
                text, found = self.expand(m.group(1), form)
                out.append(text)
                if m.group(2):
                    form = found
            else:
                choice = m.group(3).split("|")
                if choice == ["e"]:
                    choice = ["", "e", "s", "es"]
                out.append(choice[form] if len(choice) == 4 else choice[form // 2])
        out.append(entry[end:])
        return "".join(out), form

    def sentence(self):
        text = self.finish(self.expand("S", 0)[0])
        for i, c in enumerate(text):
            if c.isalnum():
                return text[:i] + c.upper() + text[i + 1 :]
        return text

    def paragraph(self):
        return " ".join(self.sentence() for _ in range(1 + self.below(5)))


def compose(*parts):
    """Made-up names: one syllable from each string, in all ways (_ nothing, ~ space)."""
    names = [""]
    for part in parts:
        names = [n + s for n in names for s in words(part)]
    return [n.replace("_", "").replace("~", " ") for n in names]


# ---- shared: names, figures ------------------------------------------------

FIRST_M = words(
    """Abdallah Abdoulaye Adama Ahmed Aleksandr Alexandre Alioune Amadou Andrei Andrzej Antoine António
    Arif Bakary Bashir Bernard Boris Boubacar Carlos Chen Dae-jung Daniel Dejan Diego Dmitri Dragan Eduardo
    Emmanuel Ernesto Faisal Fernando Félix François Gabriel Georges Goran Hamid Hans Haruto Hassan Henrik
    Ibrahim Igor Ismaïl Ivan Jacek Jamal James Jean-Pierre Jin-woo Joaquín John Jorge José Joseph Julio Kamal
    Karim Kenji Khalid Kofi Kwame Lars László Laurent Liang Luca Luis Mahmoud Mamadou Manuel Marc Marek Mario
    Mathieu Mehdi Michael Miguel Milan Min-ho Mohammed Moussa Mustafa Nasser Nguyen Nikolaï Omar Oscar Oumar
    Pablo Patrick Paul Pavel Pedro Peter Petro Rachid Rafael Rajesh Ravi Ricardo Robert Saïd Salif Samir
    Sergueï Stefan Suresh Tadesse Tariq Thomas Tomasz Vikram Viktor Vladimir Wei William Yassine Youssef Yusuf
    Zoran"""
)
FIRST_F = words(
    """Aïcha Aïssata Alicia Amina Ana Anastasia Anna Beatriz Carmen Caroline Chantal Claire Cristina Daniela
    Elena Élise Emma Esperanza Fatima Fatoumata Gabriela Giulia Grace Hanna Helena Ingrid Irina Isabel Jasmina
    Joana Julia Kateryna Khadija Laura Layla Leïla Lin Lucía Maria María-José Mariama Marie-Claude Marta Mei
    Milena Nadia Natalia Ngozi Nicole Nino Noor Oksana Olga Patricia Rania Rosa Salma Sandrine Sara Shirin
    Sofía Soo-jin Svetlana Tamar Teresa Valentina Véronique Yuki Zainab Zofia"""
)
LAST = (
    compose("Abd Ben Bou Cha Dar Fa Ga Had Ja Kas Mah Nas Rah Sal Za", "a ou i", "bi dri lem mad ni ri ssem zi lif")
    + compose("Bal Cor Dra Gor Iva Kov Lev Mar Niko Pav Ros Stan Vol Zel", "_ i o", "nov vić enko ski chev rov ssian")
    + compose("Ama Coul Dia Kei Ka Nda Oue Sa Tra Tou Zon", "_ ba ri na", "li go mbé draogo té kou ssou ré")
    + compose("Al Bar Cas Del Fer Gar Men Or Que Ro Sal Val Za", "_ va ra le", "do rez no tal mante dal gas za ra")
    + compose("Chan Da Ha Ki Ma Mo Na Sa Ta Ya Wa", "_ ka shi ra mo", "da mura to gawa no wal hara")
    + compose("Ander Beau Ber Clar Du Fair Gra Hol Lam Mil Ren Stein Wal Wes", "_ fon ler", "berg ton mann field mont ley")
)
VILLAGE = (
    compose("Bir Deir Kafr Tel Umm", "~al-", "Has Zar Qa Mou Na", "ra bi diya fa chir")
    + compose("Ba Dou Gao Ko Ma Niono San Tin Ou", "_ la ra", "ba kala gou koro da ssi")
    + compose("Bere Cher Dob Kra Lys No Po Stan Vel", "_ i o", "vka grad pol vsk nice")
    + compose("San Santa Villa Puerto", "~", "Al Be Cris Mar Ro To", "_ ri", "ta na do beto lina")
    + compose("Ban Chi Gu Hai Lu Pyin Tha", "_ ng", "dong ran pur yan khali ton")
)


def any_of(items):
    return lambda m: m.among(items)


def figure(m, low, high, thousands):
    n = low + m.below(high - low)
    return f"{n:,}".replace(",", thousands)


def numbers(thousands, comma):
    def large(m):
        top = (2000, 10000, 90000, 900000)[m.below(4)]
        n = 1000 + m.below(top)
        return figure(m, n // 10 * 10, n // 10 * 10 + 1, thousands)

    return {
        "N2": lambda m: str(2 + m.below(9)),
        "N": lambda m: str(11 + m.below(88)),
        "NNN": lambda m: str(100 + m.below(899)),
        "BIG": large,
        "DEC": lambda m: f"{m.below(40)}{comma}{1 + m.below(9)}",
        "DEC2": lambda m: f"{1 + m.below(190)}{comma}{10 + m.below(89)}",
        "YEAR": lambda m: str(1985 + m.below(40)),
        "SOON": lambda m: str(2027 + m.below(14)),
        "DAYNUM": lambda m: str(2 + m.below(27)),
        "AGE": lambda m: str(17 + m.below(70)),
        "LASTNAME": lambda m: m.among(LAST) if m.below(9) else m.among(LAST) + "-" + m.among(LAST),
        "FIRSTM": any_of(FIRST_M),
        "FIRSTF": any_of(FIRST_F),
        "VILLAGE": any_of(VILLAGE),
        "HH": lambda m: f"{m.below(24):02}",
        "MM": lambda m: f"{m.below(60):02}",
        "NOTHING": lambda m: "",
    }


def plural(word, lang):
    if lang == "fr":
        if word[-1] in "sx":
            return word
        return word[:-2] + "aux" if word.endswith("al") else word + "s"
    return word + "s" if word[-1] in "aeiou" else word.replace("és", "es") + "es"


def nationalities(pairs, lang):
    out = []
    for pair in pairs:
        m, _, f = pair.partition("/")
        f = f or m
        out.append("{%s|%s|%s|%s}" % (m, f, plural(m, lang), f + "s"))
    return out

# ---- French ----------------------------------------------------------------

FR_NAT = words(
    """afghan/afghane albanais/albanaise algérien/algérienne allemand/allemande américain/américaine
    argentin/argentine arménien/arménienne australien/australienne azerbaïdjanais/azerbaïdjanaise
    bangladais/bangladaise biélorusse birman/birmane bolivien/bolivienne brésilien/brésilienne
    britannique burkinabè burundais/burundaise cambodgien/cambodgienne camerounais/camerounaise
    canadien/canadienne chilien/chilienne chinois/chinoise chypriote colombien/colombienne congolais/congolaise
    cubain/cubaine danois/danoise égyptien/égyptienne équatorien/équatorienne érythréen/érythréenne
    espagnol/espagnole éthiopien/éthiopienne finlandais/finlandaise français/française gabonais/gabonaise
    géorgien/géorgienne ghanéen/ghanéenne grec/grecque guatémaltèque guinéen/guinéenne haïtien/haïtienne
    hongrois/hongroise indien/indienne indonésien/indonésienne irakien/irakienne iranien/iranienne
    israélien/israélienne italien/italienne ivoirien/ivoirienne japonais/japonaise jordanien/jordanienne
    kazakh/kazakhe kényan/kényane kosovar/kosovare libanais/libanaise libyen/libyenne malaisien/malaisienne
    malien/malienne marocain/marocaine mexicain/mexicaine moldave mozambicain/mozambicaine népalais/népalaise
    nicaraguayen/nicaraguayenne nigérian/nigériane nigérien/nigérienne norvégien/norvégienne
    pakistanais/pakistanaise palestinien/palestinienne péruvien/péruvienne philippin/philippine
    polonais/polonaise portugais/portugaise qatari/qatarie roumain/roumaine russe rwandais/rwandaise
    saoudien/saoudienne sénégalais/sénégalaise serbe somalien/somalienne soudanais/soudanaise
    sri-lankais/sri-lankaise sud-africain/sud-africaine sud-coréen/sud-coréenne suédois/suédoise suisse
    syrien/syrienne taïwanais/taïwanaise tanzanien/tanzanienne tchadien/tchadienne tchèque
    thaïlandais/thaïlandaise togolais/togolaise tunisien/tunisienne turc/turque ukrainien/ukrainienne
    vénézuélien/vénézuélienne vietnamien/vietnamienne yéménite zambien/zambienne"""
)
FR_CITY = words(
    """Abidjan; Abuja; Accra; Addis-Abeba; Alep; Alger; Almaty; Amman; Ankara; Astana; Athènes; Bagdad; Bakou;
    Bamako; Bangkok; Bangui; Belgrade; Beyrouth; Bichkek; Bogota; Brasilia; Bruxelles; Bucarest; Budapest;
    Buenos Aires; Bujumbura; Canberra; Caracas; Casablanca; Conakry; Copenhague; Dacca; Dakar; Damas; Djakarta;
    Djibouti; Doha; Donetsk; Dubaï; Erevan; Freetown; Genève; Goma; Guayaquil; Hanoï; Harare; Helsinki;
    Hong Kong; Islamabad; Istanbul; Jérusalem; Juba; Kaboul; Kampala; Karachi; Katmandou; Kharkiv; Khartoum;
    Kiev; Kigali; Kinshasa; Kirkouk; Lagos; La Paz; Libreville; Lilongwe; Lima; Lisbonne; Lomé; Londres; Luanda;
    Lusaka; Madrid; Manille; Maputo; Marseille; Mexico; Minsk; Mogadiscio; Monrovia; Montevideo; Moscou;
    Mossoul; Nairobi; Naypyidaw; N'Djamena; New Delhi; New York; Niamey; Nouakchott; Oslo; Ottawa; Ouagadougou;
    Panama; Paris; Pékin; Phnom Penh; Port-au-Prince; Port-Soudan; Pretoria; Pristina; Pyongyang; Quito; Rabat;
    Riga; Rome; Saint-Domingue; Sanaa; San Salvador; Santiago; Sarajevo; Séoul; Shanghai; Skopje; Sofia;
    Stockholm; Taipei; Tallinn; Tbilissi; Tegucigalpa; Téhéran; Tel-Aviv; Tirana; Tokyo; Tripoli; Tunis;
    Varsovie; Vienne; Vilnius; Washington; Yaoundé; Zagreb""", ";"
)
FR_IN = words(
    """en Afghanistan; en Algérie; en Allemagne; en Angola; en Arabie saoudite; en Argentine; en Arménie;
    en Azerbaïdjan; au Bangladesh; au Bénin; en Birmanie; en Bolivie; en Bosnie; au Brésil; au Burkina Faso;
    au Burundi; au Cambodge; au Cameroun; en Centrafrique; au Chili; en Chine; en Colombie; en Côte d'Ivoire;
    à Cuba; en Égypte; en Équateur; en Érythrée; en Éthiopie; aux États-Unis; en Géorgie; au Ghana; en Grèce;
    au Guatemala; en Guinée; en Haïti; au Honduras; en Hongrie; en Inde; en Indonésie; en Irak; en Iran;
    en Italie; au Japon; en Jordanie; au Kazakhstan; au Kenya; au Kirghizstan; au Kosovo; au Koweït; au Laos;
    au Liban; au Liberia; en Libye; à Madagascar; en Malaisie; au Mali; au Maroc; en Mauritanie; au Mexique;
    en Moldavie; au Mozambique; au Népal; au Nicaragua; au Niger; au Nigeria; en Ouganda; au Pakistan;
    en Papouasie; au Paraguay; au Pérou; aux Philippines; en Pologne; en République dominicaine; en Roumanie;
    en Russie; au Rwanda; au Salvador; au Sénégal; en Serbie; en Sierra Leone; en Slovaquie; en Somalie;
    au Soudan; au Soudan du Sud; au Sri Lanka; en Syrie; au Tadjikistan; à Taïwan; en Tanzanie; au Tchad;
    en Thaïlande; au Togo; en Tunisie; en Turquie; en Ukraine; au Venezuela; au Vietnam; au Yémen; en Zambie;
    au Zimbabwe""", ";"
)

FR = {
    "NAT": nationalities(FR_NAT, "fr"),
    "CITY": FR_CITY,
    "IN": FR_IN,
    "DAY": words("lundi mardi mercredi jeudi vendredi samedi dimanche"),
    "MONTH": words("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    "ROLE_M": lines("""
        le président <NAT>
        le Premier ministre <NAT>
        le ministre <NAT> des Affaires étrangères
        le ministre <NAT> de la Défense
        le ministre <NAT> de l'Intérieur
        le chef de la diplomatie <CITYNAT>
        le vice-président <NAT>
        le gouverneur de la Banque centrale
        le chef d'état-major <NAT>
        le porte-parole du gouvernement
        l'ambassadeur <NAT>
        l'ancien président <NAT>
        l'émissaire de l'ONU
        le procureur de <CITY>
        l'opposant <NAT>
        le chef rebelle
        le secrétaire général de l'organisation
        l'économiste <NAT>
        le général
        le colonel
        le journaliste <NAT>
        l'avocat de la défense
        le maire de <CITY>
        le sénateur
        le député de l'opposition
        le cardinal
        le milliardaire <NAT>
        le dirigeant syndical
        le chercheur <NAT>
        le commandant de la mission
    """),
    "ROLE_F": lines("""
        la présidente <NAT>
        la Première ministre <NAT>
        la ministre <NAT> de la Justice
        la ministre <NAT> des Finances
        la cheffe de l'opposition
        la porte-parole du ministère
        la directrice générale de l'agence
        la procureure de <CITY>
        l'ambassadrice <NAT>
        l'avocate de la famille
        la militante <NAT>
        la journaliste <NAT>
        la juge
        la rapporteuse spéciale
        la gouverneure de la province
        la commissaire européenne
        la candidate de la gauche
        l'ancienne députée
        la chercheuse <NAT>
        la responsable humanitaire
    """),
    "CITYNAT": nationalities(FR_NAT, "fr"),
    "PERSON": lines("""
        ms|<ROLE_M>, <FIRSTM> <LASTNAME>,
        ms|<ROLE_M> <FIRSTM> <LASTNAME>
        ms|<ROLE_M>
        fs|<ROLE_F>, <FIRSTF> <LASTNAME>,
        fs|<ROLE_F> <FIRSTF> <LASTNAME>
        fs|<ROLE_F>
        ms|<FIRSTM> <LASTNAME>
        fs|<FIRSTF> <LASTNAME>
        ms|M. <LASTNAME>
        fs|Mme <LASTNAME>
        ms|<FIRSTM> <LASTNAME>, <AGE> ans,
        fs|<FIRSTF> <LASTNAME>, <AGE> ans,
        ms|<FIRSTM> <LASTNAME>, <FORMER_M>,
        fs|<FIRSTF> <LASTNAME>, <FORMER_F>,
    """),
    "FORMER_M": lines("""
        ancien conseiller du palais
        chercheur à l'université de <CITY>
        un habitant de <VILLAGE>
        directeur de l'hôpital de <CITY>
        avocat au barreau de <CITY>
        qui dirige le parti depuis <YEAR>
        un proche du président
        un commerçant installé à <CITY>
        père de quatre enfants
        élu en <YEAR>
        qui vit en exil à <CITY>
        analyste au cabinet <LASTNAME>
    """),
    "FORMER_F": lines("""
        ancienne magistrate
        enseignante à <CITY>
        une habitante de <VILLAGE>
        directrice d'une ONG locale
        qui a fondé l'association en <YEAR>
        une infirmière arrivée <IN> en <YEAR>
        veuve d'un officier
        mère de trois enfants
        qui a été élue en <YEAR>
        économiste à la banque <LASTNAME>
        chercheuse à l'institut <LASTNAME>
    """),
    "ORG": lines("""
        ms|le gouvernement <NAT>
        ms|le gouvernement
        ms|le ministère de la Santé
        ms|le ministère de l'Intérieur
        ms|le Parlement <NAT>
        fp|les autorités <NAT>
        fp|les autorités locales
        fs|l'armée <NAT>
        fs|la police de <CITY>
        fs|la police
        fs|l'opposition <NAT>
        fs|la diplomatie <NAT>
        fs|la Banque centrale
        fs|l'Union européenne
        fs|l'Union africaine
        ms|le Conseil de sécurité
        ms|le Haut-Commissariat aux réfugiés
        ms|le Fonds monétaire international (FMI)
        fs|l'Organisation mondiale de la santé (OMS)
        ms|le Comité international de la Croix-Rouge
        fs|l'organisation de défense des droits humains
        ms|le tribunal de <CITY>
        fs|la Cour suprême
        fs|la Cour constitutionnelle
        fs|la commission électorale
        fs|la compagnie aérienne
        ms|le groupe minier
        ms|le constructeur <NAT>
        fs|la junte au pouvoir
        fs|la rébellion
        ms|le parti présidentiel
        fs|la coalition
        ms|le Kremlin
        fs|la Maison-Blanche
        ms|le Vatican
        ms|l'Élysée
        ms|<CITY>
        fs|la préfecture
        fs|l'agence de l'ONU
        fs|l'Assemblée nationale
    """),
    "GROUP": lines("""
        mp|les manifestants
        mp|les rebelles
        mp|les insurgés
        mp|des hommes armés
        mp|les soldats <NAT>
        fp|les forces <NAT>
        fp|les troupes gouvernementales
        mp|les syndicats
        mp|les étudiants
        mp|les agriculteurs
        mp|les secouristes
        mp|les pompiers
        mp|les enquêteurs
        mp|les médecins
        fp|les infirmières
        mp|les habitants de <VILLAGE>
        mp|des milliers de réfugiés
        mp|les migrants
        fp|les familles des victimes
        mp|les députés
        mp|les observateurs
        mp|les négociateurs
        mp|les combattants du groupe
        mp|des jihadistes présumés
        fp|les organisations humanitaires
        mp|les investisseurs
        mp|les créanciers
        mp|les pays voisins
        mp|les Vingt-Sept
        mp|plusieurs dizaines de gendarmes
        fp|les milices locales
        mp|les journalistes
        mp|les casques bleus
        fp|deux femmes
        mp|les deux camps
        mp|les chauffeurs de taxi
    """),
    "NP": lines("""
        <PERSON!>
        <PERSON!>
        <ORG!>
        <ORG!>
        <GROUP!>
        <GROUP!>
        <GROUP!> <REL>
        <ORG!>, <REL>,
    """),
    "WHO": lines("""
        <PERSON!>
        <ORG!>
        <GROUP!>
    """),
    "REL": lines("""
        qui {avait|avaient} pourtant promis le contraire
        qui {réclame|réclament} des garanties
        dont le soutien est jugé indispensable
        que la presse {accuse|accuse} de double jeu
        qui {refuse|refusent} tout compromis depuis <YEAR>
        privé{e} de ressources depuis des mois
        installé{e} depuis peu à <CITY>
        qui {contrôle|contrôlent} une partie du nord du pays
        affaibli{e} par des mois de crise
        pris{e} de court par l'annonce
        que <PERSON> avait reçu{e} la veille
        à qui l'on prête de nombreux appuis
    """),
    "WHEN": lines("""
        <DAY>
        <DAY> matin
        <DAY> soir
        dans la nuit de <DAY> à <DAY>
        le <DAYNUM> <MONTH>
        le <DAYNUM> <MONTH> <YEAR>
        <DAY> à l'aube
        <DAY> à <HH>h<MM>
        en fin de semaine
        la veille
        dans la soirée
        tard <DAY>
        vers <HH>h<MM> GMT
        au lendemain du scrutin
        en <MONTH> dernier
        il y a <N2> jours
    """),
    "WHERE": lines("""
        à <CITY>
        à <CITY>, <IN>,
        <IN>
        près de <VILLAGE>
        dans la région de <VILLAGE>
        dans le nord du pays
        dans l'est du pays, près de <CITY>,
        à la frontière
        dans la banlieue de <CITY>
        à <N> km au sud de <CITY>
        au large des côtes
        dans le centre de <CITY>
        à l'issue d'une réunion à <CITY>
        devant le siège du gouvernement
        dans le camp de <VILLAGE>
        sur la route de <VILLAGE>
    """),
    "OPEN": lines("""
        selon <ORG>,
        d'après un bilan provisoire,
        à l'issue de <N2> heures de discussions,
        après plusieurs semaines de silence,
        malgré les appels au calme,
        devant la presse,
        dans un communiqué publié <WHEN>,
        faute d'accord,
        en visite à <CITY>,
        sous la pression de la rue,
        pour la première fois depuis <YEAR>,
        de son côté,
        dans le même temps,
        à la surprise générale,
        en dépit des sanctions,
        contre toute attente,
        peu après,
        quelques heures plus tôt,
        alors que les combats se poursuivent <WHERE>,
        tandis que l'inflation dépasse <DEC> %,
    """),
    "SAYVERB": lines("""
        annoncé
        affirmé
        déclaré
        indiqué
        assuré
        confirmé
        reconnu
        prévenu
        rappelé
        expliqué
        laissé entendre
        répété
        fait savoir
        estimé
        regretté
        souligné
        admis
        démenti
    """),
    "CLAUSE": lines("""
        <NP!> {avait|avaient} <DID>
        <NP!> {allait|allaient} <WILL>
        <NP!> {devait|devaient} <WILL>
        <NP!> {pourrait|pourraient} <WILL>
        <NP!> {ne comptait|ne comptaient} pas <WILL>
        <NP!> {refusait|refusaient} de <WILL>
        <NP!> {avait|avaient} été <PASS>
        <EVENT!> {avait|avaient} fait <TOLL>
        la situation restait <STATE> <WHERE>
        aucune décision n'avait été prise
        les négociations reprendraient <WHEN>
        <EVENT!> {aurait|auraient} lieu <WHEN>
        rien ne permettait de l'affirmer
    """),
    "STATE": words("tendue; confuse; calme; très préoccupante; explosive; stable; fragile; hors de contrôle", ";"),
    "DID": lines("""
        signé <DEAL>
        rejeté <DEAL>
        accepté <DEAL>
        dénoncé <ACT>
        condamné <ACT>
        ordonné <ACT>
        revendiqué <ATTACK>
        repoussé <ATTACK>
        repris le contrôle de <VILLAGE>
        évacué la ville de <CITY>
        arrêté <N> personnes <WHERE>
        libéré <N> prisonniers
        rencontré <WHO>
        reçu <PERSON> à <CITY>
        appelé à <CALL>
        promis <AID>
        accordé <AID>
        rompu avec <CITY>
        suspendu <PROCESS>
        repris <PROCESS>
        quitté <PROCESS>
        accusé <WHO> <CRIME>
        mis en garde <WHO>
        relevé ses taux de <DEC> point
        perdu <BIG> emplois en un an
        déployé <BIG> soldats <WHERE>
        saisi <BIG> kilos de cocaïne
        manifesté <WHERE>
        bloqué les principaux axes de <CITY>
        tiré sur la foule
        lancé une vaste opération <WHERE>
        ouvert une enquête sur <ACT>
        tué <N> civils <WHERE>
        sauvé <N> personnes
        remporté les élections avec <DEC> % des voix
        reconnu sa défaite
        saisi la justice
        obtenu gain de cause
        renoncé à <DEALA>
        refusé <DEAL>
    """),
    "WILL": lines("""
        signer <DEAL>
        rejeter <DEAL>
        ratifier <DEAL>
        renégocier <DEAL>
        condamner <ACT>
        empêcher <ACT>
        répondre à <ATTACKA>
        se rendre à <CITY> <WHEN>
        rencontrer <WHO>
        fournir <AID>
        verser <AID>
        suspendre <PROCESS>
        reprendre <PROCESS>
        déployer <BIG> hommes <WHERE>
        organiser des élections avant <MONTH>
        se retirer de <VILLAGE>
        relever les taux à <DEC> %
        supprimer <BIG> emplois d'ici <SOON>
        investir <DEC> milliards d'euros <IN>
        libérer <N> otages
        comparaître devant la Cour <WHEN>
        présenter un nouveau projet de loi
        dissoudre l'Assemblée
        fermer la frontière
        rouvrir l'ambassade à <CITY>
        extrader le suspect
        rétablir l'électricité <WHERE>
        vacciner <BIG> enfants
    """),
    "PASS": lines("""
        condamné{e} à <N2> ans de prison
        placé{e} en garde à vue
        accusé{e} <CRIME>
        arrêté{e} <WHERE>
        relâché{e} faute de preuves
        tué{e} <WHERE>
        blessé{e} par balle <WHERE>
        enlevé{e} <WHEN>
        expulsé{e} du pays
        pris{e} pour cible <WHERE>
        reçu{e} par <PERSON>
        contraint{e} de <WILL>
        invité{e} à <WILL>
        empêché{e} de <WILL>
        entendu{e} par les enquêteurs
        évacué{e} vers <CITY>
        soupçonné{e} <CRIME>
        désigné{e} pour conduire les discussions
    """),
    "DEAL": lines("""
        un accord de paix
        l'accord de cessez-le-feu
        le plan de l'ONU
        un protocole d'entente avec <CITY>
        la proposition <NATFS>
        le projet de Constitution
        un contrat de <DEC> milliards de dollars
        le traité de libre-échange
        la trêve de <N> jours
        l'échange de prisonniers
        la feuille de route
        un pacte de défense avec <CITY>
        le budget <YEAR>
        la réforme des retraites
    """),
    "DEALA": words("la trêve; la réforme; la violence; l'immunité; la nationalité <NATFS>; une partie de la dette", ";"),
    "NATFS": [p.partition("/")[2] or p for p in FR_NAT],
    "ACT": lines("""
        l'arrestation de <PERSON>
        l'assassinat de <PERSON>
        la fermeture de la frontière
        la reprise des bombardements
        l'expulsion de <N2> diplomates
        les violences contre les civils
        l'usage d'armes chimiques
        la livraison de missiles à <CITY>
        le blocus de <CITY>
        la détention de <FIRSTF> <LASTNAME>
        l'ingérence de <CITY>
        la suspension de l'aide
        le report du scrutin
        des fraudes massives <IN>
        le détournement de <DEC> millions de dollars
        les frappes contre <VILLAGE>
    """),
    "ATTACK": lines("""
        l'attentat de <CITY>
        l'attaque de <VILLAGE>
        l'embuscade
        un raid contre <VILLAGE>
        plusieurs tirs de roquettes
        l'offensive contre <CITY>
        l'enlèvement de <N2> humanitaires
        une attaque de drones <WHERE>
    """),
    "ATTACKA": words("l'attaque de <VILLAGE>; une attaque de drones; l'attentat de <CITY>; la provocation; l'agression", ";"),
    "CALL": words(
        """la retenue; la grève générale; la démission du gouvernement; une enquête indépendante; la reprise du
        dialogue; un cessez-le-feu immédiat; la désobéissance civile; des élections anticipées; la libération
        de <PERSON>; la levée des sanctions; un sommet extraordinaire""".replace("\n", " "), ";"
    ),
    "AID": lines("""
        une aide de <DEC> millions d'euros
        un prêt de <DEC> milliards de dollars
        <BIG> tonnes de blé
        des armes à <CITY>
        <N> chars et <NNN> véhicules
        un soutien logistique à <CITY>
        <BIG> doses de vaccin
        une enveloppe de <NNN> millions de dollars
        des tentes, de l'eau et des médicaments
    """),
    "PROCESS": lines("""
        les négociations de <CITY>
        les pourparlers
        le dialogue national
        les livraisons de gaz
        les vols vers <CITY>
        la coopération militaire
        le processus de paix
        les travaux du barrage
        les exportations de blé
        la mission d'observation
    """),
    "CRIME": lines("""
        de corruption
        de trahison
        d'espionnage
        de crimes de guerre
        d'avoir détourné <DEC> millions d'euros
        d'avoir financé <ATTACK>
        de soutenir la rébellion
        de violer la trêve
        de blanchiment
        d'avoir tué <N2> personnes <WHERE>
        de complicité de torture
        de vouloir saboter les pourparlers
        d'avoir fourni des armes à <CITY>
    """),
    "EVENT": lines("""
        fs|une explosion
        ms|un attentat à la voiture piégée
        fs|une frappe aérienne
        mp|les affrontements de <DAY>
        fp|des inondations
        ms|un séisme de magnitude <DEC1>
        ms|le cyclone
        ms|un incendie
        fs|l'attaque d'un convoi
        ms|l'effondrement d'un immeuble
        ms|un glissement de terrain
        ms|le naufrage d'une embarcation
        ms|un accident d'autocar
        fp|des émeutes
        fs|une fusillade
        fs|l'épidémie de choléra
        mp|des tirs d'artillerie
        ms|le déraillement d'un train
        fs|une avalanche
        mp|les heurts entre communautés
    """),
    "TOLL": lines("""
        <N> morts
        au moins <N> morts et <NNN> blessés
        <NNN> blessés
        plus de <NNN> victimes, dont <N2> enfants
        <N2> morts, selon un bilan provisoire
        des dizaines de disparus
        <BIG> déplacés
        une centaine de sans-abri
        d'importants dégâts
        <N> morts, dont <N2> secouristes
    """),
    "QUOTE": lines("""
        nous ne céderons pas
        la porte reste ouverte
        c'est une catastrophe que personne n'avait vue venir
        il faut que cela cesse
        nous avons tout perdu, la maison, les bêtes, les papiers
        ce n'est pas une négociation, c'est un ultimatum
        je n'ai rien à me reprocher
        la justice doit passer, même si elle passe lentement
        on nous a menti pendant <N> ans
        ils ont tiré sans prévenir
        nous ferons tout pour que les responsables soient jugés
        il n'y aura pas de retour en arrière
        personne ne gagnera cette guerre
        les prix ont doublé en <N2> mois
        nous demandons seulement le respect du droit
        cet accord est historique, mais il est fragile
        mon pays ne se laissera pas intimider
        la décision a été prise sans nous consulter
        le pire est sans doute devant nous
        chaque heure compte
        qu'ils viennent, nous les attendons
        nous étions <N> dans la cave, et il faisait noir
        cela ne changera rien à notre détermination
        je pars la tête haute
        notre patience a des limites
        tant que je serai là, <CITY> restera libre
        les chiffres parlent d'eux-mêmes
        tout le monde savait, et tout le monde s'est tu
        il est encore trop tôt pour tirer des conclusions
        nous n'excluons aucune piste
    """),
    "TAIL": lines("""
        <NOTHING>
        <NOTHING>
        , a annoncé <PERSON>
        , selon une source diplomatique
        , selon <ORG>
        , a constaté un journaliste de l'agence
        , ont rapporté des témoins
        , ce que <WHO!> {dément|démentent}
        , sans donner plus de précisions
        , au risque de provoquer une nouvelle crise
        , faisant <TOLL>
        , provoquant la colère de <CITY>
        , alors que <CLAUSE>
        , tandis que <CLAUSE>
        , bien que la trêve soit toujours en vigueur
        , avant de <WILL>
        , a-t-on appris de source judiciaire
        , un geste salué par <WHO>
        , où <EVENT!> {avait|avaient} déjà fait <TOLL> en <YEAR>
        , ont indiqué à la presse deux responsables sous couvert d'anonymat
        et menacé de <WILL>
        pour tenter de <WILL>
        afin de <WILL>
    """),
    "S": lines("""
        <NP!> {a|ont} <DID> <WHEN><TAIL>.
        <NP!> {a|ont} <DID><TAIL>.
        <NP!> {a|ont} <DID> et <DID><TAIL>.
        <NP!> {n'a|n'ont} pas <DID><TAIL>.
        <NP!> {a|ont} <SAYVERB> <WHEN> que <CLAUSE>.
        <NP!> {a|ont} <SAYVERB> que <CLAUSE>, mais que <CLAUSE>.
        <OPEN> <NP!> {a|ont} <DID><TAIL>.
        <OPEN> <NP!> {a|ont} <SAYVERB> que <CLAUSE>.
        <NP!> {a|ont} été <PASS> <WHEN><TAIL>.
        <NP!> {doit|doivent} <WILL> <WHEN><TAIL>.
        <NP!> {pourrait|pourraient} <WILL><TAIL>.
        <NP!> {va|vont} <WILL>, <OPEN> pour <WILL>.
        <EVENT!> {a|ont} fait <TOLL> <WHEN> <WHERE><TAIL>.
        <EVENT!> {a|ont} fait <TOLL> <WHERE>, {a|a} indiqué <PERSON>.
        « <QUOTE> », a déclaré <PERSON>.
        « <QUOTE> », a affirmé <WHEN> <PERSON> à l'issue d'un entretien avec <PERSON>.
        « <QUOTE> », a-t-il ajouté.
        « <QUOTE>, a prévenu <PERSON>, et <QUOTE>. »
        <PERSON!> {a|ont} jugé que « <QUOTE> ».
        "<QUOTE>", a lancé <PERSON> devant <GROUP>.
        c'est <WHEN> que <NP!> {a|ont} <DID>.
        ce sont <GROUP> qui ont <DID><TAIL>.
        accusé <CRIME>, <FIRSTM> <LASTNAME> a été <PASSMS> <WHEN>.
        soupçonnée <CRIME>, <FIRSTF> <LASTNAME> a nié les faits<TAIL>.
        après avoir <DID>, <NP!> {a|ont} <DID>.
        avant de <WILL>, <NP!> {devra|devront} <WILL>.
        si <NP!> {refuse|refusent} de <WILL>, <NP!> {pourrait|pourraient} <WILL>.
        quand <NP!> {a|ont} <DID>, <NP!> {a|ont} aussitôt <DID>.
        depuis <YEAR>, <EVENT!> {a|ont} fait <TOLL> <IN>, selon <ORG>.
        l'inflation a atteint <DEC> % <IN> en <MONTH>, contre <DEC> % un mois plus tôt.
        le baril de Brent gagnait <DEC2> % à <DEC2> dollars <WHEN>.
        la monnaie <NATFS> a perdu <DEC> % face au dollar depuis <MONTH>.
        le chiffre d'affaires du groupe a reculé de <DEC> % à <DEC2> milliards d'euros, a-t-il annoncé <WHEN>.
        <CITY> et <CITY> se sont mis d'accord pour <WILL>.
        <CITY> accuse <CITY> <CRIME>, ce que cette dernière dément.
        les relations entre <CITY> et <CITY> se sont dégradées depuis que <NP!> {a|ont} <DID>.
        <NP!> {a-t-il|a-t-elle|ont-ils|ont-elles} vraiment <DID> ?
        pourquoi <CITY> a-t-elle <DID> ?
        <PERSON>, <PERSON> et <PERSON> ont <DID><TAIL>.
        <PERSON!>, qui {a|ont} <DID> en <YEAR>, {est|sont} <PASS> depuis <MONTH>.
        le procès de <PERSON>, {accusé|accusée|accusés|accusées} <CRIME>, s'ouvrira <WHEN> à <CITY>.
        il y a <N2> ans, <NP!> {avait|avaient} déjà <DID>.
        des dizaines de milliers de personnes ont défilé <WHEN> à <CITY>, à <CITY> et à <CITY> pour réclamer <CALL>.
        au moins <N> personnes ont péri <WHERE>, où <EVENT!> {a|ont} fait <TOLL>.
        quelque <BIG> personnes ont fui les combats <WHERE>, selon <ORG>, qui dit manquer de moyens pour <WILL>.
        sur le terrain, <GROUP!> {ont|ont} <DID> ; à <CITY>, <NP!> {a|ont} <DID>.
        ni <CITY> ni <CITY> n'ont souhaité commenter <ACT>.
        interrogé <WHEN> sur <ACT>, <FIRSTM> <LASTNAME> a répondu : « <QUOTE> ».
        l'objectif, explique <PERSON>, est de <WILL>, de <WILL> et, à terme, de <WILL>.
        outre <ACT>, le rapport de <NNN> pages évoque <ACT>, <ACT> et <ACT>.
        (<CITY>) - <NP!> {a|ont} <DID><TAIL>.
    """),
    "PASSMS": lines("""
        condamné à <N2> ans de prison
        placé en détention
        arrêté <WHERE>
        acquitté
        remis en liberté
        expulsé vers <CITY>
        suspendu de ses fonctions
    """),
}
FR_FUNCTIONS = dict(numbers(".", ","), DEC1=lambda m: f"{4 + m.below(4)},{m.below(10)}")

VOWEL = "[aeiouàâäéèêëîïôöùûüœAEIOUÀÂÉÈÊËÎÏÔÙÛŒ]"
FR_ELIDE = re.compile(r"\b([Qq]ue|[Dd]e|[Ll]e|[Ll]a|[Nn]e|[Ss]e) (?=" + VOWEL + r")(?!onz|oui)")
FR_CONTRACT = [
    (re.compile(r"\b([Cc])e (?=" + VOWEL + ")"), r"\1et "),
    (re.compile(r"\bde le "), "du "), (re.compile(r"\bde les "), "des "),
    (re.compile(r"\bà le "), "au "), (re.compile(r"\bà les "), "aux "),
    (re.compile(r"\bde des "), "de "), (re.compile(r"\bsi il"), "s'il"),
]


def finish_common(text):
    text = re.sub(r"(\) - |\.- |\. “|: \")(\w)", lambda m: m.group(1) + m.group(2).upper(), text)
    text = re.sub(r" {2,}", " ", text)
    text = re.sub(r" +([,.])", r"\1", text)
    text = re.sub(r",(?: *,)+", ",", text)
    return re.sub(r",+([.;:?!»])", r"\1", re.sub(r", (»|\?|;)", r" \1", text))


def finish_fr(text):
    text = FR_ELIDE.sub(lambda m: m.group(1)[:-1] + "'", text)
    for pattern, new in FR_CONTRACT:
        text = pattern.sub(new, text)
    return finish_common(text)

# ---- English ---------------------------------------------------------------

EN = {
    "NAT": words(
        """Afghan Albanian Algerian Angolan Argentine Armenian Australian Azerbaijani Bangladeshi Belarusian
        Bolivian Brazilian British Burmese Burundian Cambodian Canadian Chadian Chilean Chinese Colombian
        Congolese Cuban Czech Danish Ecuadorean Egyptian Eritrean Ethiopian Finnish French Gabonese Georgian
        German Ghanaian Greek Guatemalan Guinean Haitian Honduran Hungarian Indian Indonesian Iranian Iraqi
        Israeli Italian Ivorian Japanese Jordanian Kazakh Kenyan Kosovar Kuwaiti Kyrgyz Laotian Lebanese
        Liberian Libyan Malaysian Malian Mexican Moldovan Mongolian Moroccan Mozambican Nepali Nicaraguan
        Nigerian Nigerien Norwegian Omani Pakistani Palestinian Panamanian Peruvian Philippine Polish
        Portuguese Qatari Romanian Russian Rwandan Saudi Senegalese Serbian Somali Spanish Sudanese Swedish
        Swiss Syrian Taiwanese Tajik Tanzanian Thai Togolese Tunisian Turkish Ugandan Ukrainian Uruguayan
        Uzbek Venezuelan Vietnamese Yemeni Zambian Zimbabwean"""
    ) + ["South African", "South Korean", "North Korean", "Sri Lankan", "U.S.", "EU"],
    "COUNTRY": words(
        """Afghanistan; Algeria; Angola; Argentina; Armenia; Azerbaijan; Bangladesh; Belarus; Benin; Bolivia;
        Bosnia; Brazil; Burkina Faso; Burundi; Cambodia; Cameroon; Chad; Chile; China; Colombia; Cuba; Cyprus;
        Ecuador; Egypt; Eritrea; Ethiopia; Georgia; Ghana; Greece; Guatemala; Guinea; Haiti; Honduras; Hungary;
        India; Indonesia; Iran; Iraq; Israel; Italy; Ivory Coast; Japan; Jordan; Kazakhstan; Kenya; Kosovo;
        Kuwait; Laos; Lebanon; Liberia; Libya; Madagascar; Malaysia; Mali; Mauritania; Mexico; Moldova;
        Morocco; Mozambique; Myanmar; Nepal; Nicaragua; Niger; Nigeria; North Korea; Oman; Pakistan; Panama;
        Papua New Guinea; Paraguay; Peru; Poland; Qatar; Romania; Russia; Rwanda; Saudi Arabia; Senegal;
        Serbia; Sierra Leone; Somalia; South Africa; South Korea; South Sudan; Spain; Sri Lanka; Sudan; Syria;
        Taiwan; Tajikistan; Tanzania; Thailand; Togo; Tunisia; Turkey; Uganda; Ukraine; Uruguay; Uzbekistan;
        Venezuela; Vietnam; Yemen; Zambia; Zimbabwe; the Central African Republic; the Philippines;
        the United States; the Democratic Republic of Congo""".replace("\n", " "), ";"
    ),
    "CITY": words(
        """Abidjan; Abuja; Accra; Addis Ababa; Aleppo; Algiers; Almaty; Amman; Ankara; Athens; Baghdad; Baku;
        Bamako; Bangkok; Bangui; Beijing; Beirut; Belgrade; Berlin; Bogota; Brasilia; Brussels; Bucharest;
        Budapest; Buenos Aires; Cairo; Canberra; Caracas; Casablanca; Conakry; Copenhagen; Dakar; Damascus;
        Delhi; Dhaka; Djibouti; Doha; Donetsk; Dubai; Freetown; Geneva; Goma; Guayaquil; Hanoi; Harare; Havana;
        Hong Kong; Islamabad; Istanbul; Jakarta; Jerusalem; Johannesburg; Juba; Kabul; Kampala; Karachi;
        Kathmandu; Kharkiv; Khartoum; Kigali; Kinshasa; Kirkuk; Kyiv; Lagos; Lima; Lisbon; London; Luanda;
        Lusaka; Madrid; Manila; Maputo; Mexico City; Minsk; Mogadishu; Monrovia; Moscow; Mosul; Nairobi;
        New York; Niamey; Oslo; Ottawa; Ouagadougou; Paris; Phnom Penh; Port Sudan; Port-au-Prince; Pretoria;
        Pristina; Pyongyang; Quito; Rabat; Riga; Rome; Sanaa; Santiago; Sarajevo; Seoul; Shanghai; Skopje;
        Sofia; Stockholm; Taipei; Tallinn; Tbilisi; Tehran; Tel Aviv; Tirana; Tokyo; Tripoli; Tunis; Vienna;
        Vilnius; Warsaw; Washington; Yangon; Yerevan; Zagreb""".replace("\n", " "), ";"
    ),
    "DAY": words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    "MONTH": words("January February March April May June July August September October November December"),
    "ROLE": lines("""
        President
        Prime Minister
        Foreign Minister
        Defence Minister
        Gen.
        Col.
        opposition leader
        rebel leader
        army chief
        lawmaker
        prosecutor
        central bank governor
        former president
        U.N. envoy
        police spokesman
        human rights lawyer
        economist
        Dr.
        Judge
        Bishop
        businessman
        trade unionist
    """),
    "PERSON": lines("""
        ms|<ROLE> <FIRSTM> <LASTNAME>
        fs|<ROLE> <FIRSTF> <LASTNAME>
        ms|the <NAT> president, <FIRSTM> <LASTNAME>,
        fs|the <NAT> foreign minister, <FIRSTF> <LASTNAME>,
        ms|<FIRSTM> <LASTNAME>, <AGE>,
        fs|<FIRSTF> <LASTNAME>, a <AGE>-year-old teacher from <VILLAGE>,
        ms|<FIRSTM> <LASTNAME>
        fs|<FIRSTF> <LASTNAME>
        ms|Mr. <LASTNAME>
        fs|Ms. <LASTNAME>
        ms|<FIRSTM> <LASTNAME>, who has led the party since <YEAR>,
        fs|<FIRSTF> <LASTNAME>, an analyst at the <LASTNAME> Institute in <CITY>,
    """),
    "ORG": lines("""
        ms|the <NAT> government
        ms|the <NAT> army
        ms|the <NAT> parliament
        ms|the <NAT> central bank
        ms|the United Nations
        ms|the African Union
        ms|the European Commission
        ms|the World Health Organization
        ms|the International Monetary Fund
        ms|the Security Council
        ms|the Supreme Court
        ms|the electoral commission
        ms|the foreign ministry in <CITY>
        ms|the interior ministry
        ms|Human Rights Watch
        ms|the Red Cross
        ms|the Kremlin
        ms|the White House
        ms|the Pentagon
        ms|the Vatican
        ms|the ruling party
        ms|the military junta
        ms|the mining company
        ms|the state oil firm
        ms|<COUNTRY>
        ms|<CITY>
    """),
    "GROUP": lines("""
        mp|the rebels
        mp|protesters
        mp|police
        mp|gunmen
        mp|<NAT> troops
        mp|<NAT> officials
        mp|security forces
        mp|aid workers
        mp|students
        mp|farmers
        mp|doctors and nurses
        mp|prosecutors
        mp|rescuers
        mp|firefighters
        mp|residents of <VILLAGE>
        mp|thousands of refugees
        mp|investors
        mp|lawmakers
        mp|Western diplomats
        mp|the two sides
        mp|suspected Islamist militants
        mp|peacekeepers
        mp|relatives of the victims
        mp|creditors
        mp|election observers
    """),
    "NP": words("<PERSON!> <PERSON!> <ORG!> <ORG!> <GROUP!> <GROUP!>") + ["<GROUP!> <REL>", "<ORG!>, <REL>,"],
    "WHO": words("<PERSON!> <ORG!> <GROUP!>"),
    "REL": lines("""
        which {has|have} long denied any role
        whose support is seen as crucial
        which {controls|control} much of the north
        backed by <CITY>
        weakened by months of infighting
        caught off guard by the announcement
        already under sanctions
        accused <CRIME>
    """),
    "WHEN": lines("""
        on <DAY>
        late on <DAY>
        on <DAY> morning
        early on <DAY>
        overnight
        on <MONTH> <DAYNUM>
        on <DAYNUM> <MONTH> <YEAR>
        last week
        last <MONTH>
        at around <HH>:<MM> GMT
        <N2> days ago
        this week
        within hours
        at dawn
    """),
    "WHERE": lines("""
        in <CITY>
        in <COUNTRY>
        in <CITY>, <COUNTRY>,
        near <VILLAGE>
        outside <VILLAGE>
        in the northern town of <VILLAGE>
        about <N> km (<N> miles) south of <CITY>
        off the coast of <COUNTRY>
        on the border with <COUNTRY>
        in a suburb of <CITY>
        on the road to <VILLAGE>
        outside the parliament in <CITY>
    """),
    "OPEN": lines("""
        according to <ORG>,
        in a statement issued <WHEN>,
        despite calls for calm,
        after <N2> hours of talks,
        for the first time since <YEAR>,
        under pressure from <CITY>,
        in a surprise move,
        meanwhile,
        earlier,
        against all expectations,
        with inflation running at <DEC>%,
        as fighting raged <WHERE>,
        hours before a deadline set by <ORG>,
        although <CLAUSE>,
        speaking in <CITY>,
    """),
    "SAID": words("said; announced; confirmed; acknowledged; warned; insisted; admitted; told reporters; added; "
                  "conceded; predicted; complained; declared", ";"),
    "CLAUSE": lines("""
        <NP!> had <DID>
        <NP!> would <WILL>
        <NP!> might <WILL>
        <NP!> {was|were} preparing to <WILL>
        <NP!> {wasn't|weren't} ready to <WILL>
        <NP!> had been <PASS>
        <EVENT!> had left <TOLL>
        no decision had been taken
        the situation {was|was} <STATE> <WHERE>
        talks would resume <WHEN>
        there was no evidence of <ACT>
        it couldn't rule out <ACT>
    """),
    "STATE": words("tense; calm; unclear; deteriorating; extremely fragile; out of control; stable", ";"),
    "DID": lines("""
        signed <DEAL>
        rejected <DEAL>
        accepted <DEAL>
        condemned <ACT>
        denounced <ACT>
        ordered <ACT>
        claimed responsibility for <ATTACK>
        repelled <ATTACK>
        recaptured <VILLAGE>
        arrested <N> people <WHERE>
        freed <N> prisoners
        met <WHO>
        called for <CALL>
        promised <AID>
        approved <AID>
        cut ties with <CITY>
        suspended <PROCESS>
        resumed <PROCESS>
        pulled out of <PROCESS>
        accused <WHO> <CRIME>
        warned <WHO>
        raised interest rates by <NN5> basis points
        shed <BIG> jobs in a year
        deployed <BIG> soldiers <WHERE>
        seized <BIG> kg of cocaine
        blocked roads <WHERE>
        opened fire on the crowd
        launched an operation <WHERE>
        opened an inquiry into <ACT>
        killed <N> civilians <WHERE>
        rescued <N> people
        won the election with <DEC>% of the vote
        conceded defeat
        gone to court
        dropped the charges
    """),
    "PASTDID": lines("""
        signed <DEAL>
        rejected <DEAL>
        condemned <ACT>
        ordered <ACT>
        claimed responsibility for <ATTACK>
        recaptured <VILLAGE>
        arrested <N> people <WHERE>
        met <WHO>
        called for <CALL>
        promised <AID>
        suspended <PROCESS>
        resumed <PROCESS>
        withdrew from <PROCESS>
        accused <WHO> <CRIME>
        raised interest rates by <NN5> basis points
        deployed <BIG> soldiers <WHERE>
        seized <BIG> kg of heroin
        opened fire on the crowd
        fled to <CITY>
        took control of <VILLAGE>
        shot dead <N2> people <WHERE>
        went on strike
        won <N> of the <NNN> seats
    """),
    "WILL": lines("""
        sign <DEAL>
        reject <DEAL>
        renegotiate <DEAL>
        prevent <ACT>
        respond to <ATTACK>
        travel to <CITY> <WHEN>
        meet <WHO>
        provide <AID>
        suspend <PROCESS>
        resume <PROCESS>
        send <BIG> troops to <COUNTRY>
        hold elections by <MONTH>
        withdraw from <VILLAGE>
        raise rates to <DEC>%
        cut <BIG> jobs by <SOON>
        invest $<DEC> billion in <COUNTRY>
        release <N> hostages
        appear in court <WHEN>
        dissolve parliament
        close the border
        reopen its embassy in <CITY>
        extradite the suspect
        restore power <WHERE>
        vaccinate <BIG> children
    """),
    "PASS": lines("""
        sentenced to <N2> years in prison
        detained <WHERE>
        charged with treason
        accused <CRIME>
        freed for lack of evidence
        killed <WHERE>
        wounded <WHERE>
        abducted <WHEN>
        expelled from the country
        targeted <WHERE>
        forced to <WILL>
        asked to <WILL>
        barred from running for office
        questioned by investigators
        flown to <CITY>
        suspected <CRIME>
    """),
    "DEAL": lines("""
        a peace deal
        the ceasefire agreement
        a U.N.-backed plan
        a memorandum with <CITY>
        the <NAT> proposal
        the draft constitution
        a $<DEC> billion contract
        the free-trade treaty
        a <N>-day truce
        the prisoner swap
        a defence pact with <CITY>
        the <YEAR> budget
        the pension reform
    """),
    "ACT": lines("""
        the arrest of <PERSON>
        the killing of <PERSON>
        the closure of the border
        the bombing of <VILLAGE>
        the expulsion of <N2> diplomats
        violence against civilians
        the use of chemical weapons
        the delivery of missiles to <CITY>
        the blockade of <CITY>
        interference by <CITY>
        the suspension of aid
        a delay to the vote
        massive fraud in <COUNTRY>
        the theft of $<DEC> million
        air strikes on <VILLAGE>
    """),
    "ATTACK": lines("""
        the bombing in <CITY>
        the attack on <VILLAGE>
        an ambush near <VILLAGE>
        a raid on <VILLAGE>
        rocket fire from <COUNTRY>
        the offensive against <CITY>
        the kidnapping of <N2> aid workers
        a drone strike <WHERE>
    """),
    "CALL": words("restraint; a general strike; the government's resignation; an independent inquiry; talks; "
                  "an immediate ceasefire; early elections; the release of <PERSON>; the lifting of sanctions; "
                  "an emergency summit", ";"),
    "AID": lines("""
        $<DEC> million in aid
        a $<DEC> billion loan
        <BIG> tonnes of wheat
        weapons to <CITY>
        <N> tanks and <NNN> vehicles
        logistical support
        <BIG> doses of vaccine
        tents, water and medicine
    """),
    "PROCESS": lines("""
        the <CITY> talks
        negotiations
        gas deliveries
        flights to <CITY>
        military cooperation
        the peace process
        work on the dam
        wheat exports
        the monitoring mission
    """),
    "CRIME": lines("""
        of corruption
        of treason
        of spying
        of war crimes
        of embezzling $<DEC> million
        of funding <ATTACK>
        of backing the rebellion
        of breaking the truce
        of money laundering
        of killing <N2> people <WHERE>
        of sabotaging the talks
        of arming <CITY>
    """),
    "EVENT": lines("""
        ms|a blast
        ms|a car bomb
        ms|an air strike
        mp|clashes
        mp|floods
        ms|a magnitude-<DEC1> earthquake
        ms|a cyclone
        ms|a fire
        ms|an attack on a convoy
        ms|a landslide
        ms|a shipwreck
        ms|a bus crash
        mp|riots
        ms|a shooting
        ms|a cholera outbreak
        ms|artillery fire
        ms|a train derailment
    """),
    "TOLL": lines("""
        <N> people dead
        at least <N> dead and <NNN> wounded
        <NNN> injured
        more than <NNN> casualties, including <N2> children
        dozens missing
        <BIG> people homeless
        <N> dead, <N2> of them rescuers
    """),
    "QUOTE": lines("""
        we won't give an inch
        the door remains open
        it's a disaster nobody saw coming
        this has to stop
        we've lost everything: the house, the animals, the papers
        this isn't a negotiation, it's an ultimatum
        I've got nothing to be ashamed of
        justice must be done, however slowly
        they lied to us for <N> years
        they fired without warning
        we'll make sure those responsible are tried
        there'll be no going back
        nobody's going to win this war
        prices have doubled in <N2> months
        this deal is historic, but it's fragile
        my country will not be intimidated
        the decision was taken without our consent
        the worst is probably still to come
        every hour counts
        there were <N> of us in the cellar and it was dark
        our patience has limits
        the figures speak for themselves
        everyone knew and everyone kept quiet
        it's too early to draw conclusions
        we don't rule anything out
    """),
    "TAIL": lines("""
        <NOTHING>
        <NOTHING>
        , <ORG> said
        , according to <ORG>
        , a <NAT> diplomat said on condition of anonymity
        , witnesses said
        , a charge denied by <WHO>
        , without giving details
        , risking a new crisis
        , drawing protests from <CITY>
        , while <CLAUSE>
        , even though <CLAUSE>
        , before being <PASS>
        , in a move welcomed by <WHO>
        , where <EVENT> left <TOLL> in <YEAR>
        and threatened to <WILL>
        in an attempt to <WILL>
        in order to <WILL>
    """),
    "S": lines("""
        <NP!> <PASTDID> <WHEN><TAIL>.
        <NP!> <PASTDID><TAIL>.
        <NP!> {has|have} <DID><TAIL>.
        <NP!> {hasn't|haven't} <DID><TAIL>.
        <NP!> <SAID> <WHEN> that <CLAUSE>.
        <NP!> said <CLAUSE>, but that <CLAUSE>.
        <OPEN> <NP!> <PASTDID><TAIL>.
        <OPEN> <NP!> <SAID> that <CLAUSE>.
        <NP!> {was|were} <PASS> <WHEN><TAIL>.
        <NP!> {is|are} due to <WILL> <WHEN><TAIL>.
        <NP!> could <WILL><TAIL>.
        <EVENT!> left <TOLL> <WHERE> <WHEN><TAIL>.
        <EVENT!> {has|have} left <TOLL> <WHERE>, <PERSON> said.
        "<QUOTE>," said <PERSON>.
        "<QUOTE>," <PERSON> said <WHEN> after a meeting with <PERSON>.
        "<QUOTE>," he added.
        “<QUOTE>,” <PERSON> warned. “<QUOTE>.”
        <PERSON> said: "<QUOTE>."
        it was <WHEN> that <NP!> <PASTDID>.
        it {is|is} <GROUP> who <PASTDID><TAIL>.
        accused <CRIME>, <FIRSTM> <LASTNAME> was <PASS> <WHEN>.
        having <DID>, <NP!> <PASTDID>.
        if <NP!> {refuses|refuse} to <WILL>, <NP!> could <WILL>.
        when <NP!> <PASTDID>, <NP!> immediately <PASTDID>.
        since <YEAR>, <EVENT!> {has|have} left <TOLL> in <COUNTRY>, <ORG> says.
        inflation in <COUNTRY> reached <DEC>% in <MONTH>, up from <DEC>% a month earlier.
        Brent crude rose <DEC2>% to $<DEC2> a barrel <WHEN>.
        the <NAT> currency has lost <DEC>% against the dollar since <MONTH>.
        shares in the company fell <DEC2>% to <DEC2> euros after it said it would <WILL>.
        <CITY> and <CITY> have agreed to <WILL>.
        <CITY> accuses <CITY> <CRIME>, which it denies.
        why did <CITY> <WILL>?
        <PERSON>, <PERSON> and <PERSON> <PASTDID><TAIL>.
        <PERSON!>, who <PASTDID> in <YEAR>, {has|have} been <PASS>.
        the trial of <PERSON>, accused <CRIME>, opens <WHEN> in <CITY>.
        tens of thousands of people marched <WHEN> in <CITY>, <CITY> and <CITY> to demand <CALL>.
        some <BIG> people have fled the fighting <WHERE>, says <ORG>, which lacks the means to <WILL>.
        on the ground, <GROUP!> <PASTDID>; in <CITY>, <NP!> <PASTDID>.
        neither <CITY> nor <CITY> would comment on <ACT>.
        the aim, <PERSON> explained, is to <WILL>, to <WILL> and eventually to <WILL>.
        besides <ACT>, the <NNN>-page report mentions <ACT>, <ACT> and <ACT>.
        <CITY> (AFP) - <NP!> <PASTDID><TAIL>.
    """),
}
EN_FUNCTIONS = dict(
    numbers(",", "."),
    DEC1=lambda m: f"{4 + m.below(4)}.{m.below(10)}",
    NN5=lambda m: str(25 * (1 + m.below(20))),
)


def finish_en(text):
    text = re.sub(r"\b([Aa]) (?=[AEIOaeio])", r"\1n ", text)
    text = re.sub(r"\b(a|A)n (?=8|11|18)", r"\1n ", text)
    return finish_common(text)

# ---- Spanish ---------------------------------------------------------------

ES_NAT = words(
    """afgano/afgana albanés/albanesa alemán/alemana angoleño/angoleña argelino/argelina argentino/argentina
    armenio/armenia australiano/australiana boliviano/boliviana brasileño/brasileña británico/británica
    búlgaro/búlgara camboyano/camboyana canadiense chadiano/chadiana chileno/chilena chino/china
    colombiano/colombiana congoleño/congoleña coreano/coreana cubano/cubana danés/danesa
    dominicano/dominicana ecuatoriano/ecuatoriana egipcio/egipcia eritreo/eritrea español/española
    estadounidense etíope filipino/filipina finlandés/finlandesa francés/francesa georgiano/georgiana
    ghanés/ghanesa griego/griega guatemalteco/guatemalteca guineano/guineana haitiano/haitiana
    hondureño/hondureña húngaro/húngara indio/india indonesio/indonesia italiano/italiana
    japonés/japonesa jordano/jordana keniano/keniana kosovar libanés/libanesa libio/libia
    malayo/malaya maliense mexicano/mexicana moldavo/moldava mozambiqueño/mozambiqueña nepalés/nepalesa
    nicaragüense nigeriano/nigeriana noruego/noruega palestino/palestina panameño/panameña
    paraguayo/paraguaya peruano/peruana polaco/polaca portugués/portuguesa ruandés/ruandesa
    rumano/rumana ruso/rusa salvadoreño/salvadoreña senegalés/senegalesa serbio/serbia sirio/siria
    somalí sudafricano/sudafricana sudanés/sudanesa sueco/sueca suizo/suiza tailandés/tailandesa
    taiwanés/taiwanesa tanzano/tanzana tunecino/tunecina turco/turca ucraniano/ucraniana
    uruguayo/uruguaya venezolano/venezolana vietnamita yemení zambiano/zambiana"""
)
ES = {
    "NAT": nationalities(ES_NAT, "es"),
    "NATF": [p.partition("/")[2] or p for p in ES_NAT],
    "COUNTRY": words(
        """Afganistán; Albania; Alemania; Angola; Arabia Saudí; Argelia; Argentina; Armenia; Australia;
        Azerbaiyán; Bangladés; Benín; Bielorrusia; Birmania; Bolivia; Brasil; Burkina Faso; Burundi; Camboya;
        Camerún; Canadá; Catar; Chad; Chile; China; Chipre; Colombia; Corea del Norte; Corea del Sur;
        Costa de Marfil; Costa Rica; Cuba; Ecuador; Egipto; El Salvador; Eritrea; España; Estados Unidos;
        Etiopía; Filipinas; Francia; Georgia; Ghana; Grecia; Guatemala; Guinea; Haití; Honduras; Hungría;
        India; Indonesia; Irak; Irán; Israel; Italia; Japón; Jordania; Kazajistán; Kenia; Kosovo; Laos;
        Líbano; Liberia; Libia; Madagascar; Malasia; Mali; Marruecos; Mauritania; México; Moldavia;
        Mozambique; Nepal; Nicaragua; Níger; Nigeria; Noruega; Pakistán; Panamá; Paraguay; Perú; Polonia;
        Portugal; Ruanda; Rumanía; Rusia; Senegal; Serbia; Sierra Leona; Siria; Somalia; Sri Lanka; Sudáfrica;
        Sudán; Suecia; Tailandia; Taiwán; Tanzania; Togo; Túnez; Turquía; Ucrania; Uganda; Uruguay; Venezuela;
        Vietnam; Yemen; Zambia; Zimbabue""".replace("\n", " "), ";"
    ),
    "CITY": words(
        """Abiyán; Abuya; Acra; Adís Abeba; Alepo; Ankara; Argel; Asunción; Atenas; Bagdad; Bakú; Bamako;
        Bangkok; Barcelona; Beirut; Belgrado; Berlín; Bogotá; Brasilia; Bruselas; Bucarest; Budapest;
        Buenos Aires; Cali; Caracas; Casablanca; Cochabamba; Conakri; Copenhague; Dakar; Damasco; Doha;
        Donetsk; Dubái; Ereván; Estambul; Ginebra; Goma; Guayaquil; Hanói; Harare; Islamabad; Jartum;
        Járkov; Jerusalén; Kabul; Kampala; Karachi; Katmandú; Kiev; Kigali; Kinsasa; Kirkuk; Lagos; La Paz;
        Lima; Lisboa; Londres; Luanda; Madrid; Managua; Manila; Maputo; Medellín; Minsk; Mogadiscio; Monterrey;
        Montevideo; Moscú; Mosul; Nairobi; Niamey; Nueva Delhi; Nueva York; Oslo; Ottawa; Panamá; París;
        Pekín; Pretoria; Puerto Príncipe; Quito; Rabat; Riga; Roma; Saná; San José; San Salvador;
        Santiago; Santo Domingo; Sarajevo; Seúl; Sevilla; Shanghái; Sofía; Taipéi; Teherán; Tegucigalpa;
        Tel Aviv; Tiflis; Tijuana; Tirana; Tokio; Trípoli; Uagadugú; Valencia; Varsovia; Viena; Vilna;
        Washington; Yakarta; Zagreb; Zaragoza""".replace("\n", " "), ";"
    ),
    "DAY": words("lunes martes miércoles jueves viernes sábado domingo"),
    "MONTH": words("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
    "PERSON": lines("""
        ms|el presidente <NAT>, <FIRSTM> <LASTNAME>,
        fs|la presidenta <NAT>, <FIRSTF> <LASTNAME>,
        ms|el primer ministro <NAT>
        ms|el canciller <NAT>, <FIRSTM> <LASTNAME>,
        fs|la ministra <NAT> de Defensa
        ms|el general <FIRSTM> <LASTNAME>
        ms|el líder opositor <FIRSTM> <LASTNAME>
        fs|la fiscal de <CITY>
        fs|la abogada <FIRSTF> <LASTNAME>
        ms|el portavoz del Gobierno
        ms|el expresidente <NAT>
        fs|la jueza <FIRSTF> <LASTNAME>
        ms|el enviado de la ONU
        ms|<FIRSTM> <LASTNAME>, de <AGE> años,
        fs|<FIRSTF> <LASTNAME>, vecina de <VILLAGE>,
        ms|<FIRSTM> <LASTNAME>
        fs|<FIRSTF> <LASTNAME>
        ms|el Sr. <LASTNAME>
    """),
    "ORG": lines("""
        ms|el Gobierno <NAT>
        ms|el Ejército <NAT>
        ms|el Parlamento <NAT>
        ms|el Ministerio del Interior
        fs|la policía de <CITY>
        fs|la oposición <NAT>
        ms|el Banco Central
        fs|la Unión Europea
        fs|la Organización Mundial de la Salud (OMS)
        ms|el Fondo Monetario Internacional
        ms|el Consejo de Seguridad
        fs|la Cruz Roja
        ms|el Tribunal Supremo
        fs|la comisión electoral
        fs|la junta militar
        ms|el partido gobernante
        fs|la empresa minera
        fs|la aerolínea
        ms|el Kremlin
        fs|la Casa Blanca
        fs|la Fiscalía
        fp|las autoridades locales
        fp|las autoridades de <CITY>
    """),
    "GROUP": lines("""
        mp|los manifestantes
        mp|los rebeldes
        mp|hombres armados
        mp|los soldados <NAT>
        fp|las tropas gubernamentales
        fp|las fuerzas <NAT>
        mp|los sindicatos
        mp|los estudiantes
        mp|los agricultores
        mp|los bomberos
        mp|los investigadores
        fp|las enfermeras
        mp|los vecinos de <VILLAGE>
        mp|miles de refugiados
        fp|las familias de las víctimas
        mp|los diputados
        mp|los observadores
        mp|los negociadores
        fp|las milicias
        mp|los cascos azules
        mp|los acreedores
        mp|los camioneros
    """),
    "NP": words("<PERSON!> <PERSON!> <ORG!> <ORG!> <GROUP!> <GROUP!>") + ["<GROUP!> <REL>", "<ORG!>, <REL>,"],
    "WHO": words("<PERSON!> <ORG!> <GROUP!>"),
    "REL": lines("""
        que {había|habían} prometido lo contrario
        cuyo apoyo se considera imprescindible
        que {controla|controlan} buena parte del norte
        que {exige|exigen} garantías
        {debilitado|debilitada|debilitados|debilitadas} por meses de crisis
        {acusado|acusada|acusados|acusadas} <CRIME>
        {instalado|instalada|instalados|instaladas} en <CITY> desde <YEAR>
    """),
    "WHEN": lines("""
        el <DAY>
        este <DAY>
        el <DAY> por la noche
        la madrugada del <DAY>
        el <DAYNUM> de <MONTH>
        el <DAYNUM> de <MONTH> de <YEAR>
        el pasado <MONTH>
        a las <HH>.<MM> horas
        hace <N2> días
        en la víspera
        al amanecer
        el fin de semana
    """),
    "WHERE": lines("""
        en <CITY>
        en <COUNTRY>
        en <CITY> (<COUNTRY>)
        cerca de <VILLAGE>
        en la localidad de <VILLAGE>
        en la frontera con <COUNTRY>
        a <N> kilómetros de <CITY>
        en el norte del país
        en un suburbio de <CITY>
        en la carretera de <VILLAGE>
        ante la sede del Gobierno
        frente a las costas de <COUNTRY>
    """),
    "OPEN": lines("""
        según <ORG>,
        en un comunicado difundido <WHEN>,
        pese a los llamamientos a la calma,
        tras <N2> horas de conversaciones,
        por primera vez desde <YEAR>,
        bajo la presión de la calle,
        por sorpresa,
        mientras tanto,
        contra todo pronóstico,
        por su parte,
        a falta de acuerdo,
        mientras siguen los combates <WHERE>,
        con una inflación del <DEC>%,
    """),
    "SAID": words("dicho; anunciado; afirmado; asegurado; confirmado; reconocido; advertido; recordado; explicado; "
                  "lamentado; subrayado; admitido; negado", ";"),
    "CLAUSE": lines("""
        <NP!> {había|habían} <DID>
        <NP!> {iba|iban} a <WILL>
        <NP!> {debía|debían} <WILL>
        <NP!> {podría|podrían} <WILL>
        <NP!> no {pensaba|pensaban} <WILL>
        <NP!> {había|habían} sido <PASS>
        <EVENT!> {había|habían} dejado <TOLL>
        la situación seguía <STATE> <WHERE>
        no se había tomado ninguna decisión
        las negociaciones se reanudarían <WHEN>
    """),
    "STATE": words("tensa; confusa; tranquila; muy preocupante; estable; fuera de control", ";"),
    "DID": lines("""
        firmado <DEAL>
        rechazado <DEAL>
        aceptado <DEAL>
        denunciado <ACT>
        condenado <ACT>
        ordenado <ACT>
        reivindicado <ATTACK>
        repelido <ATTACK>
        recuperado el control de <VILLAGE>
        detenido a <N> personas <WHERE>
        liberado a <N> presos
        recibido a <WHO>
        pedido <CALL>
        prometido <AID>
        concedido <AID>
        roto con <CITY>
        suspendido <PROCESS>
        reanudado <PROCESS>
        abandonado <PROCESS>
        acusado a <WHO> <CRIME>
        subido los tipos <DEC> puntos
        perdido <BIG> empleos en un año
        desplegado a <BIG> soldados <WHERE>
        incautado <BIG> kilos de cocaína
        bloqueado los accesos a <CITY>
        disparado contra la multitud
        lanzado una operación <WHERE>
        abierto una investigación sobre <ACT>
        matado a <N> civiles <WHERE>
        rescatado a <N> personas
        ganado las elecciones con el <DEC>% de los votos
        admitido su derrota
        acudido a los tribunales
    """),
    "WILL": lines("""
        firmar <DEAL>
        rechazar <DEAL>
        ratificar <DEAL>
        impedir <ACT>
        responder a <ATTACK>
        viajar a <CITY> <WHEN>
        reunirse con <WHO>
        entregar <AID>
        suspender <PROCESS>
        reanudar <PROCESS>
        desplegar a <BIG> hombres <WHERE>
        celebrar elecciones antes de <MONTH>
        retirarse de <VILLAGE>
        subir los tipos al <DEC>%
        suprimir <BIG> empleos hasta <SOON>
        invertir <DEC> millones de euros en <COUNTRY>
        liberar a <N> rehenes
        comparecer ante el juez <WHEN>
        disolver el Parlamento
        cerrar la frontera
        reabrir la embajada en <CITY>
        extraditar al sospechoso
        devolverles las tierras
        vacunar a <BIG> niños
    """),
    "PASS": lines("""
        {condenado|condenada|condenados|condenadas} a <N2> años de cárcel
        {detenido|detenida|detenidos|detenidas} <WHERE>
        {acusado|acusada|acusados|acusadas} <CRIME>
        {liberado|liberada|liberados|liberadas} por falta de pruebas
        {herido|herida|heridos|heridas} de bala <WHERE>
        {secuestrado|secuestrada|secuestrados|secuestradas} <WHEN>
        {expulsado|expulsada|expulsados|expulsadas} del país
        {obligado|obligada|obligados|obligadas} a <WILL>
        {invitado|invitada|invitados|invitadas} a <WILL>
        {evacuado|evacuada|evacuados|evacuadas} a <CITY>
        {interrogado|interrogada|interrogados|interrogadas} por la policía
    """),
    "DEAL": lines("""
        un acuerdo de paz
        el alto el fuego
        el plan de la ONU
        un memorando con <CITY>
        la propuesta <NATF>
        el proyecto de Constitución
        un contrato de <DEC> millones de dólares
        el tratado de libre comercio
        la tregua de <N> días
        el canje de prisioneros
        un pacto de defensa con <CITY>
        los presupuestos de <YEAR>
        la reforma de las pensiones
    """),
    "ACT": lines("""
        la detención de <PERSON>
        el asesinato de <PERSON>
        el cierre de la frontera
        los bombardeos sobre <VILLAGE>
        la expulsión de <N2> diplomáticos
        la violencia contra los civiles
        el uso de armas químicas
        la entrega de misiles a <CITY>
        el bloqueo de <CITY>
        la injerencia de <CITY>
        la suspensión de la ayuda
        el aplazamiento de los comicios
        el desvío de <DEC> millones de dólares
    """),
    "ATTACK": lines("""
        el atentado de <CITY>
        el ataque contra <VILLAGE>
        la emboscada
        una incursión en <VILLAGE>
        la ofensiva contra <CITY>
        el secuestro de <N2> cooperantes
        un ataque con drones <WHERE>
    """),
    "CALL": words("moderación; una huelga general; la dimisión del Gobierno; una investigación independiente; "
                  "un alto el fuego inmediato; elecciones anticipadas; la liberación de <PERSON>; "
                  "el levantamiento de las sanciones; una cumbre extraordinaria", ";"),
    "AID": lines("""
        una ayuda de <DEC> millones de euros
        un préstamo de <DEC> millones de dólares
        <BIG> toneladas de trigo
        armas a <CITY>
        <N> tanques y <NNN> vehículos
        apoyo logístico
        <BIG> dosis de vacunas
        tiendas, agua y medicinas
    """),
    "PROCESS": lines("""
        las negociaciones de <CITY>
        las conversaciones
        el diálogo nacional
        el suministro de gas
        los vuelos a <CITY>
        la cooperación militar
        el proceso de paz
        las obras de la presa
        las exportaciones de soja
    """),
    "CRIME": lines("""
        de corrupción
        de traición
        de espionaje
        de crímenes de guerra
        de malversar <DEC> millones de euros
        de financiar <ATTACK>
        de apoyar a los rebeldes
        de violar la tregua
        de blanqueo
        de matar a <N2> personas <WHERE>
        de sabotear el diálogo
        de armar a <CITY>
    """),
    "EVENT": lines("""
        fs|una explosión
        ms|un coche bomba
        ms|un bombardeo
        mp|los enfrentamientos del <DAY>
        fp|las inundaciones
        ms|un terremoto de magnitud <DEC1>
        ms|el huracán
        ms|un incendio
        ms|un alud de tierra
        ms|el naufragio de una patera
        ms|un accidente de autobús
        mp|unos disturbios
        ms|un tiroteo
        fs|la epidemia de cólera
        ms|el descarrilamiento de un tren
    """),
    "TOLL": lines("""
        <N> muertos
        al menos <N> muertos y <NNN> heridos
        <NNN> heridos
        más de <NNN> víctimas, entre ellas <N2> niños
        decenas de desaparecidos
        <BIG> desplazados
        cuantiosos daños
    """),
    "QUOTE": lines("""
        no vamos a ceder
        la puerta sigue abierta
        es una catástrofe que nadie vio venir
        esto tiene que acabar
        lo hemos perdido todo: la casa, los animales, los papeles
        no es una negociación, es un ultimátum
        no tengo nada que reprocharme
        nos mintieron durante <N> años
        dispararon sin avisar
        haremos todo lo posible para que los responsables sean juzgados
        no habrá marcha atrás
        nadie ganará esta guerra
        los precios se han duplicado en <N2> meses
        mi país no se dejará intimidar
        se tomó la decisión sin consultarnos
        lo peor está por llegar
        cada hora cuenta
        nuestra paciencia tiene límites
        todos lo sabían y todos callaron
        es pronto para sacar conclusiones
    """),
    "TAIL": lines("""
        <NOTHING>
        <NOTHING>
        , según <ORG>
        , según fuentes diplomáticas
        , informó <PERSON>
        , aseguraron testigos
        , sin dar más detalles
        , a riesgo de provocar otra crisis
        , lo que indignó a <WHO>
        , mientras que <CLAUSE>
        , aunque <CLAUSE>
        , antes de <WILL>
        , un gesto aplaudido por <WHO>
        , donde <EVENT!> {dejó|dejaron} <TOLL> en <YEAR>
        y {amenaza|amenazan} con <WILL>
        para <WILL>
        con el fin de <WILL>
    """),
    "S": lines("""
        <NP!> {ha|han} <DID> <WHEN><TAIL>.
        <NP!> {ha|han} <DID><TAIL>.
        <NP!> no {ha|han} <DID><TAIL>.
        <NP!> {ha|han} <SAID> que <CLAUSE>.
        <NP!> {ha|han} <SAID> <WHEN> que <CLAUSE>, pero que <CLAUSE>.
        <OPEN> <NP!> {ha|han} <DID><TAIL>.
        <OPEN> <NP!> {ha|han} <SAID> que <CLAUSE>.
        <NP!> {fue|fueron} <PASS> <WHEN><TAIL>.
        <NP!> {debe|deben} <WILL> <WHEN><TAIL>.
        <NP!> {podría|podrían} <WILL><TAIL>.
        <EVENT!> {dejó|dejaron} <TOLL> <WHERE> <WHEN><TAIL>.
        «<QUOTE>», declaró <PERSON>.
        «<QUOTE>», afirmó <WHEN> <PERSON> tras reunirse con <PERSON>.
        «<QUOTE>», añadió.
        "<QUOTE>", advirtió <PERSON>, "y <QUOTE>".
        <PERSON!> {opinó|opinaron} que «<QUOTE>».
        fue <WHEN> cuando <NP!> {ha|han} <DID>.
        son <GROUP> quienes han <DID><TAIL>.
        acusado <CRIME>, <FIRSTM> <LASTNAME> compareció <WHEN> en <CITY>.
        tras haber <DID>, <NP!> {ha|han} <DID>.
        sin <DEAL>, <NP!> {podría|podrían} <WILL>.
        cuando <NP!> {había|habían} <DID>, <NP!> {había|habían} ya <DID>.
        la inflación alcanzó el <DEC>% en <COUNTRY> en <MONTH>, frente al <DEC>% del mes anterior.
        el barril de Brent subió un <DEC2>%, hasta los <DEC2> dólares, <WHEN>.
        <CITY> y <CITY> acordaron <WILL>.
        <CITY> acusa a <CITY> <CRIME>.
        ¿por qué {ha|han} <DID> <CITY>?
        <PERSON>, <PERSON> y <PERSON> han <DID><TAIL>.
        el juicio contra <PERSON> comenzará <WHEN> en <CITY>.
        decenas de miles de personas marcharon <WHEN> por <CITY>, <CITY> y <CITY> para exigir <CALL>.
        unas <BIG> personas huyeron de los combates <WHERE>, según <ORG>.
        sobre el terreno, <GROUP!> {ha|han} <DID>; en <CITY>, <NP!> {ha|han} <DID>.
        ni <CITY> ni <CITY> quisieron comentar <ACT>.
        el objetivo, explica <PERSON>, es <WILL>, <WILL> y, a la larga, <WILL>.
        además de <ACT>, el informe, de <NNN> páginas, menciona <ACT> y <ACT>.
        <CITY> (EFE).- <NP!> {ha|han} <DID><TAIL>.
    """),
}
ES_FUNCTIONS = dict(numbers(".", ","), DEC1=lambda m: f"{4 + m.below(4)},{m.below(10)}")


def finish_es(text):
    text = re.sub(r"\bde el ", "del ", text)
    text = re.sub(r"\ba el ", "al ", text)
    text = re.sub(r"\by (?=[Ii]|[Hh]i)", "e ", text)
    return finish_common(text)


# ---- general vocabulary: many more words, regular inflection ---------------

FR_NM = words(
    """abri accident accusé acteur adjoint aéroport affrontement agent agriculteur allié amendement animal
    appareil appel arbitre argent arsenal artiste assaut atelier attentat avenir avion avocat bailleur barrage
    bateau bâtiment bénéfice besoin bidonville bijou bilan blé blocage bois bombardier bouclier boulanger
    bulletin bureau cabinet cadre calendrier camion canal candidat canton capitaine caporal carburant carnage
    cartel casque cauchemar cercueil champ chantier chasseur château chauffeur chef chercheur chiffre chirurgien
    cimetière cinéaste citoyen clan climat clocher coffre colis combat comité commerce compromis conflit congrès
    conseil consulat conteneur contrat convoi cortège couloir coup courrier créancier crime cuisinier débat
    décret défaut délai départ désaccord désert détenu discours divorce document domaine dortoir dossier drapeau
    droit éditeur effort électeur élève embargo emploi employeur emprunt engagement enjeu entrepôt équipage
    essai étage étau évêque examen exil exploit facteur feu fichier film financier fleuve fonctionnaire fonds
    forage fournisseur front fusil garde gardien gendarme geste gilet glacier gouverneur grain greffier guetteur
    haras hélicoptère héritier hiver hôpital horaire horizon hôtel incident indice industriel ingénieur
    instituteur intérêt intermédiaire investisseur jardin joueur jour juge juré laboratoire lac lancement
    licenciement lieutenant litige logement lycée magasin magistrat maire maître maraudeur marché marin massacre
    matin médicament membre mensonge message métal mètre militaire minerai missionnaire mobile mois monastère
    moteur mouvement moyen mur musée navire nickel noyau objet obstacle officier orage ordre otage ours ouvrier
    palais panneau papier paradis parrain passager passeport pasteur patient patron paysage pêcheur peloton
    péril permis pétrole pharmacien philosophe phosphate pilote pipeline plaidoyer plan poète poison pont port
    portrait poste pouvoir préavis préfet prétexte prêtre prix profit projet prophète puits quai quartier quota
    radar recours recul réfugié régime registre règlement rempart rendement renfort repas repli répit réseau
    réservoir ressortissant retrait réveil revers risque rival roi roman ruisseau sanctuaire sapeur scandale
    scénario sculpteur séjour sénat sentier sergent serveur service seuil siège silence site soldat sommet
    soupçon sous-sol spectateur stade stock subterfuge succès suspect système tableau talus tarif témoin temple
    territoire texte théâtre tireur titre toit tournant tracteur trafic train traité transfert travail trésor
    tribunal troupeau tunnel tuteur tyran uranium usage vaccin vaisseau vautour veilleur verdict verger vestige
    veto viaduc village virus voisin vol volcan voyage wagon zèle"""
)
FR_NF = words(
    """abeille absence académie accalmie action affaire agence agression aide alarme alerte alliance ambassade
    ambition ambulance amende amnistie ampleur analyse annexe annonce antenne approche arme arrestation
    assemblée assurance astuce attaque audience augmentation autopsie autoroute avancée averse aviation baisse
    balle bande banlieue banque barque barrière base bataille bête bombe bourgade bourse brèche brigade cabane
    caisse campagne canicule capitale capture cargaison carrière cascade caserne cassette catastrophe cause
    cave cellule centrale cérémonie chaleur chambre chance charge charte chasse chute cible circulaire citerne
    clause clé cloison coalition collecte colline colonie colonne comédie commission commune compagnie
    concession conduite confiance conquête conscience consigne constitution contrebande controverse convention
    copie correspondance côte couronne course cour crainte créance crise croissance croyance cuisine culture
    danse date décennie déclaration décision découverte défaite défense délégation demande démarche démission
    dépêche dépense dérive désertion dette devise dictature digue disparition dispute doctrine donnée douane
    drogue durée échéance école économie écriture église élection embuscade émeute énergie enquête enseigne
    entente entreprise épave épidémie épreuve équipe ère erreur escale escorte espérance étape étude évasion
    exception expérience explosion faillite falaise famine farine fatigue faute femme ferme fermeture fête
    ficelle figure filiale filière flamme flotte foire force forêt forme formule fortune foudre foule frappe
    frégate frontière fuite fumée fusion galerie garantie gare garnison gauche géante gestion glace grâce
    grenade grêle grève grille grotte guerre guérilla guérite habitude haine hausse herbe histoire honte hutte
    idée île image impasse impunité industrie infirmière influence injure inondation inquiétude intrigue
    invitation ironie ivoire jetée jeunesse joie jungle justice lacune lagune lampe langue larme lettre libération
    ligne limite liste livraison loi loterie lueur lutte machine mairie maison majorité maladie malice
    manifestation manœuvre marée marge marine masse matière médiation menace mer mesure métropole milice mine
    ministre minorité mission monnaie montagne morgue mosquée motion motivation moyenne munition nation neige
    niche nouvelle nuit observation occasion œuvre offensive offre opération opinion orange ordonnance
    organisation origine ouverture paix panique panne paroisse part patience patrouille pause pauvreté pêche
    pelle pénurie percée perte peste pièce piste place plage plaie plainte plaque pluie police politique
    poudre poursuite poussière pratique précaution presse pression preuve prière prison procédure production
    profession promesse propagande prouesse province prudence puissance querelle question race radio rafale
    raison rançon razzia réaction rébellion récolte récompense réforme région règle rencontre rente requête
    réserve résidence résistance résolution ressource revanche révolte richesse riposte rivière rixe roquette
    route rue ruine rumeur rupture ruse sagesse saisie sanction santé scène science sécheresse secousse
    sentence série signature sirène situation société solution source station statue stratégie stupeur suite
    surprise syllabe tâche taxe technique télévision tempête tendance tension terre thèse tonne torture tour
    trace tradition trahison tranchée transition trêve tribu tribune tristesse troupe usine vache vague valeur
    vallée veille vente verrière veuve victime victoire vigne ville violence visite vitesse voie voiture voix"""
)
FR_ADJ = words(
    """absolu absurde actif administratif affamé agricole aérien amer ancestral annuel anonyme arbitraire armé
    artisanal austère automobile bancaire barbare bilatéral brutal budgétaire calme central certain civil
    clandestin climatique colonial commun complet complexe concret confus considérable constitutionnel
    contesté continental courant criminel crucial culturel décisif désastreux difficile direct discret
    diplomatique distant divisé dominant douloureux durable économique effectif efficace électoral
    énergétique énorme épuisé équitable essentiel étranger étroit exemplaire explosif externe extrême fatal
    féroce fertile financier fiscal forestier formel fragile frontalier furieux futur général global
    gouvernemental historique hostile humanitaire humide illégal illicite immense imminent imprévu impuissant
    inattendu incertain indirect industriel inédit inégal initial injuste insulaire intact intense
    intérieur international interne inutile isolé joyeux judiciaire juridique lacustre légal légendaire lent
    local logistique lointain lucratif majeur malade maritime massif maximal médical meurtrier militaire
    mineur minier misérable mobile modeste mondial monétaire montagneux moral mortel multiple municipal mutuel
    national naval nécessaire neutre nocturne notable nucléaire obscur officiel opaque ordinaire
    pacifique paisible parlementaire partiel passager périlleux permanent pétrolier populaire portuaire
    positif potentiel précaire précis présidentiel principal privé prochain profond provincial provisoire
    prudent puissant pénal rapide rare récent réel régional régulier religieux rentable ressenti rigoureux
    rival routier royal rural sanglant sanitaire scolaire secret sérieux sévère silencieux simple sincère
    social solide solitaire sombre soudain souterrain stable stérile stratégique strict subit suspect
    symbolique syndical technique tenace terrible territorial textile total tragique tranquille tribal triste
    unanime unilatéral urbain urgent utile vague valable vaste vertical vétuste viable violent visible vital
    volontaire vulnérable"""
)
FR_VER = words(
    """abandonner aborder accepter accuser acheter adopter aggraver aider ajouter alimenter amputer analyser
    annuler apaiser approuver armer arracher arrêter attaquer attirer autoriser bafouer baisser balayer barrer
    blâmer blesser bloquer bombarder boycotter braver briser brûler cacher calmer capturer casser censurer
    cerner chanter chasser cibler citer commander commenter compliquer condamner confirmer confisquer
    considérer consolider constater consulter contester contourner contrarier contrôler convoiter copier
    couper craquer creuser critiquer croiser cultiver déborder débloquer décimer déclencher décorer déjouer
    démanteler demander démasquer dénoncer dépasser déplacer déplorer déporter dérober désarmer déserter
    désigner dessiner détourner détester dévaster dévoiler dicter diffuser diriger discuter dissimuler diviser
    dominer donner doubler ébranler écarter écouter écraser éliminer emporter encercler encourager enfermer
    enflammer enregistrer enterrer envelopper épargner épouser espérer estimer étouffer étudier
    évacuer éviter évoquer examiner exécuter exhiber exiger expédier explorer exporter fabriquer
    faciliter falsifier fermer filmer financer fixer former fouiller frapper freiner frôler fustiger gagner
    garder gâcher geler gifler gouverner hanter hâter héberger hériter humilier ignorer imiter imposer importer
    inaugurer incarner incendier indigner infiltrer inquiéter inspecter installer insulter interroger
    inventer inviter isoler jouer juger justifier laisser libérer limiter liquider livrer louer manipuler
    manquer masquer massacrer mécontenter médiatiser mener menacer mériter mesurer miner minimiser
    mobiliser modifier montrer mutiler négliger neutraliser nommer observer occuper opposer organiser oublier
    pardonner partager payer perturber piller pilonner placer planifier plomber porter pousser précipiter
    préparer présenter prêter prévoir priver prolonger proposer protéger prouver provoquer publier quitter
    raconter ralentir ramener ranimer rapporter raser rassurer ravager raviver rechercher récolter récuser
    redouter réfuter regarder regretter rejeter relancer remarquer remplacer rencontrer renforcer renier
    renverser réparer repousser représenter réprimer réquisitionner respecter ressusciter restaurer retarder
    retirer retrouver réveiller révéler ruiner saboter saluer sanctionner sauver secouer séparer signaler
    solliciter souhaiter soulager souligner soupçonner stocker stopper supporter supprimer surmonter surveiller
    suspecter tarder taxer tolérer torturer toucher tourner tracer traiter transformer transporter traquer
    traverser tromper trouver tuer utiliser vacciner vanter verser vider violer visiter voiler voter"""
)
FR_VER = [v for v in FR_VER if v.endswith("er") and v not in ("acheter", "rejeter") and not v.endswith(("ger", "cer", "yer"))]
FR_ADV = words(
    """aussitôt bientôt brutalement certainement clairement collectivement constamment curieusement davantage
    définitivement dernièrement difficilement directement discrètement désormais effectivement également
    enfin ensuite entièrement étrangement évidemment exceptionnellement explicitement facilement fermement
    finalement formellement fortement généralement gravement heureusement hier illégalement immédiatement
    implicitement initialement instantanément involontairement jadis largement légalement légèrement lentement
    localement longuement lourdement malheureusement massivement mollement mystérieusement naguère notamment
    nettement officiellement ouvertement parallèlement partiellement patiemment péniblement peut-être
    poliment ponctuellement pratiquement précisément prochainement profondément progressivement provisoirement
    prudemment publiquement quasiment rapidement rarement récemment régulièrement sagement secrètement
    sérieusement sévèrement silencieusement simultanément soigneusement solennellement soudain souvent
    sensiblement systématiquement tacitement tardivement temporairement totalement toujours tranquillement
    unanimement unilatéralement vainement vigoureusement violemment vivement volontairement vraisemblablement"""
)


def fr_stem(verb, mute=False):
    """Stem of an -er verb; grave accent before a mute e (libérer: libère)."""
    stem = verb[:-2]
    if mute:
        stem = re.sub(r"é([bcdfglmnprstv]{1,2})$", r"è\1", stem)
        stem = re.sub(r"e([lmnsv])$", r"è\1", stem)
    return stem


def fr_adjective(adj):
    f = adj
    if adj.endswith("if"):
        f = adj[:-1] + "ve"
    elif adj.endswith("eux"):
        f = adj[:-1] + "se"
    elif adj.endswith("er"):
        f = adj[:-2] + "ère"
    elif adj.endswith(("el", "ien")):
        f = adj + adj[-1] + "e"
    elif adj.endswith("ret"):
        f = adj[:-2] + "ète"
    elif adj in ("furieux", "joyeux"):
        f = adj[:-1] + "se"
    elif not adj.endswith("e"):
        f = adj + "e"
    return "{%s|%s|%s|%s}" % (adj, f, plural(adj, "fr"), f + "s")


def fr_plural(noun):
    if noun[-1] in "sxz":
        return noun
    if noun.endswith(("eau", "au", "eu", "bijou")):
        return noun + "x"
    if noun in ("travail", "vitrail"):
        return noun[:-2] + "ux"
    return noun[:-2] + "aux" if noun.endswith("al") else noun + "s"


FR["NM"], FR["NF"], FR["ADV"] = FR_NM, FR_NF, FR_ADV
FR["NMP"], FR["NFP"] = [fr_plural(n) for n in FR_NM], [fr_plural(n) for n in FR_NF]
FR["ADJ"] = [fr_adjective(a) for a in FR_ADJ]
FR["VINF"] = FR_VER
FR["VPP"] = [v[:-1].removesuffix("e") + "é" for v in FR_VER]
FR["VPRES"] = ["{%se|%sent}" % (fr_stem(v, True), fr_stem(v, True)) for v in FR_VER]
FR["VIMP"] = ["{%sait|%saient}" % (fr_stem(v), fr_stem(v)) for v in FR_VER]
FR["VFUT"] = ["{%sera|%seront}" % (fr_stem(v, v[-4] == "e"), fr_stem(v, v[-4] == "e")) for v in FR_VER]
FR["VPART"] = [fr_stem(v) + "ant" for v in FR_VER]
FR["SN"] = lines("""
    ms|le <NM>
    fs|la <NF>
    mp|les <NMP>
    fp|les <NFP>
    ms|un <NM> <ADJ>
    fs|une <NF> <ADJ>
    mp|des <NMP>
    fp|des <NFP> <ADJ>
    mp|ces <NMP> <ADJ>
    fs|cette <NF>
    ms|le <NM> de la <NF>
    fs|la <NF> de le <NM>
    mp|les <NMP> de la <NF> <ADJ1>
    fp|les <NFP> de <CITY>
    ms|leur <NM>
    fp|plusieurs <NFP>
    ms|le <NM> <NAT>
    fp|les <NFP> <NAT>
    mp|<N> <NMP>
    ms|chaque <NM>
""")
FR["ADJ1"] = [a.split("|")[1] for a in FR["ADJ"]]
FR["DID"] += lines("""
    <VPP> <SN>
    <VPP> <SN>
    <VPP> <SN> et <VPP> <SN>
    <ADV> <VPP> <SN>
    <VPP> <SN>, <SN> et <SN>
    <VPP> <SN> <WHERE>
    <VPP> <SN> sans <VINF> <SN>
    <VPP> <SN> en <VPART> <SN>
""")
FR["WILL"] += lines("""
    <VINF> <SN>
    <VINF> <SN>
    <VINF> <SN> <WHERE>
    <ADV> <VINF> <SN>
    <VINF> <SN> et <VINF> <SN>
""")
FR["TAIL"] += lines("""
    , <VPART> <SN>
    , ce qui <VIMP> <SN>
    , <SN> que <SN!> <VIMP> <ADV>
    , <VPART> ainsi <SN> et <SN>
    dont <SN!> <VPRES> <SN>
""")
FR["OPEN"] += ["<ADV>,", "<ADV>,", "dans <SN>,", "<VPART> <SN>,"]
FR["S"] += lines("""
    <SN!> <VPRES> <SN><TAIL>.
    <SN!> <VIMP> <ADV> <SN> <WHERE><TAIL>.
    <SN!> <VFUT> <SN> <WHEN>, <SN> aussi.
    <ADV>, <SN!> <VPRES> <SN> que <SN!> <VIMP> <WHERE>.
    <SN!> <ADJ> ne <VPRES> pas <SN> ; <SN> non plus.
    pour <VINF> <SN>, <NP!> <VFUT> <SN>, puis <SN>.
    <NP!> <VPRES> <SN> et <VPRES> <SN><TAIL>.
    <SN>, <SN>, <SN> : <NP!> {a|ont} tout <VPP>.
    comme <SN!> <VIMP> <SN>, <NP!> {a|ont} <VPP> <SN>.
    il faudra <VINF> <SN>, explique <PERSON>, « car <SN!> <VPRES> <SN> ».
    <SN!> {est|sont} <ADJ>, mais <SN!> {reste|restent} <ADJ>.
    plus <SN!> <VPRES> <SN>, plus <SN!> {devient|deviennent} <ADJ>.
""")

EN_N = words(
    """accident account activist actor adviser agency agreement aircraft airport alarm alliance ally ambassador
    ambulance amendment analyst animal apartment appeal archive argument arms army arrest arsenal artist assault
    asset attack audience author autopsy award backlash baker ballot bank banner bargain barracks barrier base
    battle beach benefit bid bill bishop blaze blockade boat body bomb bond border boycott branch breach bridge
    brigade broker budget building bullet burden bureau bus cabin cable camp campaign canal candidate captain
    cargo carrier cartel case cave ceremony chairman chamber charge charter chemist cinema circle citizen claim
    clash clause clerk cliff climate clinic coach coalition coast code collapse colony column comet command
    committee company compound concert condition conflict congress consul contest contract convoy cook copper
    corridor council coup courier court crash creditor crew crime crisis crop crossing crowd crown culture curfew
    currency customs cyclone dam danger dealer debate decade decree defeat defence deficit delay delegate demand
    deposit deputy desert detail device dictator diplomat disease dispute district doctor dollar donor doubt
    draft drill driver drone drought drug edge editor effort election embargo emblem empire employer enclave
    engine engineer envoy epidemic error escape estate exile expert explosion export factory failure famine
    farm farmer faction favour fence ferry festival fever field figure filter fire fleet flight flood force
    forest formula fortress fortune founder freeze frigate frontier fuel fund funeral gallery gang garrison gas
    gate gesture glacier goal governor grain grenade grievance ground guarantee guard guerrilla gun habit harbour
    harvest hazard heir helicopter hero highway hill holiday hospital hostage hotel hunger hunter hurricane idea
    illness image import incident income industry inquiry insult insurer interest island issue jail jersey jet
    journal journey judge jury kidnapper killer kitchen laboratory lake landmine language launch lawyer leader
    league legacy legend lender letter licence limit loan lobby loss machine magazine magistrate majority mandate
    margin market marriage mayor measure mechanic mediator medicine member memory merchant message militia miner
    minister minority miracle missile mission mob model monarch monastery monitor morgue mosque motion motive
    mountain murder museum mutiny narrative nation navy network newspaper nurse oath obstacle ocean offence
    officer option orchard order orphan outbreak outcome outpost owner palace panel panic paper paramilitary
    pardon parish partner passenger passport pastor patient patrol payment peasant pension permit petition
    phase pilot pipeline pirate plague plane plant platform plea pledge poet poison policy pollution port poster
    poverty power preacher price priest prince prison prize problem profit project promise proof property
    prophet province pump pupil quarrel question quota race radar rally ransom reactor rebel receipt record
    recruit referee reform refuge region regime register rescue reserve resident resort retreat revenge reward
    rice rifle risk rival river road rocket role roof rule ruler rumour runway sanction satellite scandal
    scheme scholar school scientist season seat secret sector seizure senator sentence sergeant servant session
    settlement shelter shepherd ship shock shop shortage siege signal slogan smuggler sniper soldier source
    speaker speech sponsor spy stadium stance station statue storm strategy street strike student subsidy suburb
    summit supplier surgeon surplus survey survivor suspect switch symbol tank target tariff teacher temple
    tenant territory terror theatre theory threat ticket timber title tourist tower trade trader tragedy train
    traitor treasure treaty trench trend tribe tribunal tribute troop truck tunnel tyrant uniform union uprising
    vaccine valley vehicle verdict vessel veteran victim victory village violence virus visa visit volcano
    volunteer voter voyage wage wall warehouse warning warrant weapon wedding well wheat widow wildfire winner
    witness worker wound wreck writer yard youth zone"""
)
EN_ADJ = words(
    """abrupt absurd active acute agricultural ailing angry annual arbitrary armed austere autonomous average
    bankrupt bilateral bitter bleak blunt bold brave brief broad broken brutal busy calm central chaotic cheap
    chronic civil clandestine classified clear coastal coherent cold colonial commercial complex concrete
    controversial corrupt costly covert critical crowded crucial cruel cultural dangerous deadly decisive deep
    defiant democratic desperate diplomatic direct disputed distant domestic dominant dramatic dubious
    eastern economic elderly electoral elusive empty endless enormous entire environmental ethnic exiled
    extreme faint fake familiar famous fatal federal fierce final fiscal foreign formal fragile frantic fresh
    friendly frozen furious future generous global grave grim harsh heavy hidden historic holy honest hostile
    huge humanitarian humble illegal imminent independent indirect industrial infamous informal injured
    innocent intense internal jailed joint judicial key lasting lavish lawful lean legal lengthy liberal
    limited local lonely long-awaited loyal lucrative main major marginal maritime massive medical mild military
    minor missing mobile moderate modern modest monthly moral mountainous mutual mysterious narrow national naval
    nervous neutral northern notorious nuclear obscure obvious odd official only open outspoken overdue painful
    partial peaceful permanent personal plain pointless polite political poor popular populist portable powerful
    precarious pregnant previous primary private prominent prompt proud provincial public quick quiet radical
    rapid rare reckless recent regional relative religious reluctant remote rich rigid rival risky rough royal
    rural sacred savage scarce secret secular senior separate serious severe shaky sharp short silent sincere
    sizeable slow small social solemn southern sovereign stable steady steep stern strange strict strong stubborn
    sudden suspicious swift symbolic tactical temporary tense terrible thin thorough tiny total tough tragic
    tribal tropical unanimous uneasy unlikely unprecedented unpopular unstable upper urban urgent vague vast
    violent visible vital vocal voluntary vulnerable weak wealthy western widespread wild worldwide young"""
)
EN_V = words(
    """abandon abolish accept accompany accuse acquire address admire adopt affect aid alarm alter amend amuse
    analyse announce anger appeal appease appoint approach approve arrange arrest assault assess assist attack
    attend attract avoid await award ban bargain besiege blame bless block board bolster bomb boost borrow boycott
    bribe broker burden cancel capture celebrate challenge change charge chase cheer cite claim clean collect
    command comfort compare complete conceal concern condemn confirm confiscate confuse consider contact contest
    contradict control convince count cover crack crash create cripple criticise cross crush curb damage deceive
    declare decorate defend delay deliver demand demolish denounce deport describe deserve destroy detail detain
    devastate develop dictate discover discuss dismantle dismiss display disrupt dissolve divide dominate double
    doubt download draft drain earn ease edit eliminate embarrass embrace employ encircle encourage endorse
    enforce enjoy enrage enter envy equip escort establish evacuate evade examine exceed exclude execute exhaust
    exile expand expect exploit explore export expose express fail favour fear fence ferry fill film finance fire
    flood follow force forge form found frame frighten fund gather govern grant greet guard guide halt hammer
    handle harass harm haunt heal help hijack hire honour host hunt ignore imitate impeach import impose impress
    improve incite include infiltrate inform inherit injure inspect install insult interrogate interview intrigue
    invade invent invite isolate issue jail join judge justify kidnap kill label lack launch learn level liberate
    lift limit link lobby locate lock loot mask massacre match measure mediate mention merge mine mislead miss
    mobilise mock monitor mourn move murder name need neglect notice nurse obey observe obstruct obtain occupy
    offend offer open oppose order organise oust outlaw outnumber overlook own paralyse pardon patrol perform
    persuade phone plan plant plunder poison polish poll possess postpone praise preach prefer prepare present
    prevent probe process produce prolong promise promote propose prosecute protect prove provoke publish pump
    punish purchase pursue push question raid raise ratify reach rebuild recall receive recognise recommend
    record recover recruit reduce refuse regain register regret reinforce reject release relocate remember remove
    rename renew repair repeat replace report rescue resist resolve respect restore restrict resume retain
    reveal revive reward ridicule rob ruin rule salute sabotage scare scatter scrap search secure select separate
    settle shape share shell shelter shock sign silence slam smuggle snub sponsor stage start stoke store storm
    strengthen stress strip study subpoena suffer suggest summon supply support surprise surround suspect suspend
    tackle target taunt tax tempt terrify test thank threaten toast tolerate topple torture touch tour trace
    track trade train transform transport trap treat trick trigger trouble trust unite unveil update uproot urge
    use vaccinate value veto violate visit wage warn waste watch weaken welcome whip witness worry wound wreck"""
)
EN_V = [v for v in EN_V if v not in ("rebuild", "mislead", "download")]
EN_ADV = words(
    """abruptly actually allegedly almost already angrily apparently badly barely briefly brutally carefully
    clearly constantly deliberately directly discreetly eagerly easily effectively entirely eventually evidently
    explicitly fiercely finally firmly formally fortunately frequently fully gently gradually hardly hastily
    heavily immediately inadvertently increasingly indirectly initially instead jointly largely lately legally
    locally loudly mainly mostly narrowly nearly nevertheless notably occasionally officially openly partly
    patiently perhaps personally politely possibly presumably previously privately probably promptly publicly
    quickly quietly rapidly rarely readily recently reluctantly repeatedly reportedly secretly seldom seriously
    severely sharply silently similarly simply slightly slowly solemnly sometimes soon steadily strongly
    subsequently suddenly supposedly surprisingly swiftly temporarily therefore thoroughly totally tragically
    unanimously unexpectedly unfortunately usually vaguely violently virtually visibly voluntarily widely"""
)
DOUBLE = set(words("ban rob kidnap plan trap strip scrap slam snub whip cancel label level patrol"))


def en_ed(v, end):
    if v in DOUBLE:
        v += v[-1]
    if v.endswith("e"):
        v = v[:-1] if not v.endswith("ee") or end == "ed" else v
    elif v.endswith("y") and v[-2] not in "aeou" and end == "ed":
        v = v[:-1] + "i"
    return v + end


def en_s(word):
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word[:-1] + "ies" if word.endswith("y") and word[-2] not in "aeou" else word + "s"


EN_MASS = set(words("aircraft arms army barracks customs congress panic rice wheat timber poverty pollution terror"))
EN["NOUN"] = [n for n in EN_N if n not in EN_MASS]
EN["NOUNS"] = [en_s(n) for n in EN["NOUN"]]
EN["ADJ"], EN["ADV"], EN["V"] = EN_ADJ, EN_ADV, EN_V
EN["VED"] = [en_ed(v, "ed") for v in EN_V]
EN["VING"] = [en_ed(v, "ing") for v in EN_V]
EN["VS"] = ["{%s|%s}" % (en_s(v), v) for v in EN_V]
EN["SN"] = lines("""
    ms|the <NOUN>
    mp|the <NOUNS>
    ms|a <ADJ> <NOUN>
    mp|<ADJ> <NOUNS>
    ms|this <NOUN>
    mp|these <ADJ> <NOUNS>
    ms|the <NOUN>'s <NOUN>
    ms|the <ADJ> <NOUN> of the <NOUN>
    mp|<N> <NOUNS>
    mp|several <NOUNS>
    ms|its <NOUN> <NOUN>
    ms|the <NAT> <NOUN>
    mp|<NAT> <NOUNS>
    ms|every <NOUN>
    mp|some of the <NOUNS>
    ms|<CITY>'s <ADJ> <NOUN>
""")
EN["DID"] += lines("""
    <VED> <SN>
    <ADV> <VED> <SN>
    <VED> <SN> and <VED> <SN>
    <VED> <SN>, <SN> and <SN>
    <VED> <SN> <WHERE>
    <VED> <SN> without <VING> <SN>
    been <VING> <SN>
""")
EN["PASTDID"] += lines("""
    <VED> <SN>
    <ADV> <VED> <SN>
    <VED> <SN> and <VED> <SN>
    <VED> <SN> by <VING> <SN>
    <VED> <SN> <WHERE>
    didn't <V> <SN>
    began <VING> <SN>
""")
EN["WILL"] += ["<V> <SN>", "<V> <SN>", "<V> <SN> <WHERE>", "<ADV> <V> <SN>", "<V> <SN> and <V> <SN>"]
EN["PASS"] += ["<VED> <WHERE>", "<VED> and <VED>", "<ADV> <VED>", "<VED> by <SN>"]
EN["TAIL"] += [", <VING> <SN>", ", which <VED> <SN>", "that <SN> <VED> <ADV>", ", <ADV> <VING> <SN> and <SN>", "whose <NOUN> <VED> <SN>"]
EN["OPEN"] += ["<ADV>,", "<ADV>,", "<VING> <SN>,", "in the <NOUN>,"]
EN["S"] += lines("""
    <SN!> <VS> <SN><TAIL>.
    <SN!> <VED> <SN> <WHERE><TAIL>.
    <SN!> will <V> <SN> <WHEN>, and so will <SN>.
    <ADV>, <SN!> <VS> <SN> that <SN> <VED> <WHERE>.
    <SN!> {doesn't|don't} <V> <SN>; nor does <NP>.
    to <V> <SN>, <NP!> will <V> <SN>, then <SN>.
    <NP!> {is|are} <VING> <SN> and <VING> <SN><TAIL>.
    <SN>, <SN>, <SN>: <NP!> <VED> them all.
    because <SN!> <VED> <SN>, <NP!> <VED> <SN>.
    "we must <V> <SN>," explained <PERSON>, "or <SN!> will <V> <SN>."
    <SN!> {is|are} <ADJ>, but <SN!> {remains|remain} <ADJ>.
    the more <SN> <VED> <SN>, the more <ADJ> <SN> became.
""")

ES_NM = words(
    """abogado abrazo acuerdo acusado adversario aeropuerto agente agricultor alcalde alcance aliado alimento
    almacén alumno ámbito anciano anuncio apagón aparato apoyo árbitro archivo argumento arma arresto arsenal
    artículo artista asalto asesino asunto aumento autobús avance avión ayuntamiento balance banco bando barco
    barrio batallón beneficio bloque bombero bosque brote buque cabecilla cadáver camino camión campamento
    campesino canal candidato cansancio capitán cargamento cartel castigo cautiverio censo centro cerco chantaje
    cierre ciudadano clima cobre coche cohete colegio combate comerciante comicio comité compromiso comunicado
    conductor conflicto congreso consejo consulado contenedor contrabando contrato convenio convoy corredor
    crecimiento crimen cultivo cuartel daño debate decreto delegado delito deporte derecho derrumbe desacuerdo
    desafío desastre desempleo desierto despido detalle dictador dinero diputado discurso disparo dispositivo
    documento ejemplo elector embajador embargo empate empleo empresario encuentro enemigo enfermero engaño
    ensayo entierro equipo escándalo escenario escritor escudo esfuerzo espía estadio estallido estudio examen
    exilio éxito explosivo fallo familiar fármaco ferrocarril festejo fiscal fondo fracaso frente fuego fusil
    ganadero gasoducto gasto gesto glaciar golpe grano guardia guerrillero habitante hallazgo hambre hecho herido
    heredero hospital huésped idioma impuesto incendio incidente índice indulto informe ingeniero ingreso
    inmigrante instituto interés invierno jefe jinete juez jugador juicio juramento laboratorio ladrón lago
    legislador líder límite litigio llamamiento logro lugar maestro mandato manifiesto marinero mecanismo
    médico mensaje mercado militante minero misil mitin modelo monasterio motín motor muelle muro museo narco
    náufrago navío negocio nivel noticiero objetivo obispo observador obstáculo oficial oleoducto orden
    organismo orgullo oro otoño pacto palacio panel papel paquete paraíso pasajero paso patrón pescador petróleo
    piloto plazo pleito poder poeta polígono portavoz precio preso préstamo presupuesto pretexto pródigo profesor
    programa proyecto pueblo puente puerto radar rechazo reclamo recluso recorte recurso reemplazo refugio
    régimen registro regreso rehén reloj remedio rescate retén reto retraso riesgo rincón ritmo robo rumor
    sabotaje sacerdote salario santuario secreto sector secuestro seguidor seísmo semáforo señuelo servicio
    siglo silencio sindicato socio soborno soldado subsidio sueldo suelo sufragio suministro tanque taller
    tejado templo temor territorio tesoro testigo tiempo tiroteo título torneo trabajador tráfico traidor
    tramo tratado tren trigo trono túnel turista vacío vecino vehículo vencedor verano veredicto viaje vidrio
    viento volcán voluntario votante yacimiento"""
)
ES_NF = words(
    """abogacía acción acusación adhesión aduana agencia agresión alarma aldea alerta alianza ambición ambulancia
    amenaza amnistía análisis apuesta asamblea audiencia autopista avalancha aventura avería ayuda bahía bala
    balanza banca banda bandera barca barrera batalla bodega bofetada bomba brecha brigada burla búsqueda cabaña
    cadena caída calle cámara campaña cantera capa capital captura carga carretera carta casa causa cédula celda
    ceniza central ceremonia cifra cima ciudad clave clínica coalición cobertura cocina coima colina colonia
    columna comarca comisaría comisión compra comuna condena conducta confianza conjura consigna constitución
    contienda convocatoria copia cordillera corona corriente corte cosecha costa costumbre crisis crítica cuenta
    cuenca cuestión culpa cumbre cúpula cuota dádiva danza deforestación delegación demanda demora denuncia
    derogación derrota desconfianza desgracia deuda diáspora dictadura diferencia dinastía disputa divisa doctrina
    dosis droga duda economía edición ejecución elección embajada emboscada emergencia empresa encuesta energía
    enfermedad enmienda entrega época epidemia era erupción escala escasez escolta escuela escultura esperanza
    estación estafa estatua estrategia etapa evasión evidencia exigencia expulsión fábrica facción faena falla
    fama familia farsa fecha feria fianza fiebre fiesta figura filtración finca firma fiscalía flota fórmula
    fortuna foto fragata frontera fuente fuga fusión galería ganancia garantía gasolina gente gira granada
    granja grieta grúa guardería guerra guerrilla hacienda helada herencia herida herramienta hipoteca historia
    hoguera huelga huella huida iglesia imagen imprenta impunidad incautación incursión indemnización industria
    injerencia injuria inquietud insignia inundación investigación isla jaula jornada joya jubilación junta
    jungla justicia laguna lancha lengua ley leyenda liga limosna línea lista llamada llanura llave lluvia
    localidad lonja lucha luz maestra mafia mano maquinaria marcha marea marina masacre matanza mayoría
    mediación medida mejora memoria mentira mezquita milicia mina minoría mirada misa misión moción moneda
    montaña morgue muerte muestra multa muralla nación nave negativa nevada niebla nómina norma noticia nube
    obra ocasión ofensiva oferta oficina ola opción operación orilla orquesta oposición página palabra pandilla
    pandemia pantalla paradoja pareja parroquia partida pasarela patria patrulla pausa paz pelea pena península
    pensión pérdida periferia pesca petición piedra pieza pista plantilla playa plaza pobreza poesía policía
    política pólvora postura potencia pradera pregunta prensa presa presión primavera prisa prisión promesa
    propaganda propuesta protesta provincia prueba puerta pugna purga quema queja quiebra ráfaga rama rebelión
    receta reclusa recompensa red reforma regla reliquia remesa renta represa represalia república reserva
    respuesta retirada reunión revuelta riada ribera riqueza rivalidad ronda ruina ruptura ruta sala salida sanción
    sangre selva semilla sentencia sequía sesión sierra siesta silla sirena soberanía sombra sonda sospecha
    subasta subida sucursal suerte tala tarea tarifa tasa tecnología tempestad tendencia teoría tesis tierra
    tienda tinta tormenta torre tortura traba trama transición trampa trayectoria tregua tribu tribuna tropa
    trinchera tumba urna vacuna valla vecindad vela venganza venta ventaja verdad vía víctima victoria vida
    vigilancia villa viruela visita viuda vivienda voz zona zozobra"""
)
ES_ADJ = words(
    """absoluto absurdo abierto activo agrario aéreo agudo aislado ajeno alto amargo amplio anciano antiguo
    armado áspero atroz atómico bancario barato básico bélico bilateral breve bruto caótico capaz caro central
    ciego cívico civil claro clandestino climático cobarde colonial común complejo concreto confuso constante
    continuo contrario corrupto corto crítico crucial cruel crudo decisivo débil delicado desesperado desierto
    difícil digno diplomático directo discreto diverso doloroso doméstico dudoso duradero duro económico eficaz
    elevado enorme entero equívoco escaso esencial estable estéril estrecho estricto eterno étnico exacto exiguo
    extenso externo extraño extremo fácil falso famoso fatal federal feroz fértil fiel fijo final financiero
    firme fiscal forestal formal forzoso frágil frecuente frío fronterizo fuerte fugaz furioso futuro global
    grave gratuito grotesco hábil histórico honesto hostil humanitario humilde ilegal ilícito imparcial implacable
    incierto indirecto indigno inédito inesperado inestable ingente injusto inmenso inminente inocente insólito
    intacto intenso interno íntimo inútil jurídico justo largo legal lejano lento leve liberal libre ligero
    limpio local lógico lucrativo lúgubre manso marítimo masivo máximo médico mediocre militar mínimo minero
    modesto monetario moral mortal mundial mutuo nacional naval nefasto negativo nítido nocivo notable nuclear
    nulo obvio oculto oficial opaco oscuro pacífico parcial penal pésimo peligroso penoso permanente perpetuo
    poderoso político popular portuario posible precario preciso previo primario privado probable profundo
    prolongado próspero próximo prudente público puntual radical rápido raro real reciente recio regional
    remoto rentable rico rígido riguroso rival rotundo rural sagrado sangriento sanitario secreto seguro
    sencillo serio severo silencioso simbólico sincero sindical sólido solemne solitario sombrío súbito sucio
    temible tenaz tenso terrible tibio torpe total trágico tranquilo triste turbio ufano unánime único urbano
    urgente útil vacío valioso vasto veloz vertical viable vigente violento visible vital vulnerable"""
)
ES_VAR = words(
    """abandonar abordar abrazar acatar aceptar acompañar acordar acosar acusar adelantar adoptar afectar
    agitar agravar ahogar alarmar albergar aliviar alterar amenazar ampliar analizar anunciar apagar aplastar
    aplaudir aplicar apoyar aprobar armar arrasar arrastrar arrestar arruinar asaltar asediar asesinar aumentar
    autorizar ayudar bloquear bombardear borrar burlar calmar cambiar cancelar castigar causar cavar cazar
    celebrar censurar cercar cesar citar cobrar combinar comentar compensar completar complicar comprar
    condenar confirmar confiscar congelar conquistar conservar considerar consolidar consultar contaminar
    contestar contratar controlar convocar copiar cortar crear criticar cruzar cuestionar cultivar dañar
    declarar decorar defraudar dejar demandar demostrar denunciar derogar derribar derrotar desafiar
    desalojar desarmar desbloquear descartar desear desmantelar desmontar despejar desplazar destacar
    destapar desviar detestar dictar dilatar dominar donar duplicar echar edificar educar ejecutar elaborar
    elevar eliminar emplear encabezar encarcelar encargar enfrentar engañar enterrar entregar enviar escoltar
    escuchar espiar esperar estafar estimar estudiar evacuar evaluar evitar examinar explicar explorar exportar
    expulsar fabricar facilitar falsificar felicitar fijar filmar filtrar financiar firmar forzar frenar
    fundar ganar gastar golpear grabar habilitar hallar heredar honrar humillar identificar ignorar imitar
    implicar importar improvisar inaugurar incautar incendiar indignar indultar infiltrar informar ingresar
    iniciar inspeccionar instalar insultar intentar interceptar intimidar inundar inventar investigar invitar
    irritar juntar jurar justificar lamentar lanzar lastrar legalizar levantar liberar liderar limitar limpiar
    liquidar llamar llenar llevar lograr maltratar mandar manipular marcar matar mejorar mencionar minar mirar
    modificar molestar montar mutilar narrar necesitar nombrar notar observar ocultar ocupar odiar olvidar
    opacar ordenar organizar pactar pagar paralizar perdonar perjudicar pisar plantear postergar precisar
    preparar presentar presionar prestar privar procesar proclamar prolongar pronunciar provocar publicar
    quemar quitar ratificar realizar rebajar recaudar rechazar reclamar recuperar reemplazar reflejar reformar
    regalar registrar regular relatar relevar rematar reparar repudiar rescatar reservar respaldar respetar
    restaurar retirar retrasar revelar revisar robar sabotear sacar salvar saludar sancionar saquear secuestrar
    separar silenciar sitiar soportar sospechar subrayar superar suplicar sustentar tachar tapar tardar tirar
    tolerar tomar torturar trasladar tratar triplicar usar utilizar vaciar vacunar validar vetar vigilar
    violar visitar vulnerar"""
)
IRREGULAR = set(words("acordar aprobar comprobar demostrar aplaudir forzar cesar tardar sospechar intentar ingresar"))
ES_VAR = [v for v in ES_VAR if v not in IRREGULAR and not v.endswith("iar")]
ES_ADV = words(
    """absolutamente abiertamente además ahora antes apenas aún bastante bruscamente casi claramente
    completamente constantemente curiosamente definitivamente demasiado deprisa difícilmente directamente
    discretamente efectivamente enseguida enteramente entonces especialmente evidentemente excepcionalmente
    explícitamente fácilmente finalmente firmemente formalmente francamente frecuentemente fuertemente
    generalmente gradualmente gravemente ilegalmente igualmente inicialmente inmediatamente inútilmente
    jamás lamentablemente largamente lentamente ligeramente localmente luego masivamente misteriosamente
    mutuamente notablemente nuevamente nunca oficialmente ojalá parcialmente paulatinamente pacientemente
    plenamente posiblemente precisamente previamente probablemente profundamente prácticamente pronto
    públicamente quizá rápidamente raramente realmente recientemente repentinamente rotundamente seguramente
    seriamente severamente siempre sigilosamente sorprendentemente tajantemente tarde temporalmente todavía
    totalmente tranquilamente unánimemente unilateralmente urgentemente violentamente voluntariamente ya"""
)


def es_plural(word):
    if word[-1] in "aeiouéá":
        return word + "s"
    if word.endswith("z"):
        return word[:-1] + "ces"
    if word.endswith("s") and word[-2] not in "áéíóú":
        return word
    for plain, accent in ("aá", "eé", "ií", "oó", "uú"):
        if len(word) > 3 and word[-2] == accent:
            return word[:-2] + plain + word[-1] + "es"
    if word in ("examen", "crimen", "orden"):
        return {"examen": "exámenes", "crimen": "crímenes", "orden": "órdenes"}[word]
    return word + "es"


def es_adjective(adj):
    f = adj[:-1] + "a" if adj.endswith("o") else adj
    return "{%s|%s|%s|%s}" % (adj, f, es_plural(adj), es_plural(f))


ES["NM"], ES["NF"], ES["ADV"], ES["VINF"] = ES_NM, ES_NF, ES_ADV, ES_VAR
ES["NMP"], ES["NFP"] = [es_plural(n) for n in ES_NM], [es_plural(n) for n in ES_NF]
ES["ADJ"] = [es_adjective(a) for a in ES_ADJ]
ES["VPP"] = [v[:-1] + "do" for v in ES_VAR]
ES["VPAS"] = ["{%sado|%sada|%sados|%sadas}" % ((v[:-2],) * 4) for v in ES_VAR]
ES["VPRES"] = ["{%sa|%san}" % ((v[:-2],) * 2) for v in ES_VAR]
ES["VPRET"] = ["{%só|%saron}" % ((v[:-2],) * 2) for v in ES_VAR]
ES["VIMP"] = ["{%saba|%saban}" % ((v[:-2],) * 2) for v in ES_VAR]
ES["VFUT"] = ["{%sá|%sán}" % ((v,) * 2) for v in ES_VAR]
ES["VGER"] = [v[:-1] + "ndo" for v in ES_VAR]
ES["SN"] = lines("""
    ms|el <NM>
    fs|la <NF>
    mp|los <NMP>
    fp|las <NFP>
    ms|un <NM> <ADJ>
    fs|una <NF> <ADJ>
    mp|unos <NMP>
    fp|estas <NFP> <ADJ>
    ms|este <NM>
    ms|el <NM> de la <NF>
    fs|la <NF> de el <NM>
    fp|las <NFP> de <CITY>
    mp|los <NMP> <NAT>
    fs|su <NF>
    mp|varios <NMP> <ADJ>
    mp|<N> <NMP>
    fs|cada <NF>
""")
ES["DID"] += lines("""
    <VPP> <SN>
    <VPP> <SN>
    <VPP> <SN> y <VPP> <SN>
    <VPP> <SN>, <SN> y <SN>
    <VPP> <SN> <WHERE>
    <VPP> <SN> sin <VINF> <SN>
    <VPP> <SN> <VGER> <SN>
""")
ES["WILL"] += ["<VINF> <SN>", "<VINF> <SN>", "<VINF> <SN> <WHERE>", "<VINF> <SN> y <VINF> <SN>", "<VINF>lo", "<VINF>les <SN>"]
ES["PASS"] += ["<VPAS> <WHERE>", "<VPAS> y <VPAS>", "<VPAS> por <SN>"]
ES["TAIL"] += [", <VGER> <SN>", ", lo que <VIMP> <SN>", ", <SN> que <SN!> <VIMP> <ADV>", "cuyo <NM> <VPRES> <SN>"]
ES["OPEN"] += ["<ADV>,", "<ADV>,", "<VGER> <SN>,", "en <SN>,"]
ES["S"] += lines("""
    <SN!> <VPRES> <SN><TAIL>.
    <SN!> <VPRET> <SN> <WHERE><TAIL>.
    <SN!> <VIMP> <ADV> <SN>.
    <SN!> <VFUT> <SN> <WHEN>, y <SN> también.
    <ADV>, <SN!> <VPRET> <SN> que <SN!> <VIMP> <WHERE>.
    <SN!> no <VPRES> <SN>; <SN> tampoco.
    para <VINF> <SN>, <NP!> <VFUT> <SN> y luego <SN>.
    <NP!> <VPRET> <SN> y <VPRET> <SN><TAIL>.
    <SN>, <SN>, <SN>: <NP!> lo <VPRET> todo.
    como <SN!> <VIMP> <SN>, <NP!> <VPRET> <SN>.
    habrá que <VINF> <SN>, explicó <PERSON>, «porque <SN!> <VPRES> <SN>».
    <SN!> {es|son} <ADJ>, pero <SN!> {sigue|siguen} <VGER> <SN>.
""")

for _lists in (FR, EN, ES):
    _lists["TAIL"] = [t if t[0] in ",<" else " " + t for t in _lists["TAIL"]]


LANGUAGES = {
    "fr": (FR, FR_FUNCTIONS, finish_fr),
    "en": (EN, EN_FUNCTIONS, finish_en),
    "es": (ES, ES_FUNCTIONS, finish_es),
}


def main():
    parser = argparse.ArgumentParser(description="Make news-like text for speed measurements.")
    parser.add_argument("--lang", choices=sorted(LANGUAGES), default="fr")
    parser.add_argument("--bytes", type=int, default=1_200_000, help="stop after this many bytes (default 1200000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", help="file to write; standard output if absent")
    args = parser.parse_args()
    maker = Maker(*LANGUAGES[args.lang], args.seed)
    made = []
    size = 0
    while size < args.bytes:
        made.append((maker.paragraph() + "\n").encode("utf-8"))
        size += len(made[-1])
    if args.output:
        with open(args.output, "wb") as out:
            out.write(b"".join(made))
    else:
        sys.stdout.buffer.write(b"".join(made))


if __name__ == "__main__":
    main()
