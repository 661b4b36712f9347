//! Chooses which entries really code an act at each place, and which act an operator acts on.

use crate::cast::{Cast, Things};
use crate::matcher::{Found, fill, is_passive};
use crate::stance::governor;
use crate::tree::Tree;
use dateline_pack::{Entry, EntryKind, Pack, Pos, Slot};
use dateline_types::{EntityKind, Participant, Upos};

/// An entry chosen to code the act at its token.
#[derive(Clone, Debug)]
pub struct Act {
    /// Where it stands.
    pub found: Found,
    /// Whether the entry acts on another act.
    pub operator: bool,
    /// The acts it acts on, by index; empty for triggers and for operators without content.
    pub inner: Vec<usize>,
}

/// Nouns that hold the words of an expression together and are none of them: "conclu un accord de trêve".
fn between(tree: &Tree<'_>, words: &[u32]) -> Vec<u32> {
    let mut all = Vec::new();
    for &word in words {
        let mut path = Vec::new();
        for above in tree.ancestors(word).take(4) {
            if words.contains(&above) {
                all.extend(path);
                break;
            }
            // Words are in text order.
            let inside = words.first() < Some(&above) && Some(&above) < words.last();
            if !inside || tree.token(above).upos != Upos::Noun {
                break;
            }
            path.push(above);
        }
    }
    all
}

/// The acts of a text, by token.
#[must_use]
pub fn choose(tree: &Tree<'_>, pack: &Pack, cast: &mut Cast, text: &str, found: &[Found]) -> Vec<Act> {
    let mut acts: Vec<Act> = Vec::new();
    let mut taken: Vec<u32> = Vec::new();
    let mut enclosed: Vec<u32> = Vec::new();
    // Expressions first: their words cannot name another act, and what they enclose is none by itself.
    let mut order: Vec<&Found> = found.iter().collect();
    order.sort_by_key(|f| (std::cmp::Reverse(f.words.len()), f.token));
    for f in order {
        let inside = f.words.len() == 1 && enclosed.contains(&f.token);
        if inside
            || acts.iter().any(|a| a.found.token == f.token)
            || f.words.iter().any(|w| taken.contains(w))
        {
            continue;
        }
        let entry = &pack.acts.entries[f.entry as usize];
        if !conditions_hold(tree, pack, cast, text, f, entry) {
            continue;
        }
        // An entry that needs a side the sentence does not give leaves its word to one that does without.
        if lacks(tree, pack, f, entry)
            && found.iter().any(|o| {
                let other = &pack.acts.entries[o.entry as usize];
                o.words.iter().all(|w| f.words.contains(w))
                    && o.entry != f.entry
                    && other.code.is_some()
                    && !lacks(tree, pack, o, other)
                    && conditions_hold(tree, pack, cast, text, o, other)
            })
        {
            continue;
        }
        if f.words.len() > 1 {
            taken.extend(f.words.iter().copied());
            enclosed.extend(between(tree, &f.words));
        }
        acts.push(Act { found: f.clone(), operator: entry.kind == EntryKind::Operator, inner: Vec::new() });
    }
    acts.sort_by_key(|a| a.found.token);
    link_operators(tree, pack, cast, &mut acts);
    // An operator that found nothing to act on, and has no code of its own, leaves its word to a trigger.
    for act in acts.iter_mut().filter(|a| a.operator && a.inner.is_empty()) {
        if pack.acts.entries[act.found.entry as usize].code.is_some() {
            continue;
        }
        let other =
            found.iter().filter(|f| f.token == act.found.token && f.entry != act.found.entry).find(|f| {
                let entry = &pack.acts.entries[f.entry as usize];
                entry.code.is_some()
                    && entry.kind == EntryKind::Trigger
                    && conditions_hold(tree, pack, cast, text, f, entry)
            });
        if let Some(other) = other {
            act.found = other.clone();
            act.operator = false;
        }
    }
    acts
}

