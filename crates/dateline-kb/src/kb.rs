//! Queries: what a form may name, who held an office, what an entity is.

use crate::flat::{Bytes, DETAIL, ENTITY, FORM, Layout, NONE, POST, Reader, Section, TENURE};
use crate::record::{EntityIx, Form, FormKind, KbEntity, KbKind, Post, Tenure};
use crate::{KbError, day, normalise, variant_key};
use dateline_types::Days;
use fst::Map;
use std::sync::Arc;

/// An opened knowledge base. Cheap to clone and to share between threads.
#[derive(Clone)]
pub struct Kb {
    layout: Layout,
    forms: Map<crate::flat::Part>,
    variants: Map<crate::flat::Part>,
    tenures: Map<crate::flat::Part>,
    titles: Map<crate::flat::Part>,
}

impl std::fmt::Debug for Kb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kb").field("hash", &self.hash()).field("entities", &self.len()).finish()
    }
}

/// The longest form that begins a run of words.
#[derive(Clone, Copy)]
pub struct Match<'a> {
    kb: &'a Kb,
    /// How many of the words it takes.
    pub len: usize,
    value: u64,
}

impl<'a> Match<'a> {
    /// The entities it may name, better evidence first.
    pub fn forms(&self) -> impl Iterator<Item = Form<'a>> + use<'a> {
        self.kb.forms_at(self.value)
    }
}

/// Start and number of records behind an index value.
fn range(value: u64) -> std::ops::Range<usize> {
    let start = (value >> 16) as usize;
    start..start + (value & 0xffff) as usize
}

impl Kb {
    /// Opens a base that is linked into the program or otherwise lives as long as it.
    ///
    /// # Errors
    /// [`KbError::Format`] when the bytes are none, of another version, or cut off.
    pub fn from_static(bytes: &'static [u8]) -> Result<Kb, KbError> {
        Kb::open(Bytes::Static(bytes))
    }

    /// Opens a base from owned or memory-mapped bytes.
    ///
    /// # Errors
    /// [`KbError::Format`] when the bytes are none, of another version, or cut off.
    pub fn from_bytes(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Result<Kb, KbError> {
        Kb::open(Bytes::Shared(Arc::new(bytes)))
    }

    fn open(bytes: Bytes) -> Result<Kb, KbError> {
        let layout = Layout::open(bytes)?;
        let index = |s| {
            Map::new(layout.part(s)).map_err(|e| KbError::Format(format!("a name index is damaged ({e})")))
        };
        Ok(Kb {
            forms: index(Section::FormIndex)?,
            variants: index(Section::VariantIndex)?,
            tenures: index(Section::TenureIndex)?,
            titles: index(Section::TitleIndex)?,
            layout,
        })
    }

    /// Compares the name indexes with their checksums: for files that come from elsewhere. Takes some milliseconds.
    ///
    /// # Errors
    /// [`KbError::Format`] when one of them is damaged.
    pub fn verify(&self) -> Result<(), KbError> {
        [&self.forms, &self.variants, &self.tenures, &self.titles].into_iter().try_for_each(|index| {
            index
                .as_fst()
                .verify()
                .map_err(|e| KbError::Format(format!("a name index does not match its checksum ({e})")))
        })
    }

    pub(crate) fn reader(&self) -> Reader<'_> {
        self.layout.reader()
    }

    /// SHA-256 of the tables it was built from, in hexadecimal.
    #[must_use]
    pub fn hash(&self) -> String {
        self.layout.hash().iter().map(|b| format!("{b:02x}")).collect()
    }

    /// Number of entities.
    #[must_use]
    pub fn len(&self) -> usize {
        self.reader().len(Section::Entities) / ENTITY
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All entities in the order of their ids.
    pub fn entities(&self) -> impl Iterator<Item = KbEntity<'_>> {
        (0..self.len() as u32).map(|i| self.entity(EntityIx(i)))
    }

