//! The target that `DATELINE_TARGET` names, under libFuzzer.
#![no_main]

use dateline_hostile::TARGETS;
use libfuzzer_sys::fuzz_target;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::sync::{LazyLock, Mutex};

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

/// What the last panic said, and where.
static SAID: Mutex<String> = Mutex::new(String::new());

// A panic that the program itself makes an error of (the reader of Parquet) is no failure; one that gets out is.
fuzz_target!(
    init: {
        set_hook(Box::new(|panic| {
            if let Ok(mut said) = SAID.lock() {
                *said = format!("{panic}\n{}", std::backtrace::Backtrace::force_capture());
            }
        }));
    },
    |data: &[u8]| {
        if catch_unwind(AssertUnwindSafe(|| CHOSEN(data))).is_err() {
            eprintln!("{}", SAID.lock().map(|said| said.clone()).unwrap_or_default());
            std::process::abort();
        }
    }
);
