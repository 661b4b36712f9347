//! The target that `DATELINE_TARGET` names, under libFuzzer.
#![no_main]

use dateline_hostile::TARGETS;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static CHOSEN: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let name = std::env::var("DATELINE_TARGET").unwrap_or_default();
    match TARGETS.iter().find(|(n, _)| *n == name) {
        Some((_, target)) => *target,
        None => {
            let names: Vec<&str> = TARGETS.iter().map(|(n, _)| *n).collect();
            eprintln!("set DATELINE_TARGET to one of: {}", names.join(", "));
            std::process::exit(2)
        }
    }
});

fuzz_target!(|data: &[u8]| CHOSEN(data));
