//! Finds names: what the knowledge base holds, and persons by their titles, initials and the model's labels.

use super::scene::{Det, Scene};
use dateline_kb::{EntityIx, Form, FormKind, KbKind};
use dateline_types::Upos;
use std::ops::Range;

/// A name in the text, not yet linked.
#[derive(Clone, Debug)]
pub(crate) struct Named<'a> {
    /// First and one-past-last token, title included.
    pub(crate) tokens: Range<u32>,
    /// The name without title.
    pub(crate) name: Range<u32>,
    pub(crate) what: What<'a>,
}

#[derive(Clone, Debug)]
pub(crate) enum What<'a> {
    /// Countries, places, organisations, groups, media: all entries the words may name.
    Entry(Vec<Form<'a>>),
    /// A person; the entries that bear the whole name.
    Person {
        /// Entries that bear exactly this name.
        whole: Vec<EntityIx>,
        /// Whether a title stands before it.
        titled: bool,
        /// `m` or `f` where the title tells.
        gender: Option<char>,
        /// Sector the title speaks of.
        sector: String,
    },
    /// A name the base does not hold, with the model's label.
    Unknown(&'a str),
}

impl What<'_> {
    pub(crate) fn is_person(&self) -> bool {
        matches!(self, What::Person { .. })
    }
}

/// All names in text order; they do not overlap.
pub(crate) fn find<'a>(scene: &Scene<'a>) -> Vec<Named<'a>> {
    let mut all: Vec<Named<'a>> = Vec::new();
    let mut i = 0;
    while i < scene.len() {
        let found = at(scene, i, all.last()).filter(|named| !cuts_a_name(scene, named));
        match found {
            Some(named) => {
                i = named.tokens.end.max(i + 1);
                all.push(named);
            }
            None => i += 1,
        }
    }
    all
}

/// Whether a name begins with an article and cuts a longer one that begins behind it: "La Cruz | Roja", "La Guardia | Civil".
fn cuts_a_name(scene: &Scene<'_>, named: &Named<'_>) -> bool {
    let (start, end) = (named.name.start, named.name.end);
    matches!(named.what, What::Entry(_))
        && end > start + 1
        && scene.token(start).upos == Upos::Det
        && at(scene, start + 1, None).is_some_and(|n| matches!(n.what, What::Entry(_)) && n.name.end > end)
}

