//! Records of an invented world, made without models: to measure an archive and to test it.
//!
//! A story is one act between two invented sides at one place on one day. One to six reports tell it on that day and the two
//! after: some in words of their own with a later figure of the dead, some as wire copies with a cut, an added paragraph or
//! changed words. The same seed gives the same records.

use crate::archive::Entry;
use dateline_record::{
    AboutRecord, AttributionRecord, ClaimRecord, DaysRecord, EntityRecord, EventDateRecord, EventRecord,
    Evidence, MentionRecord, ParticipantRecord, PlaceRecord, Producer, PublishedRecord, QuantityRecord,
    Record, SpanRecord,
};
use jiff::civil::{Date, date};
use sha2::{Digest, Sha256};

/// Countries of the world (three letters of ISO 3166-1).
const COUNTRIES: [&str; 24] = [
    "IRN", "USA", "FRA", "RUS", "CHN", "MLI", "NER", "ETH", "ERI", "SDN", "LBN", "ISR", "SYR", "TUR", "IND",
    "PAK", "UKR", "POL", "COL", "VEN", "PER", "PHL", "SRB", "ARM",
];
/// Sectors with the French noun that stands for them.
const SECTORS: [(&str, &str); 6] = [
    ("GOV", "gouvernement"),
    ("MIL", "armée"),
    ("REB", "rébellion"),
    ("OPP", "opposition"),
    ("CVL", "population"),
    ("BUS", "industrie"),
];
/// Acts: PLOVER type, CAMEO code, quad class, Goldstein value, verb.
const ACTS: [(&str, &str, u8, f64, &str); 8] = [
    ("CONSULT", "042", 1, 1.9, "a rencontré"),
    ("COOPERATE", "057", 1, 8.0, "a signé un accord avec"),
    ("AID", "073", 2, 7.4, "a aidé"),
    ("ACCUSE", "112", 3, -2.0, "a accusé"),
    ("THREATEN", "138", 3, -7.0, "a menacé"),
    ("PROTEST", "141", 4, -6.5, "a manifesté contre"),
    ("ASSAULT", "190", 4, -10.0, "a attaqué"),
    ("SANCTION", "163", 4, -8.0, "a sanctionné"),
];
/// Publishers.
const PUBLISHERS: [&str; 12] = [
    "Agence Une",
    "Agence Deux",
    "Le Courrier",
    "La Dépêche du Port",
    "Le Soir du Lac",
    "Radio Vallée",
    "L'Écho",
    "Le Matin neuf",
    "La Gazette",
    "Le Phare",
    "Le Télégramme du Sud",
    "La Tribune libre",
];
/// Different words of the running text.
const WORDS: u64 = 40_000;
/// Days the stories are spread over, from 2016 on.
const DAYS: u64 = 3650;

/// An endless run of records.
#[derive(Clone, Debug)]
pub struct Synthetic {
    state: u64,
    queue: std::collections::VecDeque<Entry>,
    number: u64,
}

/// What a story tells.
#[derive(Clone)]
struct Story {
    act: usize,
    actor: (usize, usize),
    recipient: (usize, usize),
    place: u64,
    day: Date,
    dead: u64,
    filler: Vec<String>,
}

