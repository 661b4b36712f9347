//! The archive's SQL as PostgreSQL wants it.
//!
//! Numbered parameters are written `$1`, `ifnull` is `coalesce`, and what tells SQLite's planner the order of a join, or the index to use, is left
//! out: PostgreSQL chooses by itself.

/// A statement for PostgreSQL.
pub(crate) fn postgres(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 16);
    let mut last = 0_usize;
    let mut rest = sql;
    while let Some(c) = rest.chars().next() {
        match c {
            '\'' | '"' => {
                // A doubled quote ends one piece and begins the next.
                let end = rest[1..].find(c).map_or(rest.len(), |at| at + 2);
                out.push_str(&rest[..end]);
                rest = &rest[end..];
            }
            '?' => {
                let digits = rest[1..].find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len() - 1);
                let number = rest[1..=digits].parse().unwrap_or(last + 1);
                last = last.max(number);
                out.push_str(&format!("${number}"));
                rest = &rest[1 + digits..];
            }
            c if c.is_ascii_alphabetic() || c == '_' => {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
                let (word, behind) = rest.split_at(end);
                if word == "CROSS" && behind.starts_with(" JOIN") {
                    rest = &behind[1..];
                } else if word == "INDEXED" && behind.starts_with(" BY ") {
                    let name = &behind[4..];
                    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                    rest = &name[end.unwrap_or(name.len())..];
                } else {
                    out.push_str(if word == "ifnull" { "coalesce" } else { word });
                    rest = behind;
                }
            }
            c => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::postgres;

    #[test]
    fn parameters_are_numbered_and_hints_left_out() {
        for (sqlite, wanted) in [
            ("SELECT ?1, ?12, ?", "SELECT $1, $12, $13"),
            ("a = ? AND b = ? AND c = ?1", "a = $1 AND b = $2 AND c = $1"),
            ("x = 'what? it''s ?1' AND \"a?\" = ?", "x = 'what? it''s ?1' AND \"a?\" = $1"),
            (
                "FROM event e INDEXED BY event_day CROSS JOIN report r ON 1 = 1",
                "FROM event e  JOIN report r ON 1 = 1",
            ),
            ("SELECT 'é', ?1 || 'g'", "SELECT 'é', $1 || 'g'"),
            ("ifnull(kb, '')", "coalesce(kb, '')"),
            ("?", "$1"),
        ] {
            assert_eq!(postgres(sqlite), wanted);
        }
    }
}