/// Whether no slot gives a side that an entry needs.
fn lacks(tree: &Tree<'_>, pack: &Pack, found: &Found, entry: &Entry) -> bool {
    let none = |slots: &[Slot]| slots.iter().all(|s| fill(tree, &pack.manifest, found, entry, s).is_none());
    entry.conditions.need_actor && none(&entry.frame.actor)
        || entry.conditions.need_recipient && none(&entry.frame.recipient)
}

fn conditions_hold(
    tree: &Tree<'_>,
    pack: &Pack,
    cast: &mut Cast,
    text: &str,
    found: &Found,
    entry: &Entry,
) -> bool {
    let c = &entry.conditions;
    let head = |slot: &Slot| fill(tree, &pack.manifest, found, entry, slot).map(|(t, _)| t);
    for (slot, lemmas) in &c.among {
        if !head(slot).is_some_and(|t| is_one_of(tree, t, lemmas) || stands_for(tree, cast, text, t, lemmas))
        {
            return false;
        }
    }
    for (slot, lemmas) in &c.not_among {
        if head(slot).is_some_and(|t| is_one_of(tree, t, lemmas)) {
            return false;
        }
    }
    for slot in &c.acting {
        let Some(t) = head(slot) else { continue };
        let pronoun = tree.token(t).upos == Upos::Pron;
        let acts = |cast: &Cast, list: &[Participant]| list.iter().any(|p| cast.acts(p.entity));
        let own = cast.participants(tree, text, t, "", Things::None);
        if pronoun || acts(cast, &own) {
            continue;
        }
        // "Des drones turcs ont bombardé ...": whose the weapon is acts.
        let owners = cast.owners(tree, text, t, &pack.manifest.possessive, "");
        if *slot != Slot::Subject || !material(entry) || !acts(cast, &owners) {
            return false;
        }
    }
    true
}

/// Whether what a word counts or measures is one of the lemmas ("des centaines de manifestants"), or whoever it stands for
/// is of one of the sectors among them.
fn stands_for(tree: &Tree<'_>, cast: &mut Cast, text: &str, t: u32, lemmas: &[String]) -> bool {
    let counted = tree
        .with(t, "nmod")
        .chain(tree.with(t, "nummod"))
        .any(|c| cast.mention_at(t).is_none_or(|m| m.head != t) && is_one_of(tree, c, lemmas));
    let sectors = lemmas.iter().any(|l| l.bytes().all(|b| b.is_ascii_uppercase()));
    counted
        || sectors
            && cast
                .participants(tree, text, t, "", Things::None)
                .iter()
                .any(|p| cast.entities[p.entity].sector.as_ref().is_some_and(|s| lemmas.contains(s)))
}

/// Whether an entry names a deed, not words: such acts fall on things of a country, and its things carry them out.
fn material(entry: &Entry) -> bool {
    let cameo = entry.code.as_ref().and_then(|c| c.cameo.as_deref());
    cameo.is_some_and(|c| c.starts_with(['0', '2']) || c > "139")
}

fn is_one_of(tree: &Tree<'_>, t: u32, lemmas: &[String]) -> bool {
    let lemma = tree.lemma(t);
    lemmas.iter().any(|l| *l == lemma || **l == *tree.token(t).norm)
}