impl Synthetic {
    /// The run of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Synthetic {
        Synthetic { state: seed, queue: std::collections::VecDeque::new(), number: 0 }
    }

    /// SplitMix64.
    fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.random() % n.max(1)
    }

    /// A number below `n` whose small values are frequent, as words of a language are (about 1/rank).
    fn skewed(&mut self, n: u64) -> u64 {
        let unit = (self.random() >> 11) as f64 / (1_u64 << 53) as f64;
        ((n as f64).powf(unit) - 1.0) as u64
    }

    fn paragraph(&mut self) -> String {
        let mut out = String::new();
        for sentence in 0..2 + self.below(3) {
            let words = 9 + self.below(14);
            for i in 0..words {
                let rank = self.skewed(WORDS);
                let word = word(rank);
                if i > 0 || sentence > 0 {
                    out.push(' ');
                }
                if i == 0 {
                    out.extend(word.chars().take(1).flat_map(char::to_uppercase));
                    out.extend(word.chars().skip(1));
                } else {
                    out.push_str(&word);
                }
            }
            out.push('.');
        }
        out
    }

    fn story(&mut self) {
        let side = |s: &mut Synthetic| {
            (s.skewed(COUNTRIES.len() as u64) as usize, s.below(SECTORS.len() as u64) as usize)
        };
        let day = self.below(DAYS);
        let mut story = Story {
            act: self.below(ACTS.len() as u64) as usize,
            actor: side(self),
            recipient: side(self),
            place: self.skewed(400),
            day: (0..day).try_fold(date(2016, 1, 1), |d, _| d.tomorrow()).unwrap_or(date(2016, 1, 1)),
            dead: 1 + self.below(60),
            filler: Vec::new(),
        };
        let paragraphs = 4 + self.below(6);
        story.filler = (0..paragraphs).map(|_| self.paragraph()).collect();
        let mut day = story.day;
        let first = self.below(PUBLISHERS.len() as u64);
        for telling in 0..1 + self.below(6) {
            let publisher = ((first + telling) % PUBLISHERS.len() as u64) as usize;
            let mut told = story.clone();
            if telling > 0 && self.below(3) == 0 {
                day = day.tomorrow().unwrap_or(day);
                story.dead += self.below(40);
                told.dead = story.dead;
                let paragraphs = 3 + self.below(6);
                told.filler = (0..paragraphs).map(|_| self.paragraph()).collect();
            } else if telling > 0 {
                self.edit(&mut told.filler);
            }
            self.number += 1;
            let entry = entry(&told, self.number, PUBLISHERS[publisher], day);
            self.queue.push_back(entry);
        }
    }

    /// What desks do to wire copy: cut the end, add a paragraph, change words.
    fn edit(&mut self, filler: &mut Vec<String>) {
        match self.below(4) {
            0 => filler.truncate((filler.len() * 2).div_ceil(3)),
            1 => {
                let more = self.paragraph();
                filler.push(more);
            }
            2 => {
                for paragraph in filler {
                    let words: Vec<String> = paragraph
                        .split(' ')
                        .map(|w| if self.below(25) == 0 { word(self.skewed(WORDS)) } else { w.to_owned() })
                        .collect();
                    *paragraph = words.join(" ");
                }
            }
            _ => {}
        }
    }
}

impl Iterator for Synthetic {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        while self.queue.is_empty() {
            self.story();
        }
        self.queue.pop_front()
    }
}

/// The word of a rank: syllables of its digits.
fn word(rank: u64) -> String {
    const STARTS: [&str; 12] = ["b", "c", "d", "f", "l", "m", "n", "p", "r", "s", "t", "v"];
    const ENDS: [&str; 8] = ["a", "e", "i", "o", "u", "é", "on", "ir"];
    let mut rest = rank;
    let mut out = String::new();
    loop {
        out.push_str(STARTS[(rest % 12) as usize]);
        out.push_str(ENDS[(rest / 12 % 8) as usize]);
        rest /= 96;
        if rest == 0 {
            return out;
        }
        rest -= 1;
    }
}

/// The name of a place of the invented world.
#[must_use]
pub fn place_name(number: u64) -> String {
    let word = word(1000 + number * 7);
    let mut name: String = word.chars().take(1).flat_map(char::to_uppercase).collect();
    name.extend(word.chars().skip(1));
    name + "ville"
}

/// A text in the making, with its length in code points.
#[derive(Default)]
struct Text(String, u32);

impl Text {
    fn push(&mut self, piece: &str) -> SpanRecord {
        let start = self.1;
        self.0.push_str(piece);
        self.1 += piece.chars().count() as u32;
        SpanRecord { start, end: self.1, text: piece.to_owned() }
    }
}

/// The producer that all records name.
#[must_use]
pub fn producer(version: &str) -> Producer {
    Producer { dateline: version.to_owned(), ..Producer::default() }
}

fn entity(id: &str, name: &str, side: (usize, usize), mention: &SpanRecord) -> EntityRecord {
    let (country, (sector, _)) = (COUNTRIES[side.0], SECTORS[side.1]);
    EntityRecord {
        id: id.to_owned(),
        kind: "role_group".to_owned(),
        name: name.to_owned(),
        kb: None,
        country: Some(country.to_owned()),
        sector: Some(sector.to_owned()),
        code: Some(format!("{country}{sector}")),
        title: None,
        resolution: "generic".to_owned(),
        candidates: Vec::new(),
        mentions: vec![MentionRecord {
            start: mention.start,
            end: mention.end,
            text: mention.text.clone(),
            form: "nominal".to_owned(),
            locative: false,
            rule: "synthetic".to_owned(),
            confidence: 1.0,
        }],
        roles: Vec::new(),
        place: None,
        members: Vec::new(),
    }
}

