//! Which events are one incident: a pure function of the events, whatever their order.
//!
//! Events of one block (type, and whether told as fact, promise, threat, demand or supposition) are one incident when their
//! days overlap, their sides are compatible and their places are compatible. Precise events come first and found
//! incidents; the others join the incident they agree with best, so that a vague one never welds two precise ones together.

use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Longest range of days, in days, that can be compared; an event known only to have happened within a year is alone.
const WIDEST: i32 = 31;

/// Somebody on one side of an event.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Who {
    /// Knowledge-base id.
    pub kb: Option<String>,
    /// CAMEO actor code.
    pub code: Option<String>,
    /// Folded name (see [`crate::fold`]).
    pub name: String,
}

/// Where an event happened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Where {
    /// GeoNames id.
    pub geonames: Option<i64>,
    /// Folded name.
    pub name: String,
    /// ISO 3166-1 alpha-3 country.
    pub country: Option<String>,
    /// First-order division.
    pub admin1: Option<String>,
    /// country, admin1, city or site.
    pub precision: Option<String>,
}

/// What clustering looks at in one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Lasting name of the event.
    pub uid: String,
    /// Day after the last on which its report may have been published, as text; `None` when unknown.
    pub published: Option<String>,
    /// First day that may be meant and first that is no longer meant.
    pub days: Option<(Date, Date)>,
    /// Who acts.
    pub actors: BTreeSet<Who>,
    /// Who is acted on.
    pub recipients: BTreeSet<Who>,
    /// Whether the sides may be swapped.
    pub symmetric: bool,
    /// Where it happened.
    pub place: Option<Where>,
}

impl Fact {
    /// Order of publication: first published first, unknown last.
    pub(crate) fn told(&self) -> (bool, Option<&str>, &str) {
        (self.published.is_none(), self.published.as_deref(), &self.uid)
    }

    fn width(&self) -> i32 {
        self.days.map_or(i32::MAX, |(a, b)| b.duration_since(a).as_hours().div_euclid(24) as i32)
    }

    fn vagueness(&self) -> usize {
        usize::from(self.actors.is_empty())
            + usize::from(self.recipients.is_empty())
            + usize::from(self.place.is_none())
    }
}

/// One incident in the making.
struct Cluster {
    core: usize,
    members: Vec<usize>,
    days: (Date, Date),
}

/// The incidents of one block: indices of `facts`, each in exactly one incident. Incidents stand in order of the event
/// published first, and so do the events in each.
#[must_use]
pub fn cluster(facts: &[Fact]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..facts.len()).collect();
    order.sort_by(|a, b| {
        let rank = |i: usize| (facts[i].width(), facts[i].vagueness(), facts[i].days, facts[i].told());
        rank(*a).cmp(&rank(*b))
    });
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut alone: Vec<Vec<usize>> = Vec::new();
    let mut by_day: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
    for i in order {
        let fact = &facts[i];
        let Some(days) = fact.days.filter(|_| (1..=WIDEST).contains(&fact.width())) else {
            alone.push(vec![i]);
            continue;
        };
        // A cluster's first day lies at most a range before this event's first one.
        let from = (0..WIDEST).try_fold(days.0, |d, _| d.yesterday()).unwrap_or(days.0);
        let best = by_day
            .range(from..days.1)
            .flat_map(|(_, list)| list.iter().copied())
            .filter_map(|c| {
                agreement(facts, &clusters[c], fact, days).map(|score| (score, std::cmp::Reverse(c)))
            })
            .max();
        match best {
            Some((_, std::cmp::Reverse(c))) => {
                let old = clusters[c].days;
                let new = (old.0.max(days.0), old.1.min(days.1));
                if new.0 != old.0 {
                    by_day.entry(old.0).or_default().retain(|one| *one != c);
                    by_day.entry(new.0).or_default().push(c);
                }
                clusters[c].days = new;
                clusters[c].members.push(i);
            }
            None => {
                by_day.entry(days.0).or_default().push(clusters.len());
                clusters.push(Cluster { core: i, members: vec![i], days });
            }
        }
    }
    let mut all: Vec<Vec<usize>> = clusters.into_iter().map(|c| c.members).chain(alone).collect();
    for members in &mut all {
        members.sort_by(|a, b| facts[*a].told().cmp(&facts[*b].told()));
    }
    all.sort_by(|a, b| facts[a[0]].told().cmp(&facts[b[0]].told()));
    all
}