/// Finds what each operator acts on, through its content slots.
fn link_operators(tree: &Tree<'_>, pack: &Pack, cast: &Cast, acts: &mut [Act]) {
    let at: std::collections::BTreeMap<u32, (usize, u32)> = acts
        .iter()
        .enumerate()
        .flat_map(|(i, a)| a.found.words.iter().map(move |&w| (w, (i, a.found.token))))
        .collect();
    let contents_of = |i: usize, act: &Act| -> Vec<usize> {
        let entry = &pack.acts.entries[act.found.entry as usize];
        let mut inner: Vec<usize> = Vec::new();
        for slot in &entry.frame.content {
            for root in contents(tree, pack, &act.found, entry, slot) {
                for t in tree.coordinated(root) {
                    if let Some(a) = core_act(tree, pack, cast, &at, t, i, 5)
                        && !inner.contains(&a)
                    {
                        inner.push(a);
                    }
                }
            }
            if !inner.is_empty() {
                break;
            }
        }
        inner
    };
    let linked: Vec<Vec<usize>> = acts
        .iter()
        .enumerate()
        .map(|(i, act)| if act.operator { contents_of(i, act) } else { Vec::new() })
        .collect();
    for (act, inner) in acts.iter_mut().zip(linked) {
        act.inner = inner;
    }
    // No act may act on itself through others.
    for i in 0..acts.len() {
        let inner = std::mem::take(&mut acts[i].inner);
        acts[i].inner = inner.into_iter().filter(|&j| j != i && !reaches(acts, j, i, 8)).collect();
    }
}

fn reaches(acts: &[Act], from: usize, to: usize, depth: u8) -> bool {
    depth > 0 && acts[from].inner.iter().any(|&n| n == to || reaches(acts, n, to, depth - 1))
}

/// Whether a content slot of an entry is filled by a clause.
#[must_use]
pub fn governs_clause(tree: &Tree<'_>, pack: &Pack, found: &Found, entry: &Entry) -> bool {
    let slots = entry.frame.content.iter();
    slots.flat_map(|slot| contents(tree, pack, found, entry, slot)).any(|t| tree.is_verbal(t))
}

/// Head words of what fills a content slot.
fn contents(tree: &Tree<'_>, pack: &Pack, found: &Found, entry: &Entry, slot: &Slot) -> Vec<u32> {
    let heads = found.words.iter().rev();
    let mut all = Vec::new();
    for &w in heads {
        for &c in tree.children(w) {
            if found.words.contains(&c) {
                continue;
            }
            let token = tree.token(c);
            let clause = token.is("ccomp")
                || token.is("xcomp")
                || token.is("acl")
                || token.is("advcl")
                || token.is("obl")
                || token.is("csubj");
            let fits = match slot {
                Slot::Prep(p) if tree.is_verbal(c) => {
                    clause
                        && (tree.marked_by(c, p) || *p == pack.manifest.complementizer && token.is("ccomp"))
                }
                Slot::Prep(p) => {
                    (token.is("obl") || token.is("nmod") || token.is("iobj")) && tree.marked_by(c, p)
                }
                Slot::Object => token.is("obj") || token.is("nsubj") && tree.is_passive(w),
                Slot::Inf => tree.is_verbal(c) && (token.is("xcomp") || token.is("ccomp")),
                Slot::Subject => token.is("nsubj"),
                Slot::Adj | Slot::Loc => false,
            };
            if fits && (entry.pos != Pos::Noun || c > w || token.is("amod")) {
                all.push(c);
            }
        }
    }
    // "accuser les Européens de céder": the parser may hang the clause on the object.
    if all.is_empty()
        && entry.pos == Pos::Verb
        && let Slot::Prep(p) = slot
    {
        let objects = tree.with(found.token, "obj").chain(tree.with(found.token, "obl"));
        let clauses = objects.flat_map(|o| tree.children(o).iter().copied());
        // "pidió a las partes que dialoguen": a finite one opens with the conjunction, whatever the parser calls it.
        let opened = |c: u32| {
            *p == pack.manifest.complementizer
                && tree.children(c).first().is_some_and(|&w| w < c && *tree.token(w).norm == **p)
        };
        all.extend(
            clauses.filter(|&c| {
                tree.is_verbal(c) && (tree.is_nonfinite(c) && tree.marked_by(c, p) || opened(c))
            }),
        );
    }
    all
}

