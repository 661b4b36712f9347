//! Times look-ups in the repository's own base: nanoseconds a token, and how long opening takes.
//!
//! Fails when a look-up takes more than a microsecond a token or opening more than ten milliseconds. `cargo bench -p dateline-kb`.
#![allow(clippy::disallowed_methods)] // a bench measures time and reads the repository's tables

use dateline_kb::{Kb, KbError, build, load, normalise};
use std::path::Path;
use std::time::{Duration, Instant};

const TEXT: &str = "Le président iranien Hassan Rohani a reçu mardi à Téhéran le ministre irakien des Affaires étrangères , selon \
l' agence Mehr . La Maison Blanche et le Quai d' Orsay ont condamné les tirs de roquettes contre la base d' Aïn al-Assad , que \
Washington attribue aux Brigades du Hezbollah . A New York , le Conseil de sécurité de l' ONU doit se réunir jeudi à la demande \
de Paris , de Londres et de Berlin . Des milliers de manifestants ont défilé dans les rues de Bagdad et de Bassorah contre le \
chômage et la corruption , ont constaté des journalistes . Les forces de sécurité ont fait usage de gaz lacrymogène .";

/// The best of several runs: what else the machine does only adds.
fn best(runs: usize, mut run: impl FnMut()) -> Duration {
    let timed = |_| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..runs).map(timed).min().unwrap_or_default()
}

fn main() -> Result<(), KbError> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../kb");
    let (bytes, _) = build(&load::layers(&[folder])?)?;
    let size = bytes.len();
    let bytes: &'static [u8] = bytes.leak();
    let opening = best(20, || assert!(Kb::from_static(bytes).is_ok_and(|kb| !kb.is_empty())));
    let kb = Kb::from_static(bytes)?;
    let words: Vec<String> = TEXT.split_whitespace().map(normalise).collect();
    let checking = best(5, || assert!(kb.verify().is_ok()));
    let mut found = 0;
    let turns = 200;
    let looking = best(10, || {
        for _ in 0..turns {
            for i in 0..words.len() {
                let window = &words[i..words.len().min(i + 24)];
                found += kb.longest(window).map_or(0, |m| m.forms().count());
            }
        }
    });
    let each = looking / (turns * words.len() as u32);
    println!(
        "base: {size} bytes, {} entries; opens in {opening:?}, with its checksums in {checking:?}",
        kb.len()
    );
    println!("look-up: {each:?} a token ({} tokens, {found} forms found)", words.len());
    assert!(each < Duration::from_micros(1), "a look-up takes {each:?}");
    assert!(opening < Duration::from_millis(10), "opening takes {opening:?}");
    assert!(checking < Duration::from_millis(50), "checksums take {checking:?}");
    Ok(())
}
