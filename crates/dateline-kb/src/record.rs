//! What the knowledge base hands out: entities, forms of names, tenures, posts.

use crate::flat::{ENTITY, NONE, Section};
use crate::{Kb, day};
use dateline_types::{Days, EntityKind};

/// Index of an entity of one [`Kb`]; meaningless in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityIx(pub u32);

/// Which table an entity comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum KbKind {
    Country,
    Organisation,
    Group,
    Media,
    Person,
    Place,
}

impl KbKind {
    pub(crate) const ALL: [KbKind; 6] =
        [KbKind::Country, KbKind::Organisation, KbKind::Group, KbKind::Media, KbKind::Person, KbKind::Place];

    /// Lower-case name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entity_kind().name()
    }

    /// The kind an entity of a report has when it is linked to such an entry.
    #[must_use]
    pub fn entity_kind(self) -> EntityKind {
        match self {
            KbKind::Country => EntityKind::Country,
            KbKind::Organisation => EntityKind::Organisation,
            KbKind::Group => EntityKind::ArmedGroup,
            KbKind::Media => EntityKind::Media,
            KbKind::Person => EntityKind::Person,
            KbKind::Place => EntityKind::Place,
        }
    }
}

/// How a stored form names its entity. Ordered: the better evidence first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormKind {
    /// The name in some language.
    Name,
    /// Another name or spelling.
    Alias,
    /// An acronym ("ONU").
    Acronym,
    /// A seat that stands for a government ("Téhéran", "le Kremlin").
    Seat,
    /// A demonym, adjective or noun ("iranienne").
    Demonym,
    /// The family name alone, derived from a person's names: needs a title, a date or an earlier full name.
    Family,
}

impl FormKind {
    pub(crate) const ALL: [FormKind; 6] = [
        FormKind::Name,
        FormKind::Alias,
        FormKind::Acronym,
        FormKind::Seat,
        FormKind::Demonym,
        FormKind::Family,
    ];
}

/// One entity that a normalised form may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form<'a> {
    /// The entity.
    pub entity: EntityIx,
    /// How the form names it.
    pub kind: FormKind,
    /// BCP 47 language the form belongs to; `None` for a form of any language.
    pub language: Option<&'a str>,
    /// The days the form is in use (or its entity exists).
    pub days: Days,
    /// For a seat: kind (`capital`, `palace`, `ministry`, `nickname`).
    pub seat: Option<&'a str>,
    /// For a seat: the place itself.
    pub place: Option<EntityIx>,
    /// For a seat: PLOVER sector of the body it stands for.
    pub sector: Option<&'a str>,
}

/// An entity of the knowledge base; borrows from it.
#[derive(Clone, Copy)]
pub struct KbEntity<'a> {
    pub(crate) kb: &'a Kb,
    /// Its index.
    pub ix: EntityIx,
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

impl<'a> KbEntity<'a> {
    fn field(&self, field: usize) -> u32 {
        self.kb.reader().u32(Section::Entities, self.ix.0 as usize * ENTITY + field)
    }