/// The act at a word, or below it where the word only carries it ("tenir des pourparlers", "aider à libérer").
fn core_act(
    tree: &Tree<'_>,
    pack: &Pack,
    cast: &Cast,
    at: &std::collections::BTreeMap<u32, (usize, u32)>,
    token: u32,
    not: usize,
    depth: u8,
) -> Option<usize> {
    if let Some(&(a, head)) = at.get(&token).filter(|(a, _)| *a != not) {
        // An expression that reaches around the operator governs it; it is no content of it.
        if !tree.ancestors(token).any(|t| t == head) || head == token {
            return Some(a);
        }
    }
    // "promettre de juger les auteurs du meurtre": what people did is not what is done to them.
    if cast.mention_headed(token).is_some_and(|m| cast.acts(m.entity)) {
        return None;
    }
    let depth = depth.checked_sub(1)?;
    let below = tree.children(token).iter().copied().filter(|&c| {
        let t = tree.token(c);
        let carried = t.is("xcomp") || t.is("obj") || t.is("ccomp") && tree.is_verbal(token);
        let noun_of_noun = t.is("nmod") && !tree.is_verbal(token) && !pack.manifest.light.is_empty();
        let passive = t.is("nsubj") && tree.is_passive(token);
        carried
            || passive
            || noun_of_noun
            || t.is("obl") && pack.manifest.light.iter().any(|l| *l == tree.lemma(token))
    });
    below.into_iter().find_map(|c| core_act(tree, pack, cast, at, c, not, depth))
}

/// Actors and recipients of one act, before any operator shares its own.
#[derive(Clone, Debug, Default)]
pub struct Sides {
    /// Who acts.
    pub actors: Vec<Participant>,
    /// Who is acted on.
    pub recipients: Vec<Participant>,
}

/// Fills the frame of an entry with the people of the sentence.
#[must_use]
pub fn sides(
    tree: &Tree<'_>,
    pack: &Pack,
    cast: &mut Cast,
    text: &str,
    found: &Found,
    entry: &Entry,
) -> Sides {
    let actors = side(tree, pack, cast, text, found, entry, &entry.frame.actor, false, &[]);
    let mut out = Sides { actors, recipients: Vec::new() };
    let passive = is_passive(tree, found.token, entry);
    let takes = |slot: Slot| {
        if passive { entry.frame.recipient.contains(&slot) } else { entry.frame.actor.contains(&slot) }
    };
    // The parser gave the verb no subject it could use: its place in the clause tells who it is.
    let wanted = if passive { Slot::Object } else { Slot::Subject };
    let surface = (entry.pos == Pos::Verb && takes(wanted) && finite(tree, found.token))
        .then(|| surface_subject(tree, cast, found))
        .flatten();
    if let (false, true, Some(subject)) = (passive, out.actors.is_empty(), &surface) {
        out.actors = vec![subject.clone()];
    }
    let drops = pack.manifest.null_subject && entry.pos == Pos::Verb && takes(Slot::Subject);
    if !passive && out.actors.is_empty() && drops && finite(tree, found.token) {
        out.actors.extend(cast.dropped_subject(tree, found.token));
    }
    let taken = out.actors.clone();
    out.recipients = side(tree, pack, cast, text, found, entry, &entry.frame.recipient, true, &taken);
    if let (true, true, Some(subject)) = (passive, out.recipients.is_empty(), surface) {
        out.recipients = vec![subject];
    }
    if entry.pos == Pos::Noun {
        possessor(tree, cast, text, found, &mut out);
        carried(tree, pack, cast, text, found, entry, &mut out);
    }
    if entry.frame.symmetric && out.recipients.is_empty() && out.actors.len() > 1 {
        out.recipients = out.actors.split_off(1);
    }
    if entry.frame.symmetric && entry.pos == Pos::Noun && out.recipients.is_empty() && out.actors.len() == 1 {
        out.recipients.extend(second_side(tree, cast, &out.actors[0]));
    }
    out.recipients.retain(|r| !out.actors.iter().any(|a| a.entity == r.entity));
    out
}

