//! Places as event formats name them.

use crate::tables;
use crate::text::clean;
use dateline_record::{EntityRecord, EventRecord, Record};

/// A place with coordinates.
#[derive(Clone, Debug)]
pub(crate) struct Geo {
    pub name: String,
    /// ISO 3166-1 alpha-3; empty when unknown.
    pub country: String,
    pub admin1: String,
    pub lat: f64,
    pub lon: f64,
    /// country, admin1, city or site.
    pub precision: String,
}

impl Geo {
    /// Where an entity lies.
    pub(crate) fn new(entity: &EntityRecord) -> Option<Geo> {
        let place = entity.place.as_ref()?;
        Some(Geo {
            name: clean(&entity.name),
            country: place.country.clone().or_else(|| entity.country.clone()).unwrap_or_default(),
            admin1: place.admin1.clone().unwrap_or_default(),
            lat: place.lat,
            lon: place.lon,
            precision: place.precision.clone(),
        })
    }

    /// Where an event happens.
    pub(crate) fn of_event(record: &Record, event: &EventRecord) -> Option<Geo> {
        Geo::new(crate::who::entity(record, event.place.as_deref()?)?)
    }

    /// The geographic type of GDELT.
    pub(crate) fn kind(&self) -> &'static str {
        match (self.precision.as_str(), self.country.as_str()) {
            ("country", _) => "1",
            ("admin1", "USA") => "2",
            ("admin1", _) => "5",
            (_, "USA") => "3",
            _ => "4",
        }
    }

    pub(crate) fn fips(&self) -> &'static str {
        tables::country(&self.country).map_or("", |(fips, _)| fips)
    }

    /// FIPS country and division. GeoNames keeps FIPS divisions but in Belgium, Switzerland and Montenegro and where a code is longer.
    pub(crate) fn adm1(&self) -> String {
        let fips = self.fips();
        let own = matches!(self.country.as_str(), "BEL" | "CHE" | "MNE") || self.admin1 == "00";
        let fits = self.admin1.len() == 2 && self.admin1.bytes().all(|b| b.is_ascii_alphanumeric());
        match !fips.is_empty() && fits && !own && self.precision != "country" {
            true => format!("{fips}{}", self.admin1),
            false => fips.to_owned(),
        }
    }

    pub(crate) fn is_town(&self) -> bool {
        matches!(self.precision.as_str(), "city" | "site")
    }
}
