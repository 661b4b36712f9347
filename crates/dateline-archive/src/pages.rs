//! Rows read from the pages of an SQLite file alone, where its first page, its list of tables or the way down to the rows is lost.
//!
//! Rows of a table stand in its leaf pages (first byte 13), each with its length, its number and the types of its columns; what does
//! not fit goes on in a chain of other pages. See "The Database File Format" of SQLite.

use std::io::{self, Read, Seek, SeekFrom};

/// First byte of a leaf page of a table.
const LEAF: u8 = 13;
/// Bytes of a page where the file does not say.
const PAGE: usize = 8192;
/// First bytes of a file whose first page is whole.
const MARK: &[u8] = b"SQLite format 3\0";
/// Bytes of the header of a file, before its first page's own.
const HEADER: usize = 100;

/// A value of a column.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

impl Value {
    pub(crate) fn int(&self) -> Option<i64> {
        if let Value::Int(n) = self { Some(*n) } else { None }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }
}

/// Type of a column as it stands before the row: 0 for NULL, odd from 13 on for texts, even from 12 on for bytes, others for numbers.
pub(crate) type Serial = u64;

/// Whether columns of these types are wanted.
pub(crate) type Wanted<'a> = &'a dyn Fn(&[Serial]) -> bool;

/// The pages of a file.
pub(crate) struct Pages<R> {
    file: R,
    size: usize,
    count: u64,
}

impl<R: Read + Seek> Pages<R> {
    pub(crate) fn new(mut file: R) -> io::Result<Pages<R>> {
        let length = file.seek(SeekFrom::End(0))?;
        file.rewind()?;
        let mut head = [0; 18];
        let told = match file.read_exact(&mut head) {
            Ok(()) if head.starts_with(MARK) => usize::from(u16::from_be_bytes([head[16], head[17]])),
            _ => 0,
        };
        let size = if told >= 512 && told.is_power_of_two() { told } else { PAGE };
        Ok(Pages { file, size, count: length / size as u64 })
    }

    /// Calls `take` with the number and the values of each row whose columns are wanted, in the order of the pages. What is no row is
    /// passed over, and so is what the disk does not give.
    pub(crate) fn rows<E>(
        &mut self,
        wanted: Wanted<'_>,
        mut take: impl FnMut(i64, Vec<Value>) -> Result<(), E>,
    ) -> Result<(), E> {
        for number in 1..=self.count {
            let Some(page) = self.page(number) else { continue };
            let start = if number == 1 { HEADER } else { 0 };
            if page[start] != LEAF {
                continue;
            }
            let cells = usize::from(u16::from_be_bytes([page[start + 3], page[start + 4]]));
            let places = page[start + 8..].chunks_exact(2).take(cells);
            for at in places.map(|b| usize::from(u16::from_be_bytes([b[0], b[1]]))) {
                if let Some((row, values)) = page.get(at..).and_then(|cell| self.row(cell, wanted)) {
                    take(row, values)?;
                }
            }
        }
        Ok(())
    }

    fn page(&mut self, number: u64) -> Option<Vec<u8>> {
        if number == 0 || number > self.count {
            return None;
        }
        let mut page = vec![0; self.size];
        self.file.seek(SeekFrom::Start((number - 1) * self.size as u64)).ok()?;
        self.file.read_exact(&mut page).ok()?;
        Some(page)
    }

    /// A row: the length of all its values, its number, and as much of the values as stands on the page.
    fn row(&mut self, cell: &[u8], wanted: Wanted<'_>) -> Option<(i64, Vec<Value>)> {
        let (length, cell) = varint(cell)?;
        let (row, cell) = varint(cell)?;
        if length > self.count * self.size as u64 {
            return None;
        }
        let length = usize::try_from(length).ok()?;
        let local = self.local(length);
        let own = cell.get(..local)?;
        let (types, start) = types(own)?;
        let sum = types.iter().try_fold(start, |sum, t| sum.checked_add(width(*t)?))?;
        if sum != length || !wanted(&types) {
            return None;
        }
        let mut whole = own.to_vec();
        let mut next = cell.get(local..local + 4).filter(|_| local < length).map(number);
        while whole.len() < length {
            let page = self.page(next?)?;
            let part = (length - whole.len()).min(self.size - 4);
            whole.extend_from_slice(&page[4..4 + part]);
            next = Some(number(&page));
        }
        let mut rest = &whole[start..];
        let mut values = Vec::with_capacity(types.len());
        for serial in types {
            let (value, behind) = rest.split_at_checked(width(serial)?)?;
            values.push(read(serial, value)?);
            rest = behind;
        }
        Some((row.cast_signed(), values))
    }