/// "entre A et B" whose B the parser hung elsewhere: the next mention behind a conjunction.
fn second_side(tree: &Tree<'_>, cast: &Cast, first: &Participant) -> Option<Participant> {
    let end = tree.analysis.tokens_in(first.mention?).end;
    let sentence = tree.sentence_range(end.checked_sub(1)?);
    let until = (end + 6).min(sentence.end);
    let conjunction = (end..until).find(|&t| tree.token(t).upos == Upos::Cconj)?;
    let plain = (end..conjunction).all(|t| !tree.is_verbal(t) && tree.token(t).upos != Upos::Adp);
    let next = cast
        .mentions
        .iter()
        .filter(|m| m.head > conjunction && m.head <= conjunction + 5 && m.head < sentence.end)
        .filter(|m| !m.locative && cast.acts(m.entity) && m.entity != first.entity)
        .min_by_key(|m| m.span.start)?;
    let verb_between = (conjunction..next.head).any(|t| tree.is_verbal(t));
    (plain && !verb_between).then(|| Participant {
        entity: next.entity,
        mention: Some(next.span),
        code: cast.entities[next.entity].code.clone(),
        rule: "second side behind the conjunction".into(),
    })
}

/// Whether the verb or an auxiliary of it is finite, and it is no relative clause.
fn finite(tree: &Tree<'_>, verb: u32) -> bool {
    !tree.is_nonfinite(verb) && !tree.is_impersonal(verb) && &*tree.token(verb).deprel != "acl:relcl"
}

/// The subject by its place, unless the verb has a subject of its own that is merely nobody known.
fn surface_subject(tree: &Tree<'_>, cast: &Cast, found: &Found) -> Option<Participant> {
    let verb = found.token;
    let parsed = tree.subject(verb).map(|(t, _)| t);
    let coordinated =
        |t: u32| tree.token(t).is("conj") || tree.children(t).iter().any(|&c| tree.token(c).is("cc"));
    if parsed.is_some_and(|t| !coordinated(t) && t < verb && tree.token(t).upos != Upos::Pron) {
        return None;
    }
    let mention = cast.surface_subject(tree, verb)?;
    Some(Participant {
        entity: mention.entity,
        mention: Some(mention.span),
        code: cast.entities[mention.entity].code.clone(),
        rule: "subject by its place in the clause".into(),
    })
}

#[allow(clippy::too_many_arguments)] // a frame is filled from all of these; a struct would only rename them
fn side(
    tree: &Tree<'_>,
    pack: &Pack,
    cast: &mut Cast,
    text: &str,
    found: &Found,
    entry: &Entry,
    slots: &[Slot],
    recipient: bool,
    taken: &[Participant],
) -> Vec<Participant> {
    for slot in slots {
        if *slot == Slot::Adj {
            let adjectives =
                found.words.iter().flat_map(|&w| tree.with(w, "amod").chain(tree.with(w, "compound")));
            let demonym = adjectives.into_iter().find(|&c| cast.mention_at(c).is_some());
            if let Some(t) = demonym {
                let all = cast.participants(tree, text, t, "adjective", Things::None);
                if !all.is_empty() && !all.iter().all(|p| taken.iter().any(|q| q.entity == p.entity)) {
                    return all;
                }
            }
            continue;
        }
        let Some((t, rule)) = fill(tree, &pack.manifest, found, entry, slot) else {
            let owners = owners(tree, pack, cast, text, found, entry, slot, taken);
            if !owners.is_empty() {
                return owners;
            }
            continue;
        };
        // "a rappelé son ambassadeur": whose it is stands for nobody but when it is told who that is.
        let whose = tree.token(t).upos == Upos::Det && cast.mention_headed(t).is_none();
        if found.words.contains(&t) || whose {
            continue;
        }
        // A blow falls on things of a country; words fall on people and states.
        let material = material(entry);
        let things = match recipient && matches!(slot, Slot::Object | Slot::Prep(_)) && !tree.is_verbal(t) {
            false => Things::None,
            true if material => Things::Deep,
            true => Things::Near,
        };
        let mut all = cast.participants(tree, text, t, &rule, things);
        all.retain(|p| {
            let e = &cast.entities[p.entity];
            let somebody = cast.acts(p.entity) || recipient && (e.country.is_some() || e.place.is_some());
            somebody && !taken.iter().any(|q| q.entity == p.entity)
        });
        if !all.is_empty() {
            return all;
        }
        // "Russian missiles killed ...": whose the weapon is acts.
        if !recipient && material && *slot == Slot::Subject {
            let owners = cast.owners(tree, text, t, &pack.manifest.possessive, "whose the subject is");
            if !owners.is_empty() {
                return owners;
            }
        }
    }
    Vec::new()
}

