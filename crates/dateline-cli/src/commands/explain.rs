//! `dateline explain`: how a report was read, sentence by sentence, with the rule that made each thing.

mod events;
mod marks;
mod stages;

use crate::args::{ExplainArgs, Stage};
use crate::setup::Setup;
use crate::style::{Ink, Style};
use crate::{Outcome, run};
use anyhow::Result;
use dateline::formats::visible;
use dateline::{Coded, Desk};
use dateline_types::{Diagnostic, Report};
use std::fmt::Write;

pub(crate) fn run(args: &ExplainArgs) -> Result<Outcome> {
    let mut setup = Setup::new(&args.setup)?.with_dictionaries(&args.words)?;
    let style = Style::of_output();
    let work = |desk: &Desk, reports: &[Report], names: &[String]| -> Vec<(String, Vec<Diagnostic>)> {
        let coded = desk.coded(reports);
        (reports.iter().zip(names).zip(coded))
            .map(|((report, name), coded)| {
                (explain(name, report, &coded, args.stage, style), coded.extraction.diagnostics)
            })
            .collect()
    };
    run::run(&args.input, &mut setup, "", &work)
}

/// One report explained.
fn explain(name: &str, report: &Report, coded: &Coded, stage: Stage, style: Style) -> String {
    let mut out = String::new();
    let title = report.title.as_deref().map(|t| format!("  {}", visible(t))).unwrap_or_default();
    let date = match &report.published.value {
        Some(value) => format!("{value} ({})", report.published.evidence.name()),
        None => "date unknown".to_owned(),
    };
    let language = report.language.as_deref().unwrap_or("language unknown");
    let head = format!("{}  {date}  {language}{title}", visible(name));
    let _ = writeln!(out, "{}\n", style.paint(Ink::Strong, &head));
    let view = View { report, coded, style };
    match stage {
        Stage::Report => stages::report(&view, &mut out),
        Stage::Tokens => stages::tokens(&view, &mut out),
        Stage::Mentions => stages::mentions(&view, &mut out),
        Stage::Times => stages::times(&view, &mut out),
        Stage::Quantities => stages::quantities(&view, &mut out),
        Stage::Quotes => stages::quotes(&view, &mut out),
        Stage::Events => events::events(&view, &mut out),
    }
    out
}

/// A coded report with the way it is shown.
struct View<'a> {
    report: &'a Report,
    coded: &'a Coded,
    style: Style,
}

impl View<'_> {
    /// The name of an entity, with its code.
    fn entity(&self, index: usize) -> String {
        match self.coded.extraction.entities.get(index) {
            None => String::new(),
            Some(e) => match &e.code {
                Some(code) => format!("{} [{code}]", visible(&e.name)),
                None => visible(&e.name).into_owned(),
            },
        }
    }

    /// Who says so.
    fn source(&self, source: dateline_types::Source) -> String {
        match source {
            dateline_types::Source::Entity(i) => self.entity(i),
            dateline_types::Source::Narrator => "the report itself".to_owned(),
            dateline_types::Source::Unnamed => "unnamed".to_owned(),
        }
    }

    /// The words of a span in quotation marks.
    fn words(&self, span: dateline_types::Span) -> String {
        format!("“{}”", visible(span.of(&self.report.text)))
    }

    /// A labelled line below a sentence.
    fn line(&self, out: &mut String, label: &str, text: &str) {
        let label = self.style.paint(Ink::Faint, &format!("{label:<10}"));
        let _ = writeln!(out, "      {label} {text}");
    }
}
