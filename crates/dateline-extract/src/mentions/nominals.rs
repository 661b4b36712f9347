//! Finds nouns that stand for actors: offices, groups, bodies, demonyms, "les deux gouvernements", "le pays".

use super::names::{Named, What};
use super::scene::{Det, Scene};
use dateline_kb::{EntityIx, FormKind, KbKind};
use dateline_pack::roles::{RoleForm, RoleKind};
use dateline_types::Upos;
use std::ops::Range;

/// What a role noun's complement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// A name, by index.
    Named(usize),
    /// Another noun phrase, by index.
    Noun(usize),
}

/// How a noun phrase and a name beside it belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Beside {
    /// The name, by index.
    pub(crate) named: usize,
    /// Whether the two are one phrase ("le président Rohani"), not an apposition between commas.
    pub(crate) merged: bool,
}

/// A noun phrase that stands for an actor.
#[derive(Clone, Debug)]
pub(crate) struct Noun {
    pub(crate) tokens: Range<u32>,
    /// The words of the noun's own form, without complement and name.
    pub(crate) form: Range<u32>,
    /// The noun itself.
    pub(crate) head: u32,
    pub(crate) det: Det,
    pub(crate) plural: bool,
    pub(crate) gender: Option<char>,
    pub(crate) what: NounKind,
    /// Countries told by demonyms, in text order.
    pub(crate) countries: Vec<EntityIx>,
    /// The part of the world told by an adjective, by index in the pack's list.
    pub(crate) region: Option<usize>,
    pub(crate) of: Option<Of>,
    pub(crate) beside: Option<Beside>,
    /// "ancien", "ex-".
    pub(crate) former: bool,
    /// "futur".
    pub(crate) future: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NounKind {
    /// A role noun, by index in the pack.
    Role(usize),
    /// A demonym as a noun ("les Américains").
    Demonym,
    /// A demonym as an adjective that no role noun took ("bases américaines").
    Adjective,
    /// "homologue".
    Counterpart,
    /// "les deux gouvernements": what the members are (index in the pack's list), how many.
    Several(usize, u32),
    /// "le pays".
    Country,
}

/// All such phrases in text order. They do not overlap each other, but may hold names as complements.
pub(crate) fn find(scene: &Scene<'_>, names: &[Named<'_>]) -> Vec<Noun> {
    let mut covered: Vec<Option<usize>> = vec![None; scene.len() as usize];
    for (n, named) in names.iter().enumerate() {
        for t in named.tokens.clone() {
            covered[t as usize] = Some(n);
        }
    }
    let mut all: Vec<Noun> = Vec::new();
    let mut i = 0;
    while i < scene.len() {
        if let (None, Some(end)) = (covered[i as usize], nobody(scene, i)) {
            i = end.max(i + 1);
            continue;
        }
        let found = match covered[i as usize] {
            Some(_) => None,
            None => several(scene, i)
                .or_else(|| premodified(scene, i, names, &covered))
                .or_else(|| counterpart(scene, i))
                .or_else(|| role(scene, i, names, &covered))
                .or_else(|| country(scene, i))
                .or_else(|| demonym(scene, i)),
        };
        match found {
            Some(noun) => {
                i = noun.tokens.end.max(i + 1);
                all.push(noun);
            }
            None => i += 1,
        }
    }
    all
}

/// Ties role nouns to their complements and to the names beside them.
pub(crate) fn tie(scene: &Scene<'_>, names: &[Named<'_>], all: &mut [Noun]) {
    complements(scene, names, all);
    neighbours(scene, names, all);
}

/// The countries whose demonym begins at a token, and one past its last token.
pub(crate) fn demonym_at(scene: &Scene<'_>, i: u32) -> Option<(EntityIx, u32)> {
    if !scene.wordy(i) {
        return None;
    }
    let end = scene.tree.sentence_range(i).end.min(i + 4);
    let found = scene.kb.prefixes(&scene.norm[i as usize..end as usize]);
    found.iter().rev().find_map(|m| {
        let mut forms = m
            .forms()
            .filter(|f| f.kind == FormKind::Demonym && f.language.is_none_or(|l| l == scene.language()));
        // A demonym two countries share ("congolais") is the one that exists on the date; else the first.
        let all: Vec<_> = forms.by_ref().collect();
        let living = all.iter().find(|f| scene.kb.entity(f.entity).days().overlaps(scene.days()));
        living.or(all.first()).map(|f| (f.entity, i + m.len as u32))
    })
}

