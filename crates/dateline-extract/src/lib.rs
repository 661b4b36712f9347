//! Finds who did what to whom, when, where and according to whom.
//!
//! A file each: mentions, times, quantities, quotes, triggers, arguments, composition, claims.
#![forbid(unsafe_code)]

pub mod times;

mod acts;
mod cast;
mod claims;
mod dates;
mod events;
mod marks;
mod matcher;
mod merge;
mod quotes;
mod stance;
mod tree;

pub use cast::Cast;
pub use events::Ground;
pub use marks::{Stretch, stretches};
pub use matcher::Found;
pub use tree::{Tree, join_cut_sentences};

use dateline_kb::Kb;
use dateline_pack::{Ontology, Pack};
use dateline_types::{Analysis, Entity, Extraction, Mention, Quantity, Report};

/// Everything the stages need besides the report: one language's pack, the world, the codes.
#[derive(Clone, Copy)]
pub struct Extractor<'a> {
    /// What Dateline knows of the report's language.
    pub pack: &'a Pack,
    /// Actors and places.
    pub kb: &'a Kb,
    /// Event codes.
    pub ontology: &'a Ontology,
}

impl Extractor<'_> {
    /// Runs all stages over one report.
    #[must_use]
    pub fn extract(&self, report: &Report, analysis: &Analysis) -> Extraction {
        let (entities, mentions) = self.mentions(report, analysis);
        let times = times::times(report, analysis, &self.pack.times, &self.pack.numbers);
        let quantities = self.quantities(report, analysis, &mentions);
        let tree = Tree::new(analysis, &self.pack.manifest);
        let found = matcher::find(&tree, &self.pack.acts, &self.pack.manifest);
        let mut cast = Cast::new(entities, mentions, tree.len());
        let quotes = quotes::quotes(report, &tree, self.pack, self.ontology, &cast, &found);
        let ground = Ground {
            report,
            tree: &tree,
            pack: self.pack,
            ontology: self.ontology,
            quotes: &quotes,
            times: &times,
            quantities: &quantities,
        };
        let events = events::events(&ground, &mut cast, &found);
        let claims = claims::claims(&ground, &events);
        let Cast { entities, mut mentions, .. } = cast;
        mentions.sort_by_key(|m| (m.span, m.entity));
        Extraction { entities, mentions, times, quantities, quotes, events, claims, diagnostics: Vec::new() }
    }

    fn mentions(&self, report: &Report, analysis: &Analysis) -> (Vec<Entity>, Vec<Mention>) {
        crude(report, analysis)
    }

    fn quantities(&self, _report: &Report, _analysis: &Analysis, _mentions: &[Mention]) -> Vec<Quantity> {
        Vec::new()
    }
}

fn crude(report: &Report, a: &Analysis) -> (Vec<Entity>, Vec<Mention>) {
    use dateline_types::*;
    let t = &report.text;
    let countries = [("iran","IRN"),("iranien","IRN"),("iranienne","IRN"),("téhéran","IRN"),("irak","IRQ"),("irakien","IRQ"),("bagdad","IRQ"),("états-unis","USA"),("washington","USA"),("américain","USA"),("américains","USA"),("mali","MLI"),("malien","MLI"),("bamako","MLI"),("niger","NER"),("burkina","BFA"),("paris","FRA"),("france","FRA"),("français","FRA"),("londres","GBR"),("berlin","DEU"),("allemagne","DEU"),("russie","RUS"),("russe","RUS"),("moscou","RUS"),("ukraine","UKR"),("ukrainien","UKR"),("kiev","UKR"),("israël","ISR"),("israélien","ISR"),("liban","LBN"),("libanais","LBN"),("onu","UNO"),("khartoum","SDN"),("soudan","SDN"),("tchadien","TCD"),("européens","EUU"),("européenne","EUU"),("guinée","GIN"),("guinéen","GIN"),("ghana","GHA"),("sénégal","SEN"),("abidjan","CIV"),("côte","CIV"),("nigérian","NGA"),("beyrouth","LBN")];
    let roles = [("président","GOV"),("ministre","GOV"),("armée","MIL"),("soldat","MIL"),("militaire","MIL"),("rebelle","REB"),("police","COP"),("manifestant","CVL"),("enseignant","EDU"),("autorité","GOV"),("gouvernement","GOV"),("homme","UAF"),("civil","CVL"),("syndicat","LAB"),("opposition","OPP"),("chef","GOV"),("inspecteur","GOV"),("général","MIL"),("personne","CVL"),("invité","CVL"),("hôte","GOV"),("porte-parole","GOV"),("agence","JRN"),("colonel","MIL"),("dirigeant","GOV"),("troupe","MIL"),("assaillant","UAF")];
    let (mut es, mut ms): (Vec<Entity>, Vec<Mention>) = (vec![], vec![]);
    let mut used = vec![false; a.tokens.len()];
    let mut add = |name: String, kind: EntityKind, country: Option<String>, sector: Option<String>, head: u32, r: std::ops::Range<u32>, loc: bool| {
        let e = es.iter().position(|e: &Entity| e.name == name || country.is_some() && kind == EntityKind::Country && e.kind == kind && e.country == country).unwrap_or_else(|| { es.push(Entity{kind,name,kb:None,code:country.clone().map(|c| c + sector.as_deref().unwrap_or("")),country,sector,title:None,resolution:Resolution::Generic,roles:vec![],place:None,members:vec![]}); es.len()-1 });
        ms.push(Mention{span:a.span(r.clone()),head,tokens:r,form:MentionForm::Name,entity:e,locative:loc,rule:"crude",confidence:0.9});
    };
    for n in &a.named {
        let r = n.tokens.clone();
        let head = r.clone().find(|&i| !r.contains(&a.tokens[i as usize].head) || a.tokens[i as usize].head==i).unwrap_or(r.start);
        let low = a.span(r.clone()).of(t).to_lowercase();
        let c = countries.iter().find(|(w,_)| low.split([' ', '\'', '’']).any(|x| x==*w));
        for i in r.clone() { used[i as usize]=true; }
        let case = a.children(head).any(|c| matches!(&*a.tokens[c as usize].norm, "à"|"en"|"dans"));
        if let Some((_,c)) = c { add(c.to_string(), EntityKind::Country, Some(c.to_string()), None, head, r, case); }
        else { add(low, if &*n.label=="PER" {EntityKind::Person} else if &*n.label=="LOC" {EntityKind::Place} else {EntityKind::Organisation}, None, None, head, r, case && &*n.label=="LOC"); }
    }
    for i in 0..a.tokens.len() {
        if used[i] { continue; }
        let l = a.tokens[i].lemma.to_lowercase();
        if let Some((_,s)) = roles.iter().find(|(w,_)| *w==l) {
            let dem = a.children(i as u32).find_map(|c| countries.iter().find(|(w,_)| *w==a.tokens[c as usize].lemma.to_lowercase()));
            add(format!("{l}{i}"), EntityKind::RoleGroup, dem.map(|d| d.1.to_string()), Some(s.to_string()), i as u32, i as u32..i as u32+1, false);
        } else if let Some((_,c)) = countries.iter().find(|(w,_)| *w==l) { add(c.to_string(), EntityKind::Country, Some(c.to_string()), None, i as u32, i as u32..i as u32+1, false); }
    }
    (es, ms)
}