fn entry(story: &Story, number: u64, publisher: &str, day: Date) -> Entry {
    let name = |side: (usize, usize)| format!("{} {}", SECTORS[side.1].1, COUNTRIES[side.0]);
    let (kind, cameo, quad, goldstein, verb) = ACTS[story.act];
    let city = place_name(story.place);
    let mut text = Text::default();
    let a = text.push(&name(story.actor));
    text.push(" ");
    let trigger = text.push(verb);
    text.push(" ");
    let b = text.push(&name(story.recipient));
    text.push(" à ");
    let at = text.push(&city);
    text.push(", faisant ");
    let dead = text.push(&format!("{} morts", story.dead));
    text.push(".");
    let lead = SpanRecord { start: 0, end: text.1, text: text.0.clone() };
    let mut paragraphs = vec![lead.clone()];
    for paragraph in &story.filler {
        text.push("\n\n");
        paragraphs.push(text.push(paragraph));
    }
    let next = day.tomorrow().unwrap_or(day);
    let event_next = story.day.tomorrow().unwrap_or(story.day);
    let mut place = entity("ent3", &city, (0, 0), &at);
    place.kind = "place".to_owned();
    (place.sector, place.code) = (None, None);
    place.country = Some(COUNTRIES[story.place as usize % COUNTRIES.len()].to_owned());
    place.place = Some(PlaceRecord {
        geonames: Some(9_000_000 + story.place),
        lat: (story.place % 120) as f64 - 60.0,
        lon: (story.place % 300) as f64 - 150.0,
        country: place.country.clone(),
        admin1: None,
        feature: Some("PPL".to_owned()),
        precision: "city".to_owned(),
    });
    let part = |id: &str, span: &SpanRecord, side: (usize, usize)| ParticipantRecord {
        entity: id.to_owned(),
        mention: Some(span.clone()),
        code: Some(format!("{}{}", COUNTRIES[side.0], SECTORS[side.1].0)),
        rule: "synthetic".to_owned(),
    };
    let record = Record {
        schema: dateline_record::SCHEMA.to_owned(),
        id: format!("r{number}"),
        content_id: Sha256::digest(text.0.as_bytes()).iter().map(|b| format!("{b:02x}")).collect(),
        url: None,
        publisher: Some(publisher.to_owned()),
        title: Some(format!("{} {verb} {}", name(story.actor), name(story.recipient))),
        language: Some("fr".to_owned()),
        published: PublishedRecord {
            value: Some(day.to_string()),
            earliest: Some(day.to_string()),
            latest: Some(next.to_string()),
            evidence: Evidence::Given,
            span: None,
        },
        filed: None,
        sentences: paragraphs.clone(),
        paragraphs,
        entities: vec![
            entity("ent1", &a.text, story.actor, &a),
            entity("ent2", &b.text, story.recipient, &b),
            place,
        ],
        times: Vec::new(),
        quantities: vec![QuantityRecord {
            id: "qty1".to_owned(),
            span: dead.clone(),
            kind: "killed".to_owned(),
            min: Some(story.dead as f64),
            max: Some(story.dead as f64),
            unit: Some("mort".to_owned()),
            modifier: "exact".to_owned(),
            negated: false,
            of: None,
            rule: "synthetic".to_owned(),
        }],
        quotes: Vec::new(),
        events: vec![EventRecord {
            id: "event1".to_owned(),
            sentence: 0,
            trigger: vec![trigger],
            kind: Some(kind.to_owned()),
            mode: None,
            contexts: Vec::new(),
            cameo: Some(cameo.to_owned()),
            quad_class: Some(quad),
            goldstein: Some(goldstein),
            actors: vec![part("ent1", &a, story.actor)],
            recipients: vec![part("ent2", &b, story.recipient)],
            symmetric: kind == "CONSULT",
            status: if number.is_multiple_of(17) { "denied" } else { "asserted" }.to_owned(),
            tense: "past".to_owned(),
            background: false,
            date: EventDateRecord {
                edtf: Some(story.day.to_string()),
                earliest: Some(story.day.to_string()),
                latest: Some(event_next.to_string()),
                basis: "published".to_owned(),
            },
            place: Some("ent3".to_owned()),
            magnitude: vec!["qty1".to_owned()],
            attribution: vec![AttributionRecord {
                source: "NARRATOR".to_owned(),
                via: None,
                cue: None,
                quote: None,
            }],
            inner: None,
            rule: "synthetic".to_owned(),
            confidence: 0.9,
        }],
        claims: vec![ClaimRecord {
            id: "claim1".to_owned(),
            about: AboutRecord { event: Some("event1".to_owned()), attribute: "killed".to_owned() },
            holder: "NARRATOR".to_owned(),
            value: story.dead.to_string(),
            stated: DaysRecord {
                edtf: Some(day.to_string()),
                earliest: Some(day.to_string()),
                latest: Some(next.to_string()),
            },
            span: dead,
            quantity: Some("qty1".to_owned()),
            relation: None,
        }],
        diagnostics: Vec::new(),
        producer: producer("synthetic"),
        text: text.0,
    };
    Entry { record, remarks: 0 }
}
