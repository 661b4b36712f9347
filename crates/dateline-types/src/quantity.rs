//! Quantities: money, casualties, counts.

use crate::span::Span;

/// What a quantity counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum QuantityKind {
    Money,
    Killed,
    Injured,
    Missing,
    Displaced,
    Detained,
    Infected,
    Participants,
    Weapons,
    Distance,
    Percent,
    Count,
}

impl QuantityKind {
    /// All kinds with their names as written in records and packs.
    pub const ALL: [(&'static str, QuantityKind); 12] = [
        ("money", QuantityKind::Money),
        ("killed", QuantityKind::Killed),
        ("injured", QuantityKind::Injured),
        ("missing", QuantityKind::Missing),
        ("displaced", QuantityKind::Displaced),
        ("detained", QuantityKind::Detained),
        ("infected", QuantityKind::Infected),
        ("participants", QuantityKind::Participants),
        ("weapons", QuantityKind::Weapons),
        ("distance", QuantityKind::Distance),
        ("percent", QuantityKind::Percent),
        ("count", QuantityKind::Count),
    ];

    /// Lower-case name.
    #[must_use]
    pub fn name(self) -> &'static str {
        QuantityKind::ALL.iter().find(|(_, k)| *k == self).map_or("count", |(n, _)| *n)
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<QuantityKind> {
        QuantityKind::ALL.iter().find(|(n, _)| *n == name).map(|(_, k)| *k)
    }
}

/// How exact a quantity is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum QuantityMod {
    Exact,
    Approx,
    AtLeast,
    MoreThan,
    AtMost,
    LessThan,
    Several,
}

impl QuantityMod {
    /// All modifiers with their names as written in records and packs.
    pub const ALL: [(&'static str, QuantityMod); 7] = [
        ("exact", QuantityMod::Exact),
        ("approx", QuantityMod::Approx),
        ("at_least", QuantityMod::AtLeast),
        ("more_than", QuantityMod::MoreThan),
        ("at_most", QuantityMod::AtMost),
        ("less_than", QuantityMod::LessThan),
        ("several", QuantityMod::Several),
    ];

    /// Lower-case name.
    #[must_use]
    pub fn name(self) -> &'static str {
        QuantityMod::ALL.iter().find(|(_, k)| *k == self).map_or("exact", |(n, _)| *n)
    }

    /// The modifier of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<QuantityMod> {
        QuantityMod::ALL.iter().find(|(n, _)| *n == name).map(|(_, k)| *k)
    }
}

/// A quantity of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The number with its unit or noun ("20 milliards de dollars", "aucun blessé").
    pub span: Span,
    /// What it counts.
    pub kind: QuantityKind,
    /// Smallest value meant; `None` when unknown ("plusieurs" has 2).
    pub min: Option<f64>,
    /// Largest value meant; `None` when open.
    pub max: Option<f64>,
    /// ISO 4217 code for money, else the counted noun's lemma.
    pub unit: Option<String>,
    /// How exact it is stated.
    pub modifier: QuantityMod,
    /// Stated as none ("aucun blessé").
    pub negated: bool,
    /// Token of the counted noun, or of the number when there is no noun.
    pub head: u32,
    /// The people or things counted, when they are a mention of an entity: its entity index.
    pub of: Option<usize>,
    /// The pack entry that matched, for `explain`.
    pub rule: String,
}
