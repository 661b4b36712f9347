//! The repository's own tables: they build without a remark, stay small, and hold what everything else counts on.
#![allow(clippy::disallowed_methods)] // a test reads the repository's tables

use dateline_kb::{Kb, KbError, KbKind, Layers, Tables, build, check, load};
use dateline_types::{Days, Severity};
use std::collections::BTreeSet;
use std::path::Path;

fn layers() -> Result<Layers, KbError> {
    load::layers(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("../../kb")])
}

fn base() -> Result<Kb, KbError> {
    Kb::from_bytes(build(&layers()?)?.0)
}

#[test]
fn it_is_below_twelve_megabytes_and_the_same_each_time() -> Result<(), KbError> {
    let (bytes, remarks) = build(&layers()?)?;
    assert!(remarks.is_empty(), "{remarks:?}");
    assert!(bytes.len() < 12_000_000, "{} bytes", bytes.len());
    assert!(bytes == build(&layers()?)?.0, "two builds differ");
    Ok(())
}

#[test]
fn the_linter_has_nothing_to_say() -> Result<(), KbError> {
    let (tables, mut remarks) = Tables::parse(&layers()?);
    remarks.extend(check(&tables, &BTreeSet::new()));
    remarks.retain(|r| r.severity > Severity::Note);
    assert!(remarks.is_empty(), "{}", remarks.iter().map(|r| format!("{r}\n")).collect::<String>());
    Ok(())
}

#[test]
fn every_kind_of_entry_is_there_in_numbers() -> Result<(), KbError> {
    let kb = base()?;
    let count = |kind| kb.entities().filter(|e| e.kind() == kind).count();
    for (kind, least) in [
        (KbKind::Country, 250),
        (KbKind::Organisation, 250),
        (KbKind::Group, 200),
        (KbKind::Media, 80),
        (KbKind::Person, 2_000),
        (KbKind::Place, 34_000),
    ] {
        assert!(count(kind) >= least, "{} of {}", count(kind), kind.name());
    }
    assert!(kb.tenures().count() >= 2_000);
    Ok(())
}

#[test]
fn spellings_of_all_three_languages_name_the_same_person() -> Result<(), KbError> {
    let kb = base()?;
    let missing: Vec<String> = SPELLINGS
        .lines()
        .filter_map(|line| {
            let names: Vec<&str> = line.split('|').map(str::trim).filter(|n| !n.is_empty()).collect();
            let of = |n: &str| -> BTreeSet<&str> {
                let persons = |e: &dateline_kb::Form<'_>| kb.entity(e.entity).kind() == KbKind::Person;
                kb.names(n).iter().filter(|f| persons(f)).map(|f| kb.entity(f.entity).id()).collect()
            };
            let mut shared = of(names.first()?);
            for name in &names {
                shared = shared.intersection(&of(name)).copied().collect();
            }
            shared.is_empty().then(|| line.to_owned())
        })
        .collect();
    assert!(missing.is_empty(), "no one person bears all of:\n{}", missing.join("\n"));
    Ok(())
}

#[test]
fn heads_of_state_and_government_of_today_are_dated() -> Result<(), KbError> {
    let kb = base()?;
    for (post, country, day, name) in [
        ("head_of_state", "IRN", "2020-07-21", "Hassan Rouhani"),
        ("head_of_state", "IRN", "2010-05-01", "Mahmoud Ahmadinejad"),
        ("head_of_government", "IRQ", "2020-07-21", "Mustafa al-Kadhimi"),
        ("foreign_minister", "FRA", "2023-01-01", "Catherine Colonna"),
        ("head_of_state", "FRA", "2011-01-01", "Nicolas Sarkozy"),
        ("head_of_government", "GBR", "2022-10-01", "Liz Truss"),
        ("foreign_minister", "RUS", "2024-01-01", "Sergey Lavrov"),
    ] {
        let days = Days::parse_edtf(day).unwrap_or_default();
        let held = kb.holders(post, country, days);
        let names: Vec<&str> = held.iter().map(|t| kb.entity(t.person).name("en")).collect();
        assert!(names.contains(&name), "{post} of {country} on {day}: {names:?}");
    }
    Ok(())
}

/// One person a line: spellings of French, English and Spanish agencies.
const SPELLINGS: &str = include_str!("spellings.txt");