fn blank(scene: &Scene<'_>, tokens: Range<u32>, head: u32, what: NounKind) -> Noun {
    let (_, det) = scene.before(tokens.start);
    Noun {
        plural: scene.plural(tokens.start, head),
        gender: scene.gender(tokens.start, head),
        form: tokens.clone(),
        tokens,
        head,
        det,
        what,
        countries: Vec::new(),
        region: None,
        of: None,
        beside: None,
        former: false,
        future: false,
    }
}

/// One past a phrase in which a role noun names nobody ("coup d'état"), when it begins at a token.
fn nobody(scene: &Scene<'_>, i: u32) -> Option<u32> {
    scene.pack.names.no_actors.iter().filter_map(|p| scene.phrase(i, p)).max()
}

/// The part of the world that an adjective names.
fn region_at(scene: &Scene<'_>, i: u32) -> Option<usize> {
    let word = scene.low[i as usize].as_str();
    scene.pack.names.regions.iter().position(|(forms, _)| forms.split('|').any(|f| f == word))
}

/// Adjectives and demonyms behind a noun: the countries, and one past the last token that belongs to the phrase.
fn adjectives(scene: &Scene<'_>, head: u32, from: u32, many: bool) -> (Vec<EntityIx>, u32) {
    let limit = scene.tree.sentence_range(head).end;
    let mut countries = Vec::new();
    let (mut i, mut end) = (from, from);
    while i < limit && i < from + 8 {
        let token = scene.token(i);
        if let Some((country, after)) = demonym_at(scene, i).filter(|_| !scene.capital(i)) {
            countries.push(country);
            (i, end) = (after, after);
        } else if !scene.capital(i)
            && (region_at(scene, i).is_some()
                || token.upos == Upos::Adj && scene.tree.head(i).is_some_and(|h| h >= head && h < i))
        {
            i += 1;
            end = i;
        } else if many
            && !countries.is_empty()
            && (token.upos == Upos::Cconj || scene.word(i) == ",")
            && i + 1 < limit
            && demonym_at(scene, i + 1).is_some_and(|_| !scene.capital(i + 1))
        {
            i += 1;
        } else {
            break;
        }
    }
    (countries, end)
}

/// A role noun at a token, with the adjectives inside and behind it.
fn role(scene: &Scene<'_>, i: u32, bodies: &[Named<'_>], covered: &[Option<usize>]) -> Option<Noun> {
    let token = scene.token(i);
    let mine = scene.pieces[i as usize].as_slice();
    let names = &scene.pack.names;
    let mut skipped = 0;
    let first = mine.first().map(|p| {
        // "ex-président" written as one token.
        if names.former.contains(p) && mine.len() > 1 { &mine[1] } else { p }
    })?;
    if names.former.contains(&mine[0]) && mine.len() > 1 {
        skipped = 1;
    }
    if matches!(token.upos, Upos::Aux | Upos::Adp | Upos::Pron | Upos::Det) {
        return None;
    }
    // "le jeune homme", "la guerre civile": the word only qualifies another.
    let qualifies = token.upos == Upos::Adj
        && token.is("amod")
        && scene.tree.head(i).is_some_and(|h| scene.token(h).upos == Upos::Noun);
    let nominal = matches!(token.upos, Upos::Noun | Upos::Propn | Upos::X)
        || !qualifies && (token.upos == Upos::Adj || scene.before(i).1 != Det::None);
    for form in scene.pack.roles.beginning_with(first) {
        let Some((end, inner)) = walk(scene, i, skipped, form, bodies, covered) else { continue };
        if !nominal && form.pieces.len() == 1 {
            continue;
        }
        if form.pieces.len() == 1 && token.upos == Upos::Verb && scene.before(i).1 == Det::None {
            continue;
        }
        let head = scene.head(&(i..end));
        let head = if form.pieces.len() > 1 && scene.token(i).upos == Upos::Noun { i } else { head };
        let mut noun = blank(scene, i..end, head, NounKind::Role(form.role));
        noun.plural = form.plural.unwrap_or(noun.plural);
        noun.gender = form.gender.or(noun.gender);
        let (behind, end) = adjectives(scene, i, end, noun.plural);
        // "ministre des Affaires étrangères" is of here: what qualifies a word inside the form says nothing of the whole.
        noun.region =
            (i..end).filter(|&t| scene.tree.head(t) == Some(head)).find_map(|t| region_at(scene, t));
        noun.countries = inner;
        noun.countries.extend(behind);
        noun.tokens.end = end;
        noun.former = skipped == 1;
        before_noun(scene, &mut noun);
        return Some(noun);
    }
    None
}