    fn text(&self, field: usize) -> &'a str {
        self.kb.reader().text(self.field(field))
    }

    /// Which table it comes from.
    #[must_use]
    pub fn kind(&self) -> KbKind {
        KbKind::ALL.get(self.field(0) as usize).copied().unwrap_or(KbKind::Place)
    }

    /// The id of its row ("IRN", "Q79848", "g112931").
    #[must_use]
    pub fn id(&self) -> &'a str {
        self.text(1)
    }

    /// Its name in a language, else in the table's first language.
    #[must_use]
    pub fn name(&self, language: &str) -> &'a str {
        self.names().find(|(l, _)| *l == language).map_or_else(|| self.main_name(), |(_, n)| n)
    }

    /// The name it goes by where no language is asked for: in the first of the base's languages that has one.
    #[must_use]
    pub fn main_name(&self) -> &'a str {
        self.text(2)
    }

    /// Its names: (BCP 47 language, name).
    pub fn names(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let reader = self.kb.reader();
        let start = self.field(8) as usize;
        (start..start + self.field(9).min(256) as usize).map(move |i| {
            (
                reader.text(reader.u32(Section::Names, i * 2)),
                reader.text(reader.u32(Section::Names, i * 2 + 1)),
            )
        })
    }

    /// Country: ISO 3166-1 alpha-3, or `UNO` `NAT` `EUU` ... for bodies. A country's own id for countries.
    #[must_use]
    pub fn country(&self) -> Option<&'a str> {
        some(self.text(3))
    }

    /// PLOVER sector.
    #[must_use]
    pub fn sector(&self) -> Option<&'a str> {
        some(self.text(4))
    }

    /// CAMEO actor code of its row ("IGOUNO"); not all rows have one.
    #[must_use]
    pub fn code(&self) -> Option<&'a str> {
        some(self.text(5))
    }

    /// Kind inside its table: `igo`, `ministry`, `agency`, `newspaper` ...; for a person the gender, `m` or `f`; for a
    /// country ISO 3166-1 alpha-2.
    #[must_use]
    pub fn subkind(&self) -> Option<&'a str> {
        some(self.text(6))
    }

    /// Wikidata Q-id, from the row's id or its `wikidata` column.
    #[must_use]
    pub fn wikidata(&self) -> Option<&'a str> {
        some(self.text(7)).or_else(|| {
            let id = self.id();
            id.strip_prefix('Q').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit())).then_some(id)
        })
    }

    /// Where it lies, for a place.
    #[must_use]
    pub fn place(&self) -> Option<KbPlace<'a>> {
        let at = self.field(10);
        if self.kind() != KbKind::Place || at == NONE {
            return None;
        }
        let reader = self.kb.reader();
        let get = |f: usize| reader.u32(Section::Places, at as usize * 6 + f);
        Some(KbPlace {
            geonames: Some(u64::from(get(0))).filter(|&g| g != 0),
            lat: f64::from(get(1) as i32) / 1e5,
            lon: f64::from(get(2) as i32) / 1e5,
            admin1: some(reader.text(get(3))),
            feature: some(reader.text(get(4))),
            population: get(5),
        })
    }

    /// The capital of a country, when the places hold it.
    #[must_use]
    pub fn capital(&self) -> Option<EntityIx> {
        (self.kind() == KbKind::Country).then(|| self.field(10)).filter(|&c| c != NONE).map(EntityIx)
    }

    /// The days it exists (or existed).
    #[must_use]
    pub fn days(&self) -> Days {
        day::days(self.field(11) as i32, self.field(12) as i32)
    }
}

/// Where a place lies and how it ranks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KbPlace<'a> {
    /// GeoNames id.
    pub geonames: Option<u64>,
    /// Latitude, WGS84 degrees.
    pub lat: f64,
    /// Longitude, WGS84 degrees.
    pub lon: f64,
    /// First-order division.
    pub admin1: Option<&'a str>,
    /// GeoNames feature code ("PPLC").
    pub feature: Option<&'a str>,
    /// Inhabitants; 0 when unknown.
    pub population: u32,
}

/// A person in an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tenure<'a> {
    /// Who holds it.
    pub person: EntityIx,
    /// Kind of post ("head_of_state").
    pub post: &'a str,
    /// Country or organisation id of the office.
    pub country: &'a str,
    /// PLOVER sector of the office.
    pub sector: Option<&'a str>,
    /// Title in English.
    pub title: Option<&'a str>,
    /// From the first day that may be meant by the start to the last day that may be meant by the end.
    pub days: Days,
    /// Anything a reader of the tables should know.
    pub note: Option<&'a str>,
}

/// A kind of office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Post<'a> {
    /// Its id ("foreign_minister").
    pub id: &'a str,
    /// Whether one person holds it at a time.
    pub unique: bool,
    /// PLOVER sector.
    pub sector: Option<&'a str>,
}