/// How well an event agrees with a cluster; `None` when it cannot be the same.
fn agreement(facts: &[Fact], cluster: &Cluster, fact: &Fact, days: (Date, Date)) -> Option<u32> {
    if days.1 <= cluster.days.0 || cluster.days.1 <= days.0 {
        return None;
    }
    let mut best = None;
    let core = &facts[cluster.core];
    let places = place(core.place.as_ref(), fact.place.as_ref())?;
    let straight = (&fact.actors, &fact.recipients);
    let swapped = (&fact.recipients, &fact.actors);
    let ways = if core.symmetric && fact.symmetric { vec![straight, swapped] } else { vec![straight] };
    for (actors, recipients) in ways {
        let (Some(a), Some(b)) = (side(&core.actors, actors), side(&core.recipients, recipients)) else {
            continue;
        };
        // Something must be shared: a side, or the place by name.
        if a + b + places < 2 || (a + b == 0 && places < 3) {
            continue;
        }
        best = best.max(Some(a + b + places));
    }
    best
}

/// 2 when somebody is the same on both, 0 when one names nobody, `None` when they name different people.
fn side(a: &BTreeSet<Who>, b: &BTreeSet<Who>) -> Option<u32> {
    if a.is_empty() || b.is_empty() {
        return Some(0);
    }
    a.iter().any(|x| b.iter().any(|y| same(x, y))).then_some(2)
}

/// Whether two may be the same: by id, else by code (one may be the other's country), else by name.
fn same(a: &Who, b: &Who) -> bool {
    if a.name == b.name || (a.kb.is_some() && a.kb == b.kb) {
        return true;
    }
    match (&a.code, &b.code) {
        (Some(x), Some(y)) if x.len().min(y.len()) >= 3 => {
            x.starts_with(y.as_str()) || y.starts_with(x.as_str())
        }
        _ => false,
    }
}

/// 3 for the same place, 1 when one lies in the other, 0 when one is unknown, `None` when they are two places.
fn place(a: Option<&Where>, b: Option<&Where>) -> Option<u32> {
    let (Some(a), Some(b)) = (a, b) else { return Some(0) };
    if a.name == b.name || (a.geonames.is_some() && a.geonames == b.geonames) {
        return Some(3);
    }
    if a.country.is_none() || a.country != b.country {
        return None;
    }
    let is = |w: &Where, p: &str| w.precision.as_deref() == Some(p);
    if is(a, "country") || is(b, "country") {
        return Some(1);
    }
    let within = (is(a, "admin1") || is(b, "admin1")) && a.admin1.is_some() && a.admin1 == b.admin1;
    within.then_some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(code: &str) -> BTreeSet<Who> {
        match code {
            "" => BTreeSet::new(),
            _ => BTreeSet::from([Who { kb: None, code: Some(code.to_owned()), name: code.to_lowercase() }]),
        }
    }

    fn fact(uid: &str, a: &str, b: &str, from: &str, until: &str, place: Option<&str>) -> Fact {
        Fact {
            uid: uid.to_owned(),
            published: Some(until.to_owned()),
            days: Some((from.parse().unwrap(), until.parse().unwrap())),
            actors: who(a),
            recipients: who(b),
            symmetric: false,
            place: place.map(|name| Where {
                geonames: None,
                name: name.to_owned(),
                country: Some("MLI".to_owned()),
                admin1: None,
                precision: Some(if name == "mali" { "country" } else { "city" }.to_owned()),
            }),
        }
    }

    fn names(facts: &[Fact]) -> Vec<Vec<String>> {
        cluster(facts).iter().map(|c| c.iter().map(|i| facts[*i].uid.clone()).collect()).collect()
    }

    #[test]
    fn tellings_of_one_act_are_one_incident_and_other_acts_are_not() {
        let facts = [
            fact("a", "MLIMIL", "MLIREB", "2020-07-03", "2020-07-04", Some("mopti")),
            fact("b", "MLI", "", "2020-07-03", "2020-07-04", Some("mali")),
            fact("c", "MLIMIL", "MLIREB", "2020-07-05", "2020-07-06", Some("mopti")),
            fact("d", "MLIMIL", "MLIREB", "2020-07-03", "2020-07-04", Some("gao")),
            fact("e", "FRA", "MLIREB", "2020-07-03", "2020-07-04", Some("mopti")),
        ];
        assert_eq!(names(&facts), [vec!["a", "b"], vec!["d"], vec!["e"], vec!["c"]]);
    }

    #[test]
    fn a_vague_telling_does_not_weld_two_acts() {
        let facts = [
            fact("a", "MLI", "", "2020-07-01", "2020-08-01", None),
            fact("b", "MLIMIL", "MLIREB", "2020-07-03", "2020-07-04", Some("mopti")),
            fact("c", "MLIMIL", "MLIREB", "2020-07-05", "2020-07-06", Some("mopti")),
        ];
        assert_eq!(names(&facts), [vec!["b", "a"], vec!["c"]]);
    }

    #[test]
    fn strangers_on_both_sides_are_not_one_for_the_day_alone() {
        let facts = [
            fact("a", "", "", "2020-07-03", "2020-07-04", None),
            fact("b", "FRA", "", "2020-07-03", "2020-07-04", None),
        ];
        assert_eq!(names(&facts).len(), 2);
    }
}
