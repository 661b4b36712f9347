//! Mentions of the world's actors and places, and what they were linked to.

use crate::span::Span;

/// What kind of thing an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// A named person.
    Person,
    /// A state or territory acting as one.
    Country,
    /// A place.
    Place,
    /// An organisation, body, ministry, company, party.
    Organisation,
    /// An armed group.
    ArmedGroup,
    /// People named by what they are or do ("manifestants", "l'armée").
    RoleGroup,
    /// A news agency or medium.
    Media,
    /// Anything else that acts or is acted on.
    Other,
}

impl EntityKind {
    /// Lower-case name, as written in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            EntityKind::Person => "person",
            EntityKind::Country => "country",
            EntityKind::Place => "place",
            EntityKind::Organisation => "organisation",
            EntityKind::ArmedGroup => "armed_group",
            EntityKind::RoleGroup => "role_group",
            EntityKind::Media => "media",
            EntityKind::Other => "other",
        }
    }
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MentionForm {
    /// By a name.
    Name,
    /// By a noun ("le président iranien").
    Nominal,
    /// By a pronoun ("il", "ce dernier").
    Pronoun,
    /// By a place that stands for its government ("Téhéran a affirmé").
    Metonym,
}

impl MentionForm {
    /// Lower-case name, as written in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            MentionForm::Name => "name",
            MentionForm::Nominal => "nominal",
            MentionForm::Pronoun => "pronoun",
            MentionForm::Metonym => "metonym",
        }
    }
}

/// One mention of an entity in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The words, without a leading article or preposition.
    pub span: Span,
    /// Syntactic head token of the mention.
    pub head: u32,
    /// First and one-past-last token of the mention.
    pub tokens: std::ops::Range<u32>,
    /// How it refers.
    pub form: MentionForm,
    /// Index of the entity it refers to.
    pub entity: usize,
    /// Whether it names a place as a place (location use), so that it is no actor.
    pub locative: bool,
    /// The rule that made the mention and its link, for `explain` ("alias", "demonym+role", "pronoun").
    pub rule: &'static str,
    /// Confidence of the link, 0 to 1.
    pub confidence: f32,
}

/// How sure the link of an entity to the knowledge base is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// Linked to one knowledge-base entry.
    Linked,
    /// A class of people or bodies, not one entry ("des manifestants").
    Generic,
    /// A name the knowledge base does not hold.
    Unlinked,
    /// Several entries are possible; their knowledge-base ids, best first.
    Ambiguous(Vec<String>),
}

impl Resolution {
    /// Lower-case name, as written in records.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Resolution::Linked => "linked",
            Resolution::Generic => "generic",
            Resolution::Unlinked => "unlinked",
            Resolution::Ambiguous(_) => "ambiguous",
        }
    }
}

/// An office a person holds on the report's date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleOnDate {
    /// Kind of post ("head_of_state").
    pub post: String,
    /// Country or body id of the office.
    pub country: Option<String>,
    /// PLOVER sector of the office.
    pub sector: Option<String>,
    /// Title in English, as the knowledge base gives it.
    pub title: Option<String>,
}

/// Where a place lies.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceInfo {
    /// GeoNames id, where there is one.
    pub geonames: Option<u64>,
    /// Latitude, WGS84 degrees.
    pub lat: f64,
    /// Longitude, WGS84 degrees.
    pub lon: f64,
    /// ISO 3166-1 alpha-3 country.
    pub country: Option<String>,
    /// First-order division.
    pub admin1: Option<String>,
    /// GeoNames feature code ("PPLC", "ADM1").
    pub feature: Option<String>,
    /// `country`, `admin1`, `city` or `site`.
    pub precision: &'static str,
}

/// One entity of a report: everything its mentions refer to.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// What kind of thing it is.
    pub kind: EntityKind,
    /// Canonical name from the knowledge base, else the fullest form in the text.
    pub name: String,
    /// Knowledge-base id (a Wikidata Q-id where known).
    pub kb: Option<String>,
    /// ISO 3166-1 alpha-3 country, or `UNO` `NAT` `EUU` ... for bodies.
    pub country: Option<String>,
    /// PLOVER sector (`GOV`, `MIL`, `REB` ...).
    pub sector: Option<String>,
    /// CAMEO actor code ("IRNGOV").
    pub code: Option<String>,
    /// Title as the report gives it ("général").
    pub title: Option<String>,
    /// How sure the link is.
    pub resolution: Resolution,
    /// Offices held on the report's date.
    pub roles: Vec<RoleOnDate>,
    /// Where it lies, for places and countries.
    pub place: Option<PlaceInfo>,
    /// Members of a group of entities ("les deux gouvernements", "Paris et Berlin"), by entity index.
    pub members: Vec<usize>,
}