/// Whose the object of a verb is, where its entry asks for that: "rejected an Australian ultimatum", "praised Haiti's efforts".
#[allow(clippy::too_many_arguments)] // as for `side`
fn owners(
    tree: &Tree<'_>,
    pack: &Pack,
    cast: &mut Cast,
    text: &str,
    found: &Found,
    entry: &Entry,
    slot: &Slot,
    taken: &[Participant],
) -> Vec<Participant> {
    let asked = matches!(slot, Slot::Prep(p) if *p == pack.manifest.possessive) && entry.pos == Pos::Verb;
    if !asked {
        return Vec::new();
    }
    let own = found.words.iter().copied().filter(|&w| w != found.token);
    let things: Vec<u32> = own.chain(tree.objects(found.token)).collect();
    for thing in things {
        let mut all = cast.owners(tree, text, thing, &pack.manifest.possessive, "whose it is");
        all.retain(|p| !taken.iter().any(|q| q.entity == p.entity));
        if !all.is_empty() {
            return all;
        }
    }
    Vec::new()
}

/// Whom an operator concerns when nothing codes what it is about: the subject of the clause it governs ("demanded that Hamas
/// renounce ..."), else whoever the clause names first ("threatened to break relations with Russia").
#[must_use]
#[allow(clippy::too_many_arguments)] // as for `side`
pub fn concerned(
    tree: &Tree<'_>,
    pack: &Pack,
    cast: &mut Cast,
    text: &str,
    found: &Found,
    entry: &Entry,
    object_control: bool,
    taken: &[Participant],
) -> Vec<Participant> {
    let free = |cast: &Cast, p: &Participant| {
        let e = &cast.entities[p.entity];
        (cast.acts(p.entity) || e.country.is_some()) && !taken.iter().any(|q| q.entity == p.entity)
    };
    for slot in &entry.frame.content {
        for root in contents(tree, pack, found, entry, slot) {
            if object_control
                && tree.is_verbal(root)
                && let Some((subject, _)) = tree.subject(root)
            {
                let mut all =
                    cast.participants(tree, text, subject, "subject of what is asked", Things::None);
                all.retain(|p| free(cast, p));
                if !all.is_empty() {
                    return all;
                }
            }
            let range = tree.subtree(root);
            let named = cast
                .mentions
                .iter()
                .filter(|m| range.contains(&m.head) && tree.within(m.head, root))
                .filter(|m| cast.entities[m.entity].kind == EntityKind::Country || !m.locative)
                .min_by_key(|m| m.head)
                .map(|m| m.head);
            if let Some(head) = named {
                let mut all = cast.participants(tree, text, head, "named in what it is about", Things::None);
                all.retain(|p| free(cast, p));
                if !all.is_empty() {
                    return all;
                }
            }
        }
    }
    Vec::new()
}

/// Whose an act is acts where a complement of belonging names who suffers it: "Denmark's condemnation of the raid".
fn possessor(tree: &Tree<'_>, cast: &mut Cast, text: &str, found: &Found, out: &mut Sides) {
    if !out.actors.is_empty() || out.recipients.is_empty() {
        return;
    }
    let owner = tree.with(found.token, "nmod").find(|&c| &*tree.token(c).deprel == "nmod:poss");
    if let Some(owner) = owner {
        let all = cast.participants(tree, text, owner, "whose act it is", Things::None);
        out.actors = all.into_iter().filter(|p| cast.acts(p.entity)).collect();
        out.actors.retain(|a| !out.recipients.iter().any(|r| r.entity == a.entity));
    }
}

