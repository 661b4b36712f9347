//! Plain words as a full-text expression: what people type has apostrophes and hyphens, which the expression's own grammar refuses.

/// The full-text expression for what somebody typed: as it is when it uses the grammar (a phrase in quotation marks, `pref*`, brackets,
/// AND, OR, NOT, NEAR), else with each word in quotation marks that the grammar would not take for one: `l'armée`, `cessez-le-feu`.
pub(crate) fn expression(typed: &str) -> String {
    let words = || typed.split_whitespace();
    let operator = |w: &str| matches!(w, "AND" | "OR" | "NOT" | "NEAR");
    if typed.contains(['"', '*', '(', ')', ':', '^', '{', '}']) || words().any(operator) {
        return typed.to_owned();
    }
    let plain = |w: &str| w.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || !c.is_ascii());
    let quoted = words().filter(|w| w.contains(char::is_alphanumeric)).map(|w| match plain(w) {
        true => w.to_owned(),
        false => format!("\"{w}\""),
    });
    quoted.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_the_grammar_would_refuse_them() {
        assert_eq!(expression("frontière fermée"), "frontière fermée");
        assert_eq!(expression(" l'armée , cessez-le-feu"), "\"l'armée\" \"cessez-le-feu\"");
        for grammar in ["\"l'armée\"", "arm*", "a AND b", "title: x", "NEAR(a b, 5)", ""] {
            assert_eq!(expression(grammar), grammar);
        }
    }
}
