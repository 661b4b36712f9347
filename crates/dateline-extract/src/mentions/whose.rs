//! Which country a noun means that names none: the one of the force told before, of the place just named, of the date line.

use super::Work;
use super::nominals::Noun;
use crate::link::Linker;
use dateline_kb::KbKind;
use dateline_types::EntityKind;
use std::collections::BTreeSet;

impl<'a> Work<'a, '_> {
    /// Whether an entity is a force or body of a sector and a known country.
    pub(super) fn tells_state(&self, linker: &Linker<'a, '_>, entity: usize, sector: &str) -> bool {
        let e = &linker.entities[entity];
        matches!(e.kind, EntityKind::RoleGroup | EntityKind::Organisation)
            && e.country.is_some()
            && e.sector.as_deref() == Some(sector)
            && !sector.is_empty()
    }

    /// The country of the force or body of the same sector told in the last sentences: "l'armée malienne ... les soldats".
    pub(super) fn near(&self, linker: &Linker<'a, '_>, noun: &Noun, sector: &str) -> Option<String> {
        let here = self.scene.tree.sentence(noun.head);
        let found = self.discourse.last(noun.tokens.start, |e, t| {
            here.saturating_sub(self.scene.tree.sentence(t.head)) <= 2 && self.tells_state(linker, e, sector)
        })?;
        linker.entities[found].country.clone().filter(|_| state_sector(sector))
    }

    /// Whether no other country has been told of before: who files from Nairobi may report on Sudan.
    pub(super) fn tells_of_none_but(&self, linker: &Linker<'a, '_>, noun: &Noun, filed: &str) -> bool {
        self.discourse
            .told
            .iter()
            .filter(|t| t.token < noun.tokens.start)
            .filter_map(|t| linker.entities[t.entity].country.as_deref())
            .filter(|country| self.scene.kb.country(country).is_some())
            .all(|country| country == filed)
    }

    /// The country of the place that the paragraph named last before a noun, where it is another than the date line's: "A
    /// Khartoum, ... La police ..." in a report from Nairobi.
    pub(super) fn here(&self, linker: &Linker<'a, '_>, noun: &Noun) -> Option<String> {
        let filed = linker.filed.as_deref()?;
        let paragraph = self.scene.tree.analysis.paragraph_of(noun.tokens.start);
        let last = self.discourse.told.iter().rev().find(|t| {
            t.locative
                && t.token < noun.tokens.start
                && self.scene.tree.analysis.paragraph_of(t.token) == paragraph
                && linker.entities[t.entity].country.is_some()
        })?;
        let country = linker.entities[last.entity].country.clone()?;
        (country != filed && self.scene.kb.country(&country).is_some()).then_some(country)
    }

    /// The country that a definite noun of state means when it names none: the date line's, else the only one told.
    pub(super) fn context(&self, linker: &Linker<'a, '_>, noun: &Noun, wanted: bool) -> Option<String> {
        if !wanted || noun.of.is_some() {
            return None;
        }
        if let Some(here) = self.here(linker, noun) {
            return Some(here);
        }
        if let Some(filed) = &linker.filed {
            return Some(filed.clone());
        }
        // "Le général al-Burhane a dissous le gouvernement": the one country of the sentence.
        let sentence = self.scene.tree.sentence(noun.head);
        let near: BTreeSet<&str> = self
            .discourse
            .told
            .iter()
            .filter(|t| self.scene.tree.sentence(t.head) == sentence && t.token < noun.tokens.start)
            .filter_map(|t| linker.entities[t.entity].country.as_deref())
            .filter(|c| self.scene.kb.country(c).is_some())
            .collect();
        if let (1, Some(only)) = (near.len(), near.first()) {
            return Some((*only).to_owned());
        }
        let mut states = linker
            .countries
            .keys()
            .filter(|c| self.scene.kb.by_id(c).is_some_and(|e| e.kind() == KbKind::Country));
        match (states.next(), states.next()) {
            (Some(only), None) => Some(only.clone()),
            _ => None,
        }
    }
}

/// Whether people of a sector are a state's own forces.
pub(super) fn force_sector(sector: &str) -> bool {
    matches!(sector, "MIL" | "COP")
}

/// Whether people of a sector belong to some state.
pub(crate) fn state_sector(sector: &str) -> bool {
    matches!(sector, "GOV" | "MIL" | "COP" | "JUD" | "LEG" | "SPY" | "OPP")
}