    /// An entity by index.
    #[must_use]
    pub fn entity(&self, ix: EntityIx) -> KbEntity<'_> {
        KbEntity { kb: self, ix }
    }

    /// The entity of an id ("IRN", "Q79848").
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<KbEntity<'_>> {
        let (mut low, mut high) = (0, self.len() as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            let entity = self.entity(EntityIx(middle));
            match entity.id().cmp(id) {
                std::cmp::Ordering::Equal => return Some(entity),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The longest run of words, from the first on, that is a stored form.
    ///
    /// Words come [`normalise`]d, one a token; empty ones (hyphens) are passed over. A form ends only at the end of a word.
    #[must_use]
    pub fn longest<W: AsRef<str>>(&self, words: &[W]) -> Option<Match<'_>> {
        let mut last = None;
        self.walk(words, |found| last = Some(found));
        last
    }

    /// All runs of words, from the first on, that are stored forms; shortest first.
    #[must_use]
    pub fn prefixes<W: AsRef<str>>(&self, words: &[W]) -> Vec<Match<'_>> {
        let mut all = Vec::new();
        self.walk(words, |found| all.push(found));
        all
    }

    /// Follows the words through the index and calls for each form that ends with one of them.
    fn walk<'a, W: AsRef<str>>(&'a self, words: &[W], mut found: impl FnMut(Match<'a>)) {
        let fst = self.forms.as_fst();
        let mut node = fst.root();
        let mut value = fst::raw::Output::zero();
        let mut begun = false;
        if words.first().is_none_or(|w| w.as_ref().is_empty()) {
            return;
        }
        for (i, word) in words.iter().enumerate() {
            let word = word.as_ref();
            if word.is_empty() {
                continue;
            }
            let gap: &[u8] = if begun { b" " } else { b"" };
            for &byte in gap.iter().chain(word.as_bytes()) {
                let Some(step) = node.find_input(byte) else { return };
                let step = node.transition(step);
                value = value.cat(step.out);
                node = fst.node(step.addr);
            }
            begun = true;
            if node.is_final() {
                found(Match { kb: self, len: i + 1, value: value.cat(node.final_output()).value() });
            }
        }
    }

    /// The entities that a name, given as printed, may name; better evidence first.
    #[must_use]
    pub fn names(&self, form: &str) -> Vec<Form<'_>> {
        self.normalised(&normalise(form))
    }

    /// The entities that an already [`normalise`]d name may name; better evidence first.
    #[must_use]
    pub fn normalised(&self, form: &str) -> Vec<Form<'_>> {
        self.forms.get(form).map_or_else(Vec::new, |value| self.forms_at(value).collect())
    }

    /// Calls for every stored form: the normalised words, and one entity they may name. In the order of the words.
    pub fn each_form(&self, mut each: impl FnMut(&str, Form<'_>)) {
        use fst::Streamer;
        let mut stream = self.forms.stream();
        while let Some((key, value)) = stream.next() {
            let Ok(key) = std::str::from_utf8(key) else { continue };
            self.forms_at(value).for_each(|form| each(key, form));
        }
    }

    fn forms_at(&self, value: u64) -> impl Iterator<Item = Form<'_>> + use<'_> {
        let reader = self.reader();
        range(value).map(move |i| {
            let get = |f: usize| reader.u32(Section::Forms, i * FORM + f);
            let packed = get(1);
            let detail = get(2) as usize * DETAIL;
            let of = |f: usize| reader.u32(Section::Details, detail + f);
            let text = |id: u32| Some(reader.text(id)).filter(|t| !t.is_empty());
            Form {
                entity: EntityIx(get(0)),
                kind: FormKind::ALL.get((packed & 0xff) as usize).copied().unwrap_or(FormKind::Alias),
                language: text(packed >> 8),
                days: day::days(of(0) as i32, of(1) as i32),
                place: Some(of(2)).filter(|&p| p != NONE).map(EntityIx),
                sector: text(of(3)),
                seat: text(of(4)),
            }
        })
    }

    /// Countries (and bodies) whose demonym a word is, in a language: `"iranienne"` gives Iran.
    #[must_use]
    pub fn demonym(&self, word: &str, language: &str) -> Vec<EntityIx> {
        let mut all: Vec<EntityIx> = self
            .names(word)
            .into_iter()
            .filter(|f| f.kind == FormKind::Demonym && f.language.is_none_or(|l| l == language))
            .map(|f| f.entity)
            .collect();
        all.dedup();
        all
    }

    /// The forms of a seat of power in a language ("le Kremlin" without its article), in use on some of the days.
    #[must_use]
    pub fn seats(&self, form: &str, language: &str, days: Days) -> Vec<Form<'_>> {
        let mut all = self.names(form);
        all.retain(|f| {
            f.kind == FormKind::Seat && f.language.is_none_or(|l| l == language) && f.days.overlaps(days)
        });
        all
    }

    /// Persons one of whose names, or whose family name, sounds alike; whether the whole name does.
    ///
    /// Loose: decide only when country and date agree.
    #[must_use]
    pub fn sounding_like(&self, name: &str) -> Vec<(EntityIx, bool)> {
        let key = variant_key(&normalise(name));
        if key.chars().count() < 3 {
            return Vec::new();
        }
        let reader = self.reader();
        self.variants.get(&key).map_or_else(Vec::new, |value| {
            range(value)
                .map(|i| reader.u32(Section::Variants, i))
                .map(|v| (EntityIx(v >> 1), v & 1 == 0))
                .collect()
        })
    }

    fn tenure(&self, i: usize) -> Tenure<'_> {
        let reader = self.reader();
        let get = |f: usize| reader.u32(Section::Tenures, i * TENURE + f);
        let text = |id: u32| Some(reader.text(id)).filter(|t| !t.is_empty());
        Tenure {
            person: EntityIx(get(0)),
            post: reader.text(get(1)),
            country: reader.text(get(2)),
            sector: text(get(3)),
            title: text(get(4)),
            days: day::days(get(5) as i32, get(6) as i32),
            note: text(get(7)),
        }
    }

    /// Who held a post of a country (or organisation) on some of the days, longest overlap first.
    ///
    /// A month of publication may give two holders: the caller decides, or says so.
    #[must_use]
    pub fn holders(&self, post: &str, country: &str, days: Days) -> Vec<Tenure<'_>> {
        let key = format!("{country}\0{post}");
        let mut all: Vec<Tenure<'_>> = self.tenures.get(key).map_or_else(Vec::new, |value| {
            range(value).map(|i| self.tenure(i)).filter(|t| t.days.overlaps(days)).collect()
        });
        let (from, until) = day::bounds(days);
        all.sort_by_key(|t| {
            let (start, end) = day::bounds(t.days);
            std::cmp::Reverse(i64::from(end.min(until)) - i64::from(start.max(from)))
        });
        all
    }

    /// The posts that a country (or organisation) has holders for.
    #[must_use]
    pub fn posts_of(&self, country: &str) -> Vec<&str> {
        let reader = self.reader();
        let n = reader.len(Section::Tenures) / TENURE;
        let at = |i: usize| reader.text(reader.u32(Section::Tenures, i * TENURE + 2));
        let mut posts: Vec<&str> = (partition(n, |i| at(i) < country)..n)
            .take_while(|&i| at(i) == country)
            .map(|i| reader.text(reader.u32(Section::Tenures, i * TENURE + 1)))
            .collect();
        posts.dedup();
        posts
    }

    /// The offices a person held on some of the days, in the order of their start.
    #[must_use]
    pub fn tenures_of(&self, person: EntityIx, days: Days) -> Vec<Tenure<'_>> {
        let reader = self.reader();
        let n = reader.len(Section::ByPerson);
        let tenure = |i: usize| reader.u32(Section::ByPerson, i) as usize;
        let who = |i: usize| reader.u32(Section::Tenures, tenure(i) * TENURE);
        let mut all: Vec<Tenure<'_>> = (partition(n, |i| who(i) < person.0)..n)
            .take_while(|&i| who(i) == person.0)
            .map(|i| self.tenure(tenure(i)))
            .filter(|t| t.days.overlaps(days))
            .collect();
        all.sort_by_key(|t| day::bounds(t.days));
        all
    }

    /// All tenures, by country, post and start.
    pub fn tenures(&self) -> impl Iterator<Item = Tenure<'_>> {
        (0..self.reader().len(Section::Tenures) / TENURE).map(|i| self.tenure(i))
    }

    fn post_at(&self, i: usize) -> Post<'_> {
        let reader = self.reader();
        let get = |f: usize| reader.u32(Section::Posts, i * POST + f);
        Post {
            id: reader.text(get(0)),
            unique: get(1) != 0,
            sector: Some(reader.text(get(2))).filter(|t| !t.is_empty()),
        }
    }

    /// A kind of office by id.
    #[must_use]
    pub fn post(&self, id: &str) -> Option<Post<'_>> {
        self.posts().find(|p| p.id == id)
    }

    /// All kinds of office, by id.
    pub fn posts(&self) -> impl Iterator<Item = Post<'_>> {
        (0..self.reader().len(Section::Posts) / POST).map(|i| self.post_at(i))
    }

    /// The kinds of office that go by a title in a language ("ministre des Affaires étrangères").
    #[must_use]
    pub fn posts_titled(&self, title: &str, language: &str) -> Vec<Post<'_>> {
        let reader = self.reader();
        let key = format!("{language}\0{}", normalise(title));
        self.titles.get(key).map_or_else(Vec::new, |value| {
            range(value).map(|i| self.post_at(reader.u32(Section::Titles, i) as usize)).collect()
        })
    }

    /// The country whose id or ISO 3166-1 alpha-3 code this is.
    #[must_use]
    pub fn country(&self, id: &str) -> Option<KbEntity<'_>> {
        self.by_id(id).filter(|e| e.kind() == KbKind::Country)
    }
}

/// Index of the first of `n` ordered things for which `before` fails.
fn partition(n: usize, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = low + (high - low) / 2;
        match before(middle) {
            true => low = middle + 1,
            false => high = middle,
        }
    }
    low
}