/// Adjectives in front: "l'ancien président", "le futur ministre"; they join the phrase.
fn before_noun(scene: &Scene<'_>, noun: &mut Noun) {
    let names = &scene.pack.names;
    let floor = scene.tree.sentence_range(noun.tokens.start).start;
    for t in (floor..noun.tokens.start).rev().take(3) {
        let low = &scene.low[t as usize];
        let hyphen = matches!(scene.word(t), "-");
        if names.former.contains(low) {
            noun.former = true;
        } else if names.future.contains(low) {
            noun.future = true;
        } else if !hyphen && !matches!(scene.token(t).upos, Upos::Adj | Upos::Num) {
            break;
        }
        if names.former.contains(low) || names.future.contains(low) {
            noun.tokens.start = t;
        }
    }
    noun.det = scene.before(noun.tokens.start).1;
}

/// Walks a form over tokens from `i`; adjectives may stand between its words. One past the last token, and demonyms passed.
fn walk(
    scene: &Scene<'_>,
    i: u32,
    skipped: usize,
    form: &RoleForm,
    names: &[Named<'_>],
    covered: &[Option<usize>],
) -> Option<(u32, Vec<EntityIx>)> {
    let limit = scene.limit(i);
    let mut left = form.pieces.as_slice();
    let mut countries = Vec::new();
    let (mut t, mut passed) = (i, 0);
    while !left.is_empty() {
        if t >= limit {
            return None;
        }
        let mine = scene.pieces[t as usize].as_slice();
        let mine = if t == i { &mine[skipped.min(mine.len())..] } else { mine };
        if let Some(rest) =
            left.strip_prefix(mine).filter(|_| !mine.is_empty() || t > i && scene.word(t) == "-")
        {
            left = rest;
            t += 1;
            continue;
        }
        let begun = left.len() < form.pieces.len();
        if begun && passed < 3 {
            if let Some((country, after)) = demonym_at(scene, t).filter(|_| !scene.capital(t)) {
                countries.push(country);
                t = after;
                passed += 1;
                continue;
            }
            if scene.token(t).upos == Upos::Adj {
                t += 1;
                passed += 1;
                continue;
            }
        }
        return None;
    }
    let cut =
        (t < limit).then(|| covered[t as usize].filter(|n| covered[t as usize - 1] == Some(*n))).flatten();
    let Some(cut) = cut else { return Some((t, countries)) };
    // "chef de l'armée | libanaise", where the army is a known body: its country is the office's.
    if let What::Entry(forms) = &names[cut].what {
        let body = forms.iter().map(|f| scene.kb.entity(f.entity)).find(|e| e.kind() == KbKind::Organisation);
        let state = body.and_then(|b| scene.kb.country(b.country()?));
        if let Some(state) = state.filter(|_| names[cut].tokens.start > i) {
            countries.push(state.ix);
            return Some((names[cut].tokens.end, countries));
        }
    }
    // A name that begins inside and goes on behind wins: "président de la | République islamique d'Iran".
    None
}

/// A role noun behind what qualifies it: "former Iranian president", "the Russian and Ukrainian foreign ministers".
fn premodified(scene: &Scene<'_>, i: u32, names: &[Named<'_>], covered: &[Option<usize>]) -> Option<Noun> {
    let words = &scene.pack.names;
    if !words.premodifiers || !scene.wordy(i) {
        return None;
    }
    let limit = scene.tree.sentence_range(i).end.min(i + 12);
    let mut countries = Vec::new();
    let mut region = None;
    let (mut former, mut future) = (false, false);
    let mut t = i;
    while t < limit && covered[t as usize].is_none() {
        let low = &scene.low[t as usize];
        let joins = scene.token(t).upos == Upos::Cconj || matches!(scene.word(t), "," | "-");
        if let Some((country, after)) = demonym_at(scene, t) {
            countries.push(country);
            t = after;
        } else if let Some(part) = region_at(scene, t) {
            region = Some(part);
            t += 1;
        } else if words.former.contains(low) {
            former = true;
            t += 1;
        } else if words.future.contains(low) {
            future = true;
            t += 1;
        } else if t > i && joins && (scene.word(t) == "-" || !countries.is_empty()) {
            // Only another demonym may follow, as in "Russian and Ukrainian".
            if scene.word(t) != "-" && demonym_at(scene, t + 1).is_none() {
                return None;
            }
            t += 1;
        } else if t > i && matches!(scene.token(t).upos, Upos::Adj | Upos::Adv) && role_at(scene, t).is_none()
        {
            t += 1;
        } else {
            break;
        }
    }
    let told = !countries.is_empty() || region.is_some() || former || future;
    if t == i || t >= limit || covered[t as usize].is_some() || !told {
        return None;
    }
    let mut noun = counterpart(scene, t).or_else(|| role(scene, t, names, covered))?;
    noun.tokens.start = i;
    noun.countries.splice(0..0, countries);
    noun.region = noun.region.or(region);
    noun.former |= former;
    noun.future |= future;
    noun.det = scene.before(i).1;
    // Several states have several holders only when the noun is plural.
    if !noun.plural {
        noun.countries.truncate(1);
    }
    Some(noun)
}

