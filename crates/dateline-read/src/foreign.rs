//! Files that people have beside their reports and that no reader reads: told by their first bytes, with what to do.

/// What an input is that holds no text to read, and what to do; `None` when it may be read.
pub(crate) fn foreign(head: &[u8]) -> Option<&'static str> {
    let starts = |marks: &[&[u8]]| marks.iter().any(|m| head.starts_with(m));
    let has = |mark: &[u8]| head.windows(mark.len()).take(4096).any(|w| w == mark);
    if starts(&[b"%PDF-"]) {
        return Some("this is a PDF; take its text out first (pdftotext FILE.pdf FILE.txt)");
    }
    if starts(&[b"PK\x03\x04", b"PK\x05\x06"]) {
        return Some(if has(b"word/") || has(b"[Content_Types].xml") || has(b"opendocument") {
            "this is a document of an office program (.docx, .odt); save it as plain text, a table as CSV"
        } else {
            "this is a ZIP archive; unpack it and give its folder"
        });
    }
    if starts(&[b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"]) {
        return Some(
            "this is a document of an office program (.doc, .rtf); save it as plain text, a table as CSV",
        );
    }
    if starts(&[b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"Rar!"]) || starts(&[b"BZh"]) && has(b"1AY&SY") {
        return Some(
            "it is packed (xz, 7z, rar or bzip2), and only gzip and Zstandard are unpacked here; unpack it first",
        );
    }
    if head.get(257..262) == Some(b"ustar") {
        return Some("this is a tar archive; unpack it (tar -xf FILE) and give its folder");
    }
    if starts(&[b"SQLite format 3\0"]) {
        return Some("this is a database, as archives of Dateline are: ask those with `dateline query`");
    }
    if starts(&[b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*"]) {
        return Some("this is a picture; only text is read");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_other_programs_are_named_with_what_to_do() {
        let mut tar = vec![b'a'; 512];
        tar[257..262].copy_from_slice(b"ustar");
        for (bytes, words) in [
            (b"%PDF-1.7\n%\xe2\xe3".to_vec(), "pdftotext"),
            (b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml".to_vec(), "docx"),
            (b"PK\x03\x04\x14\0\0\0\0\0reports/1.txt".to_vec(), "ZIP"),
            (b"{\\rtf1\\ansi".to_vec(), ".rtf"),
            (b"BZh91AY&SY".to_vec(), "bzip2"),
            (tar, "tar -xf"),
            (b"SQLite format 3\0".to_vec(), "dateline query"),
            (b"\x89PNG\r\n\x1a\n".to_vec(), "picture"),
        ] {
            assert!(foreign(&bytes).is_some_and(|why| why.contains(words)), "{words}");
        }
        for text in ["PARIS, 3 mars", "BZh est un sigle.", "PK", "", "GIF", "<html>"] {
            assert_eq!(foreign(text.as_bytes()), None, "{text}");
        }
    }
}
