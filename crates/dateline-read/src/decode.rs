//! Bytes to Unicode: byte order marks, UTF-8 with a few bad bytes, and charsets of the time before UTF-8.

use crate::error::ReadError;
use dateline_types::{Diagnostic, Severity};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A decoded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark. Line ends are kept as they are.
    pub text: String,
    /// The name of the charset ("UTF-8", "windows-1252").
    pub charset: &'static str,
    /// What was replaced or guessed.
    pub diagnostics: Vec<Diagnostic>,
}

/// How many replaced places are named one by one.
const NAMED_PLACES: usize = 5;

/// Decodes a text: byte order mark first, then UTF-8, then a guess from the bytes.
///
/// A text that is UTF-8 but for some bytes keeps them as U+FFFD, with a diagnostic that names their offsets.
///
/// # Errors
/// When the bytes are plainly no text.
///
/// ```
/// let decoded = dateline_read::decode("Téhéran".as_bytes()).unwrap();
/// assert_eq!((decoded.text.as_str(), decoded.charset), ("Téhéran", "UTF-8"));
/// ```
pub fn decode(bytes: &[u8]) -> Result<Decoded, ReadError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Ok(with(encoding, &bytes[mark..], mark, Vec::new()));
    }
    if let Some(encoding) = bare_utf16(bytes) {
        let note = guessed(encoding, "every second byte is zero");
        return Ok(with(encoding, bytes, 0, vec![note]));
    }
    if let Some(why) = binary(bytes) {
        return Err(ReadError::NotText { why });
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Decoded { text: text.to_owned(), charset: UTF_8.name(), diagnostics: Vec::new() });
    }
    let (good, bad) = count_sequences(bytes);
    if good >= bad.max(1) {
        return Ok(with(UTF_8, bytes, 0, Vec::new()));
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    let note = guessed(encoding, "the bytes are not UTF-8");
    Ok(with(encoding, bytes, 0, vec![note]))
}

/// Decodes a text whose charset something names, unless the bytes say otherwise.
///
/// # Errors
/// As [`decode`].
pub(crate) fn decode_labelled(bytes: &[u8], label: Option<&str>) -> Result<Decoded, ReadError> {
    let named = label.and_then(|l| Encoding::for_label(l.as_bytes())).filter(|e| *e != UTF_8);
    match named {
        Some(encoding) if Encoding::for_bom(bytes).is_none() && std::str::from_utf8(bytes).is_err() => {
            Ok(with(encoding, bytes, 0, Vec::new()))
        }
        _ => decode(bytes),
    }
}

/// UTF-16 without a byte order mark: nearly all bytes of one parity are zero and none of the other.
fn bare_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let units = sample.len() / 2;
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    match (zeros(0), zeros(1)) {
        _ if units < 8 => None,
        (0, odd) if odd * 10 >= units * 7 => Some(UTF_16LE),
        (even, 0) if even * 10 >= units * 7 => Some(UTF_16BE),
        _ => None,
    }
}

/// Says why bytes are plainly no text: of their beginning more than one in a hundred is a control character.
fn binary(bytes: &[u8]) -> Option<String> {
    let sample = &bytes[..bytes.len().min(8192)];
    let control = |b: &u8| *b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    let count = sample.iter().filter(|b| control(b)).count();
    (count * 100 > sample.len())
        .then(|| format!("{count} of its first {} bytes are control characters", sample.len()))
}

/// Counts the multi-byte UTF-8 sequences that are right, and the places that are wrong.
fn count_sequences(bytes: &[u8]) -> (usize, usize) {
    bytes.utf8_chunks().fold((0, 0), |(good, bad), chunk| {
        let wide = chunk.valid().chars().filter(|c| c.len_utf8() > 1).count();
        (good + wide, bad + usize::from(!chunk.invalid().is_empty()))
    })
}

fn guessed(encoding: &'static Encoding, why: &str) -> Diagnostic {
    Diagnostic::new(
        "charset-guessed",
        Severity::Note,
        format!("{why}: read as {}; convert the text to UTF-8 if names look wrong", encoding.name()),
    )
}

/// Decodes with a known charset; `skipped` bytes stood before `bytes` in the input.
fn with(
    encoding: &'static Encoding,
    bytes: &[u8],
    skipped: usize,
    mut diagnostics: Vec<Diagnostic>,
) -> Decoded {
    let places = match encoding == UTF_8 {
        true => bad_places(bytes, skipped),
        false => Vec::new(),
    };
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    if malformed {
        let message = match places.len() {
            0 => format!("some bytes are no {}; they were replaced by U+FFFD", encoding.name()),
            n => {
                let mut named: Vec<String> = places.iter().take(NAMED_PLACES).map(usize::to_string).collect();
                if n > NAMED_PLACES {
                    named.push(format!("and {} more", n - NAMED_PLACES));
                }
                format!("invalid UTF-8 at byte {}; replaced by U+FFFD", named.join(", "))
            }
        };
        diagnostics.push(Diagnostic::new("bad-bytes", Severity::Warning, message));
    }
    Decoded { text: text.into_owned(), charset: encoding.name(), diagnostics }
}

fn bad_places(bytes: &[u8], skipped: usize) -> Vec<usize> {
    let mut at = skipped;
    let mut places = Vec::new();
    for chunk in bytes.utf8_chunks() {
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            places.push(at);
        }
        at += chunk.invalid().len();
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_decide_the_charset() {
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("Été à Gao".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for bytes in [b"\xef\xbb\xbf\xc3\x89t\xc3\xa9 \xc3\xa0 Gao".to_vec(), utf16] {
            let decoded = decode(&bytes).unwrap();
            assert_eq!(decoded.text, "Été à Gao");
            assert_eq!(decoded.diagnostics, []);
        }
    }

    #[test]
    fn a_bad_byte_in_utf8_is_named_by_its_offset() {
        let decoded = decode(b"T\xc3\xa9h\xc3\xa9ran \xff Bagdad").unwrap();
        assert_eq!(decoded.text, "Téhéran \u{fffd} Bagdad");
        assert!(decoded.diagnostics[0].message.contains("at byte 10;"), "{:?}", decoded.diagnostics);
    }

    #[test]
    fn older_charsets_are_guessed_and_noted() {
        let decoded = decode(b"Les autorit\xe9s de T\xe9h\xe9ran ont rejet\xe9 l'accusation.").unwrap();
        assert_eq!(decoded.text, "Les autorités de Téhéran ont rejeté l'accusation.");
        assert_eq!(decoded.diagnostics[0].code, "charset-guessed");
    }

    #[test]
    fn utf16_without_a_mark_is_read() {
        let bytes: Vec<u8> = "Le président irakien".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&bytes).unwrap().text, "Le président irakien");
    }

    #[test]
    fn binary_files_are_refused() {
        assert!(matches!(decode(b"PK\x03\x04\x00\x00\x00x"), Err(ReadError::NotText { .. })));
        let noise: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(matches!(decode(&noise), Err(ReadError::NotText { .. })));
        let one_zero = format!("{}\0{}", "Le ministre. ".repeat(20), "Fin.");
        assert_eq!(decode(one_zero.as_bytes()).unwrap().text, one_zero);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_decode_or_are_refused(bytes: Vec<u8>) {
            let _ = decode(&bytes);
        }
    }
}