/// Who owns up to an act: "les talibans ont revendiqué | l'attentat contre un ministre".
fn claimant(tree: &Tree<'_>, pack: &Pack, act: u32) -> Option<u32> {
    let above = tree.head(act)?;
    let verb = pack.manifest.claiming.iter().find_map(|claim| {
        let (verb, object) = claim.split_once(' ').unwrap_or((claim, ""));
        let at = match object {
            "" => above,
            // "claimed responsibility for the attack": models hang it on the noun or on the verb.
            _ if tree.lemma(above) == object => tree.head(above)?,
            _ => tree.objects(above).find(|&o| tree.lemma(o) == object).map(|_| above)?,
        };
        (tree.lemma(at) == verb).then_some(at)
    })?;
    match tree.is_passive(verb) {
        true => pack.manifest.agent.iter().find_map(|a| tree.complement(verb, a)),
        false => tree.subject(verb).map(|(t, _)| t).filter(|&t| t != act),
    }
}

/// A noun of action takes missing sides from the verb that carries it.
fn carried(
    tree: &Tree<'_>,
    pack: &Pack,
    cast: &mut Cast,
    text: &str,
    found: &Found,
    entry: &Entry,
    out: &mut Sides,
) {
    if out.actors.is_empty()
        && !out.recipients.is_empty()
        && let Some(claimant) = claimant(tree, pack, found.token)
    {
        let all = cast.participants(tree, text, claimant, "who owns up to it", Things::None);
        out.actors = all.into_iter().filter(|p| cast.acts(p.entity)).collect();
        out.actors.retain(|a| !out.recipients.iter().any(|r| r.entity == a.entity));
        return;
    }
    let token = tree.token(found.token);
    let Some(verb) = governor(tree, found.token) else { return };
    let direct = tree.head(found.token) == Some(verb);
    if !direct {
        return;
    }
    let lemma = tree.lemma(verb);
    let is = |list: &[String]| list.contains(&lemma);
    // "ordered patrols after violent protests": what an act follows is not carried by its verb.
    let setting = token.is("obl") && pack.manifest.within.iter().any(|w| tree.marked_by(found.token, w));
    let object = token.is("obj") || token.is("obl") && !setting || token.is("nsubj") && tree.is_passive(verb);
    if object && is(&pack.manifest.light) {
        let verb_found = Found { token: verb, entry: found.entry, words: vec![verb] };
        if out.actors.is_empty() && !entry.frame.actor.is_empty() {
            let subject = match tree.is_passive(verb) {
                true => pack.manifest.agent.iter().find_map(|a| tree.complement(verb, a)),
                false => tree.subject(verb).map(|(t, _)| t),
            };
            if let Some(t) = subject.filter(|&t| t != found.token) {
                let all = cast.participants(tree, text, t, "subject of the carrying verb", Things::None);
                out.actors = all.into_iter().filter(|p| cast.acts(p.entity)).collect();
                out.actors.retain(|a| !out.recipients.iter().any(|r| r.entity == a.entity));
            }
        }
        if out.recipients.is_empty() {
            let taken = out.actors.clone();
            let slots: Vec<Slot> = entry
                .frame
                .recipient
                .iter()
                .filter(|s| matches!(s, Slot::Prep(p) if *p != pack.manifest.possessive))
                .cloned()
                .collect();
            out.recipients = side(tree, pack, cast, text, &verb_found, entry, &slots, true, &taken);
        }
    } else if object
        && is(&pack.manifest.light_reverse)
        && out.recipients.is_empty()
        && let Some((t, _)) = tree.subject(verb)
    {
        let all = cast.participants(tree, text, t, "subject undergoes the act", Things::Near);
        out.recipients =
            all.into_iter().filter(|p| !out.actors.iter().any(|a| a.entity == p.entity)).collect();
    }
}