/// Whether some role noun of the pack begins with the word.
fn role_at(scene: &Scene<'_>, i: u32) -> Option<()> {
    let first = scene.pieces[i as usize].first()?;
    scene.pack.roles.beginning_with(first).iter().any(|f| scene.phrase_pieces(i, &f.pieces)).then_some(())
}

fn demonym(scene: &Scene<'_>, i: u32) -> Option<Noun> {
    let (country, end) = demonym_at(scene, i)?;
    let token = scene.token(i);
    let head = scene.head(&(i..end));
    let capital = scene.capital(i) && !scene.pack.names.premodifiers;
    let qualifies = token.is("amod") || token.is("compound") || token.upos == Upos::Adj;
    let adjective = match scene.pack.names.premodifiers {
        true => qualifies && scene.token(head).head != head && !token.is("conj") || token.is("amod"),
        false if scene.pack.names.small_demonyms => {
            let noun = token.upos == Upos::Noun && !token.is("amod") && !token.is("appos");
            !noun && (!capital || scene.opens(i) && token.upos == Upos::Adj)
        }
        false => !capital || scene.opens(i) && token.upos == Upos::Adj,
    };
    let what = match adjective {
        false => NounKind::Demonym,
        true if matches!(token.upos, Upos::Adj | Upos::Noun | Upos::Propn | Upos::X | Upos::Verb)
            && scene.token(head).head != head
            && matches!(
                scene.tree.head(head).map(|h| scene.token(h).upos),
                Some(Upos::Noun | Upos::Propn)
            ) =>
        {
            NounKind::Adjective
        }
        true => return None,
    };
    let mut noun = blank(scene, i..end, head, what);
    noun.countries = vec![country];
    Some(noun)
}

fn counterpart(scene: &Scene<'_>, i: u32) -> Option<Noun> {
    let end = scene.pack.names.counterparts.iter().find_map(|c| scene.phrase(i, c))?;
    let mut noun = blank(scene, i..end, i, NounKind::Counterpart);
    let (countries, end) = adjectives(scene, i, end, noun.plural);
    noun.countries = countries;
    noun.tokens.end = end;
    Some(noun)
}

/// "les deux gouvernements": a definite determiner, a number, a plural noun; the phrase begins at the number.
fn several(scene: &Scene<'_>, i: u32) -> Option<Noun> {
    let names = &scene.pack.names;
    let (_, count) = names.numbers.iter().find(|(word, _)| *word == scene.low[i as usize])?;
    let before = i.checked_sub(1).filter(|&b| scene.together(b, i))?;
    let definite = scene.token(before).feat("Definite") == Some("Def")
        || scene.token(before).feat("PronType") == Some("Dem")
        || scene.token(before).feat("Poss") == Some("Yes");
    if !definite || scene.token(before).feat("Number") == Some("Sing") {
        return None;
    }
    let (kind, end) = names
        .several
        .iter()
        .enumerate()
        .filter_map(|(n, s)| scene.phrase(i + 1, &s.form).map(|end| (n, end)))
        .max_by_key(|(_, end)| *end)?;
    let head = i + 1;
    let mut noun = blank(scene, i..end, head, NounKind::Several(kind, *count));
    let (countries, end) = adjectives(scene, head, end, true);
    noun.countries = countries;
    noun.tokens.end = end;
    noun.plural = true;
    noun.det = Det::Definite;
    Some(noun)
}