fn at<'a>(scene: &Scene<'a>, i: u32, last: Option<&Named<'a>>) -> Option<Named<'a>> {
    if !scene.wordy(i) || scene.token(i).upos == Upos::Space {
        return None;
    }
    let end = scene.limit(i).min(i + 24);
    let words = &scene.norm[i as usize..end as usize];
    let mut person: Option<(u32, Vec<EntityIx>)> = None;
    let mut entry: Option<(u32, Vec<Form<'a>>)> = None;
    for found in scene.kb.prefixes(words) {
        let range = i..i + found.len as u32;
        if broken(scene, &range) {
            break;
        }
        let forms: Vec<Form<'a>> = found.forms().filter(|f| fits(scene, &range, f)).collect();
        let (persons, others): (Vec<Form<'a>>, Vec<Form<'a>>) =
            forms.into_iter().partition(|f| scene.kb.entity(f.entity).kind() == KbKind::Person);
        if !persons.is_empty() {
            person = Some((range.end, persons.iter().map(|f| f.entity).collect()));
        }
        if !others.is_empty() {
            entry = Some((range.end, others));
        }
    }
    let title = titled(scene, i, last);
    let run = run(scene, i, title.is_some());
    let (gender, sector, first) = match title {
        Some((start, t)) => (t.gender.chars().next(), t.sector.clone(), start),
        None => (None, String::new(), i),
    };
    let make = |end: u32, whole: Vec<EntityIx>| {
        let what = What::Person { whole, titled: title.is_some(), gender, sector: sector.clone() };
        Some(Named { tokens: first..end, name: i..end, what })
    };
    let entry_end = entry.as_ref().map_or(0, |(e, _)| *e);
    if let Some((end, whole)) = person {
        let single = (i..end).filter(|&t| scene.wordy(t)).count() == 1;
        let longer = run.as_ref().filter(|r| r.end > end);
        if end >= entry_end && !(single && longer.is_some()) {
            return make(longer.filter(|r| r.end <= end + 2).map_or(end, |r| r.end), whole);
        }
    }
    if let Some(run) = run.filter(|r| r.end > entry_end || title.is_some()) {
        return make(run.end, Vec::new());
    }
    if let Some((end, forms)) = entry.filter(|(e, f)| plausible(scene, &(i..*e), f)) {
        return Some(Named { tokens: i..end, name: i..end, what: What::Entry(forms) });
    }
    None
}

/// Whether a run of tokens is cut by a mark that no name holds.
fn broken(scene: &Scene<'_>, range: &Range<u32>) -> bool {
    range.clone().any(|t| !scene.wordy(t) && !matches!(scene.word(t), "-" | "'" | "’" | "‑" | "–"))
}

/// Whether a stored form fits the case and language of the words.
fn fits(scene: &Scene<'_>, range: &Range<u32>, form: &Form<'_>) -> bool {
    let words: Vec<u32> = range.clone().filter(|&t| scene.wordy(t)).collect();
    let letters: String = words.iter().map(|&t| scene.word(t)).collect();
    let length = letters.chars().filter(|c| c.is_alphanumeric()).count();
    let upper = letters.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let own = form.language.is_none_or(|l| l == scene.language());
    let capital = words.iter().any(|&t| scene.capital(t));
    match form.kind {
        FormKind::Demonym | FormKind::Family => false,
        FormKind::Seat => own && capital,
        FormKind::Acronym => (upper || capital && length > 3) && (own || length > 2),
        FormKind::Name | FormKind::Alias => {
            if length <= 2 {
                return upper;
            }
            let last = words[words.len() - 1];
            if scene.pack.names.title_case && capital && words.len() > 1 && !scene.capital(last) {
                // "visited Russia today" names no broadcaster.
                return false;
            }
            // "La banda amenazó", "La guardia costera": the sentence's own capital makes no name of small words.
            let sure = words.iter().any(|&t| scene.capital(t) && !(t == range.start && scene.opens(t)));
            let small = words.len() > 1 && capital && !sure && !scene.capital(last);
            if small && scene.kb.entity(form.entity).kind() == KbKind::Place {
                return false;
            }
            if capital {
                // "Les", "Tours de table": a capital that the sentence gives proves nothing for one word.
                return scene.capital(range.start)
                    || words.len() > 1
                    || scene.token(range.start).upos == Upos::Propn;
            }
            // Groups and bodies are written small as well: "talibans", "union européenne".
            let kind = scene.kb.entity(form.entity).kind();
            let noun = words.iter().any(|&t| matches!(scene.token(t).upos, Upos::Noun | Upos::Propn));
            // "un dirigeant houthi": so does a group's name that qualifies a noun.
            let qualifies = words.iter().all(|&t| scene.token(t).is("amod"));
            own && match kind {
                KbKind::Group => length >= 5 && (noun || qualifies),
                KbKind::Organisation => noun && words.len() > 1 && length >= 10,
                _ => false,
            }
        }
    }
}

/// Whether words that may be an entry are used as a name at all.
fn plausible(scene: &Scene<'_>, range: &Range<u32>, forms: &[Form<'_>]) -> bool {
    let words: Vec<u32> = range.clone().filter(|&t| scene.wordy(t)).collect();
    let [only] = words[..] else { return true };
    let token = scene.token(only);
    let strong = forms.iter().any(|f| {
        matches!(scene.kb.entity(f.entity).kind(), KbKind::Country | KbKind::Organisation | KbKind::Group)
            || f.kind == FormKind::Seat
    });
    if strong {
        return token.upos != Upos::Verb || !scene.opens(only) || scene.named(only).is_some();
    }
    if scene.labelled(only, "PER") {
        // A town nobody has heard of is a person when the model says so.
        let people = |f: &Form<'_>| scene.kb.entity(f.entity).place().map_or(0, |p| p.population);
        return forms.iter().map(people).max().unwrap_or(0) > 500_000;
    }
    let nominal = matches!(token.upos, Upos::Propn | Upos::Noun | Upos::X);
    match scene.opens(only) {
        true => token.upos == Upos::Propn || scene.named(only).is_some(),
        false => nominal || scene.named(only).is_some(),
    }
}

