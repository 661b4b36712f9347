//! Test sentences of entries, with the actor and the recipient marked.

use dateline_types::Span;

/// A sentence that shows what an entry codes, or what it must not code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestSentence {
    /// The sentence without its marks.
    pub text: String,
    /// Whether it must give no event of the entry's type.
    pub negative: bool,
    /// The words marked `[A ...]`.
    pub actors: Vec<Span>,
    /// The words marked `[R ...]`.
    pub recipients: Vec<Span>,
}

impl TestSentence {
    /// Reads sentences separated by `||`; a leading `!` makes one negative.
    ///
    /// # Errors
    /// A sentence that names the bracket at fault.
    pub fn parse_all(text: &str) -> Result<Vec<TestSentence>, String> {
        text.split("||").map(str::trim).filter(|s| !s.is_empty()).map(TestSentence::parse).collect()
    }

    fn parse(text: &str) -> Result<TestSentence, String> {
        let (negative, text) = text.strip_prefix('!').map_or((false, text), |t| (true, t.trim_start()));
        let mut test = TestSentence { text: String::new(), negative, actors: vec![], recipients: vec![] };
        let mut open: Option<(char, usize)> = None;
        let mut rest = text;
        while let Some(at) = rest.find(['[', ']']) {
            test.text.push_str(&rest[..at]);
            let mark = &rest[at..];
            match (mark.starts_with('['), open.take()) {
                (true, None) if mark.starts_with("[A ") || mark.starts_with("[R ") => {
                    open = mark[1..].chars().next().map(|role| (role, test.text.len()));
                    rest = &mark[3..];
                }
                (true, None) => {
                    return Err(format!(
                        "`{}` opens neither [A nor [R",
                        mark.chars().take(12).collect::<String>()
                    ));
                }
                (true, Some(_)) => return Err("a mark stands inside another".into()),
                (false, None) => return Err("a `]` closes nothing".into()),
                (false, Some((role, start))) => {
                    let span = Span::new(start, test.text.len());
                    match role {
                        'A' => test.actors.push(span),
                        _ => test.recipients.push(span),
                    }
                    rest = &mark[1..];
                }
            }
        }
        if open.is_some() {
            return Err("a mark is not closed".into());
        }
        test.text.push_str(rest);
        Ok(test)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_spans() {
        let tests =
            TestSentence::parse_all("[A Les soldats] ont tué [R trois civils]. || ! Il a frappé le ballon.")
                .unwrap();
        assert_eq!(tests[0].text, "Les soldats ont tué trois civils.");
        assert_eq!(tests[0].actors[0].of(&tests[0].text), "Les soldats");
        assert_eq!(tests[0].recipients[0].of(&tests[0].text), "trois civils");
        assert!(tests[1].negative && tests[1].actors.is_empty());
        for bad in ["[A x", "x]", "[B x]", "[A [R x]]"] {
            assert!(TestSentence::parse_all(bad).is_err(), "{bad}");
        }
    }
}