/// "le pays", when nothing behind it says which.
fn country(scene: &Scene<'_>, i: u32) -> Option<Noun> {
    if !scene.pack.names.country_nouns.contains(&scene.low[i as usize]) {
        return None;
    }
    let (_, det) = scene.before(i);
    let complement = scene.tree.children(i).iter().any(|&c| {
        let token = scene.token(c);
        token.is("nmod") || token.is("amod") || token.is("acl") || token.is("nummod") || token.is("appos")
    });
    let noun = blank(scene, i..i + 1, i, NounKind::Country);
    (det == Det::Definite && !noun.plural && !complement).then_some(noun)
}

/// Ties complements ("de l'ONU", "du ministère") to role nouns.
fn complements(scene: &Scene<'_>, names: &[Named<'_>], all: &mut [Noun]) {
    if scene.pack.names.premodifiers {
        owners(scene, names, all);
    }
    for n in (0..all.len()).rev() {
        let NounKind::Role(_) = all[n].what else { continue };
        if all[n].of.is_some() {
            continue;
        }
        // "leurs troupes d'Afghanistan": who has them stands in front.
        if matches!(all[n].det, Det::Possessive(_)) {
            continue;
        }
        let from = all[n].tokens.end;
        let limit = scene.tree.sentence_range(all[n].head).end;
        // "un dirigeant houthi", "des émissaires talibans": a group's name that works as an adjective.
        let behind = all[n].form.end..limit.min(from + 1);
        let group = names.iter().position(|k| behind.contains(&k.tokens.start) && is_group(scene, k));
        if let Some(k) =
            group.filter(|&k| all[n].countries.is_empty() && !scene.capital(names[k].tokens.start))
        {
            all[n].of = Some(Of::Named(k));
            all[n].tokens.end = from.max(names[k].tokens.end);
            continue;
        }
        if from >= limit || !scene.pack.names.genitive.iter().any(|g| g == scene.plain(from)) {
            continue;
        }
        let mut at = from + 1;
        while at < limit && (scene.token(at).upos == Upos::Det || scene.low[at as usize] == "l'") {
            at += 1;
        }
        // "président de la Force Al-Qods": a name; "porte-parole du ministère": a noun.
        if let Some(k) = names.iter().position(|k| k.tokens.start == at && !k.what.is_person()) {
            all[n].of = Some(Of::Named(k));
            all[n].tokens.end = names[k].tokens.end;
        } else if let Some(m) = (n + 1..all.len())
            .find(|&m| all[m].tokens.start == at && matches!(all[m].what, NounKind::Role(_)))
        {
            all[n].of = Some(Of::Noun(m));
            all[n].tokens.end = all[n].tokens.end.max(all[m].tokens.end);
        }
    }
}

fn is_group(scene: &Scene<'_>, named: &Named<'_>) -> bool {
    matches!(&named.what, What::Entry(forms) if forms.iter().any(|f| scene.kb.entity(f.entity).kind() == KbKind::Group))
}

/// Ties what stands right before a role noun to it: "US president", "China's army", "foreign ministry spokesman".
fn owners(scene: &Scene<'_>, names: &[Named<'_>], all: &mut [Noun]) {
    for n in 0..all.len() {
        let NounKind::Role(_) = all[n].what else { continue };
        if !all[n].countries.is_empty() {
            continue;
        }
        let floor = scene.tree.sentence_range(all[n].head).start;
        let mut at = all[n].tokens.start;
        // "Russia's powerful defence minister", "the army's chief": adjectives and the mark of the owner stand between.
        let marker = |t: u32| scene.pack.names.possessive_markers.contains(&scene.low[t as usize]);
        let mut owned = false;
        while at > floor {
            let token = scene.token(at - 1);
            if marker(at - 1) {
                owned = true;
                at -= 1;
                break;
            }
            let plain = matches!(token.upos, Upos::Adj | Upos::Num | Upos::Adv)
                && !scene.capital(at - 1)
                && demonym_at(scene, at - 1).is_none();
            if !plain {
                break;
            }
            at -= 1;
        }
        let close = owned || at == all[n].tokens.start;
        let body = |k: &Named<'_>| matches!(k.what, What::Entry(_) | What::Unknown(_));
        if let Some(k) = names.iter().position(|k| k.tokens.end == at && body(k)).filter(|_| close) {
            all[n].of = Some(Of::Named(k));
            all[n].tokens.start = names[k].tokens.start;
        } else if let Some(m) =
            (0..n).rev().find(|&m| all[m].tokens.end == at && all[m].tokens.end > floor).filter(|_| close)
            && matches!(all[m].what, NounKind::Role(_) | NounKind::Country)
            && (owned || !all[m].plural)
        {
            all[n].of = Some(Of::Noun(m));
            all[n].tokens.start = all[m].tokens.start;
            all[n].former |= all[m].former && !owned;
        } else {
            continue;
        }
        all[n].det = match owned {
            true => Det::Definite,
            false => scene.before(all[n].tokens.start).1,
        };
    }
}