    /// How many bytes of a row of so many stand on its page.
    fn local(&self, length: usize) -> usize {
        let most = self.size - 35;
        if length <= most {
            return length;
        }
        let least = (self.size - 12) * 32 / 255 - 23;
        let kept = least + (length - least) % (self.size - 4);
        if kept <= most { kept } else { least }
    }
}

/// A number of one to nine bytes, seven bits a byte and eight in the ninth, and what stands behind it.
fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0;
    for at in 0..9 {
        let byte = *bytes.get(at)?;
        if at == 8 {
            return Some((value << 8 | u64::from(byte), &bytes[9..]));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte < 0x80 {
            return Some((value, &bytes[at + 1..]));
        }
    }
    None
}

/// A page's number of four bytes.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().take(4).fold(0, |n, b| n << 8 | u64::from(*b))
}

/// The types of the columns, and where the first value stands.
fn types(row: &[u8]) -> Option<(Vec<Serial>, usize)> {
    let (length, _) = varint(row)?;
    let start = usize::try_from(length).ok()?;
    let mut rest = varint(row.get(..start)?)?.1;
    let mut types = Vec::new();
    while !rest.is_empty() {
        let (serial, behind) = varint(rest)?;
        types.push(serial);
        rest = behind;
    }
    Some((types, start))
}

/// Bytes of a value.
fn width(serial: Serial) -> Option<usize> {
    Some(match serial {
        0 | 8 | 9 => 0,
        1..=4 => serial as usize,
        5 => 6,
        6 | 7 => 8,
        10 | 11 => return None,
        _ => usize::try_from((serial - 12) / 2).ok()?,
    })
}

fn read(serial: Serial, bytes: &[u8]) -> Option<Value> {
    let sign = bytes.first().map_or(0, |b| i64::from(b.cast_signed() >> 7));
    let int = bytes.iter().fold(sign, |n, b| n << 8 | i64::from(*b));
    Some(match serial {
        0 => Value::Null,
        1..=6 => Value::Int(int),
        7 => Value::Real(f64::from_bits(int.cast_unsigned())),
        8 => Value::Int(0),
        9 => Value::Int(1),
        _ if serial.is_multiple_of(2) => Value::Blob(bytes.to_vec()),
        _ => Value::Text(std::str::from_utf8(bytes).ok()?.to_owned()),
    })
}

#[cfg(test)]
#[allow(clippy::disallowed_methods)] // reads the file that it had SQLite write
mod tests {
    use super::*;
    use rusqlite::{Connection, params};
    use std::convert::Infallible;
    use std::io::Cursor;

    fn all(bytes: Vec<u8>) -> Vec<(i64, Vec<Value>)> {
        let mut rows = Vec::new();
        let mut pages = Pages::new(Cursor::new(bytes)).unwrap();
        let Ok(()) = pages.rows(&|types| types.len() == 4, |row, values| {
            rows.push((row, values));
            Ok::<(), Infallible>(())
        });
        rows.sort_by_key(|(row, _)| *row);
        rows
    }

    /// Rows of all types and lengths, also over many pages; written by SQLite, read without its first page.
    #[test]
    fn rows_are_read_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.sqlite");
        let conn = Connection::open(&path).unwrap();
        conn.execute_batch("PRAGMA page_size = 8192; CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c)")
            .unwrap();
        let mut written = Vec::new();
        for (i, number) in [0, 1, -1, 127, -128, 40_000, -9_000_000, 1 << 30, -(1 << 40), 1 << 50, i64::MIN]
            .iter()
            .enumerate()
        {
            let text = "é".repeat(i * i * 400);
            let bytes = vec![7; i * 1790];
            let row = 1 + (i as i64) * 1_000_003;
            conn.execute("INSERT INTO t VALUES (?1, ?2, ?3, ?4)", params![row, number, text, bytes]).unwrap();
            written
                .push((row, vec![Value::Null, Value::Int(*number), Value::Text(text), Value::Blob(bytes)]));
        }
        conn.execute("INSERT INTO t VALUES (-5, 0.25, NULL, x'')", []).unwrap();
        written.insert(0, (-5, vec![Value::Null, Value::Real(0.25), Value::Null, Value::Blob(Vec::new())]));
        drop(conn);
        let mut bytes = std::fs::read(&path).unwrap();
        assert_eq!(all(bytes.clone()), written);
        bytes[..PAGE].fill(0);
        assert_eq!(all(bytes), written);
    }

    proptest::proptest! {
        #[test]
        fn any_page_gives_rows_or_none(mut page in proptest::collection::vec(0_u8.., PAGE), cells in 0_u8..40) {
            page[0] = LEAF;
            (page[3], page[4]) = (0, cells);
            for at in 0..usize::from(cells) {
                page[8 + 2 * at] &= 0x1f;
            }
            all(page.repeat(3));
        }
    }
}