/// The title before a name, with its first token; a plural title reaches over "et" to the next name.
fn titled<'a>(
    scene: &Scene<'a>,
    i: u32,
    last: Option<&Named<'a>>,
) -> Option<(u32, &'a dateline_pack::names::Title)> {
    // Models end a sentence behind "M." at times: the paragraph is the limit.
    let paragraph = |t: u32| scene.tree.analysis.paragraph_of(t);
    let before = i.checked_sub(1).filter(|&b| paragraph(b) == paragraph(i))?;
    if let Some(title) = scene.title(before) {
        // "m" alone is a title only as "M." or "m." before a capital.
        let short = title.form.len() <= 3;
        let written = scene.capital(before) || !short;
        let placed = !title.sector.is_empty() || title.form.len() != 4 || scene.capital(i);
        return (written && placed && scene.capital(i)).then_some((before, title));
    }
    let last = last.filter(|l| l.what.is_person() && l.tokens.end == before)?;
    let joined = scene.token(before).upos == Upos::Cconj || scene.word(before) == ",";
    let title = scene.title(last.tokens.start).filter(|t| t.plural && joined && scene.capital(i))?;
    Some((i, title))
}

/// The tokens of a person's name that begins here, by title, initial or the model's label.
fn run(scene: &Scene<'_>, i: u32, titled: bool) -> Option<Range<u32>> {
    if !scene.capital(i) || scene.is_title(i) {
        return None;
    }
    let limit = scene.limit(i);
    if let Some((label, span)) = scene.named(i) {
        let opens_span = (span.start..i).all(|t| !scene.wordy(t) || scene.is_title(t) || !scene.capital(t));
        if label == "PER" && opens_span {
            let end = capitals(scene, i, span.end.max(i + 1).min(limit), limit);
            return Some(scene.tight(i..end)).filter(|found| titled || !is_role(scene, found));
        }
    }
    if titled {
        return Some(scene.tight(i..capitals(scene, i, i + 1, limit)));
    }
    if scene.initial(i) && i + 1 < limit && scene.capital(i + 1) && scene.wordy(i + 1) {
        return Some(scene.tight(i..capitals(scene, i + 1, i + 2, limit)));
    }
    None
}

/// Whether the model took a role noun for a name because it is written with a capital: "La Policía", "El Ejército".
fn is_role(scene: &Scene<'_>, range: &Range<u32>) -> bool {
    let det = |t: u32| scene.token(t).upos == Upos::Det;
    let Some(start) = range.clone().find(|&t| !det(t)) else { return false };
    let definite = start > range.start || matches!(scene.before(start).1, Det::Definite);
    let pieces: Vec<&String> = (start..range.end).flat_map(|t| &scene.pieces[t as usize]).collect();
    let forms = pieces.first().map_or(&[][..], |first| scene.pack.roles.beginning_with(first));
    definite && forms.iter().any(|f| f.pieces.iter().eq(pieces.iter().copied()))
}

/// Extends a name from `i` while capitals, particles and hyphens go on; at least to `least`.
fn capitals(scene: &Scene<'_>, i: u32, least: u32, limit: u32) -> u32 {
    let particle = |t: u32| scene.pack.names.particles.contains(&scene.low[t as usize]);
    let mut end = i + 1;
    let mut t = i + 1;
    while t < limit && t < i + 8 {
        let mark = matches!(scene.word(t), "-" | "‑" | "'" | "’");
        let leads_on = particle(t) && (t + 1..limit.min(t + 4)).any(|n| scene.wordy(n) && scene.capital(n));
        if scene.wordy(t) && scene.capital(t) && scene.token(t).upos != Upos::Det {
            end = t + 1;
        } else if !mark && !leads_on {
            break;
        }
        t += 1;
    }
    // The model's span may hold a lower-case part; marks end it all the same.
    let inside =
        (i..least).take_while(|&t| scene.wordy(t) || matches!(scene.word(t), "-" | "'" | "’")).count() as u32;
    end.max((i + inside).min(least))
}