/// Ties names to the role nouns beside them: first those of one phrase, then appositions.
fn neighbours(scene: &Scene<'_>, names: &[Named<'_>], all: &mut [Noun]) {
    let personal: Vec<Option<bool>> = all
        .iter()
        .map(|noun| match noun.what {
            NounKind::Role(r) => {
                let kind = scene.pack.roles.all[r].kind;
                Some(matches!(kind, RoleKind::Person | RoleKind::Epithet))
            }
            NounKind::Counterpart => Some(true),
            _ => None,
        })
        .collect();
    for (noun, personal) in all.iter_mut().zip(&personal) {
        let Some(personal) = *personal else { continue };
        let next = names.iter().position(|k| k.tokens.start == noun.tokens.end && takes(scene, k, personal));
        if let Some(k) = next.filter(|_| !noun.plural || !personal) {
            noun.beside = Some(Beside { named: k, merged: true });
            noun.tokens.end = names[k].tokens.end;
        }
    }
    for n in 0..all.len() {
        if personal[n] == Some(true) && !all[n].plural && all[n].beside.is_none() {
            all[n].beside = apposition(scene, names, all, n).map(|named| Beside { named, merged: false });
        }
    }
}

/// Whether a role noun may stand beside a name.
fn takes(scene: &Scene<'_>, named: &Named<'_>, personal: bool) -> bool {
    match &named.what {
        What::Person { .. } => personal,
        What::Entry(forms) => {
            let body = |k| matches!(k, KbKind::Organisation | KbKind::Group | KbKind::Media);
            !personal && forms.iter().any(|f| body(scene.kb.entity(f.entity).kind()))
        }
        What::Unknown(_) => false,
    }
}

/// The person a role noun stands in apposition to, before or behind it.
fn apposition(scene: &Scene<'_>, names: &[Named<'_>], all: &[Noun], n: usize) -> Option<usize> {
    let noun = &all[n];
    let limit = scene.tree.sentence_range(noun.head).end;
    let floor = scene.tree.sentence_range(noun.head).start;
    let comma = |t: u32| t < limit && scene.word(t) == ",";
    let closed = |t: u32| t >= limit || matches!(scene.word(t), "," | "." | ")" | ";" | ":" | "»");
    let article = |t: u32| scene.token(t).upos == Upos::Det || scene.low[t as usize] == "l'";
    let end = noun.tokens.end;
    // "un habitant du district, Gul Rahman, ...": behind its complement.
    let own = |t: u32| t < limit && scene.tree.within(t, noun.head) && scene.token(t).upos != Upos::Verb;
    let complement = (end..limit).take(5).take_while(|&t| own(t) && !comma(t)).count() as u32;
    let end = if comma(end + complement) { end + complement } else { end };
    if comma(end) {
        // "le chef de la diplomatie iranienne, Mohammad Javad Zarif, ..."; one of many only between marks: "un habitant, Gul
        // Rahman, ...".
        let definite = noun.det != Det::Indefinite;
        let behind = names.iter().position(|k| {
            let apposed = definite && scene.token(scene.head(&k.tokens)).is("appos");
            k.tokens.start == end + 1 && takes(scene, k, true) && (apposed || closed(k.tokens.end))
        });
        if behind.is_some() {
            return behind;
        }
        // "le porte-parole de l'armée, le colonel Dembélé, ...": the name has an office of its own.
        let start = if end + 1 < limit && article(end + 1) { end + 2 } else { end + 1 };
        let with_office = all.iter().find(|m| m.tokens.start == start && closed(m.tokens.end));
        let named =
            with_office.and_then(|m| m.beside).filter(|b| b.merged && takes(scene, &names[b.named], true));
        if let Some(b) = named {
            return Some(b.named);
        }
    }
    // "Hassan Rohani, président iranien, ..."; with an article only as an apposition.
    let mut b = noun.tokens.start;
    while b > floor && article(b - 1) {
        b -= 1;
    }
    if b <= floor || !comma(b - 1) {
        return None;
    }
    let apposed = b == noun.tokens.start || scene.token(noun.head).is("appos") && closed(end);
    names.iter().position(|k| k.tokens.end == b - 1 && takes(scene, k, true)).filter(|_| apposed)
}
