//! Short stretches between commas are passed over ("..., the state's fiercest foe, ...", "..., officials said").

use super::sentence::Sentence;
use super::{DictionaryOptions, Stretch};
use std::ops::Range;

/// Marks the words of stretches that the options let be passed over.
pub(super) fn pass_over(sentence: &mut Sentence, options: &DictionaryOptions) {
    let commas: Vec<usize> = (0..sentence.words.len()).filter(|&w| sentence.is_comma(w)).collect();
    let (Some(&first), Some(&last)) = (commas.first(), commas.last()) else { return };
    let mut passed: Vec<Range<usize>> = Vec::new();
    if fits(sentence, 0..first, options.comma_begin) {
        passed.push(0..first + 1);
    }
    for pair in commas.windows(2) {
        if fits(sentence, pair[0] + 1..pair[1], options.comma_inner) {
            passed.push(pair[0]..pair[1] + 1);
        }
    }
    if fits(sentence, last + 1..sentence.words.len(), options.comma_end) {
        passed.push(last..sentence.words.len());
    }
    for range in passed {
        sentence.words[range].iter_mut().for_each(|w| w.passed = true);
    }
}

fn fits(sentence: &Sentence, words: Range<usize>, (least, most): Stretch) -> bool {
    let letters = |w: &&super::sentence::Word| w.text.chars().next().is_some_and(char::is_alphabetic);
    let count = sentence.words[words].iter().filter(letters).count();
    most > 0 && count >= least && count <= most
}
