//! Paragraphs in which no entry can stand need no parse: records are the same with and without it, and nothing that a
//! parse of everything would have coded is lost. The French model must be installed.
#![allow(clippy::disallowed_methods)] // opens the model store

use dateline::nlp::store::Store;
use dateline::record::Record;
use dateline::{Coder, Desk, Quiet, Skipped, assets};
use dateline_types::{DateEvidence, Published, Report, Span};
use proptest::prelude::*;
use std::sync::{Arc, OnceLock};

/// Paragraphs about nothing a pack knows, and about what it does know.
const QUIET: [&str; 12] = [
    "La recette est simple. Il faut trois œufs, un peu de farine et beaucoup de patience.",
    "Le soleil brillera sur tout le pays ce week-end et les températures seront douces pour la saison.",
    "Le nouveau modèle roule plus longtemps que le précédent et pèse 200 kilos de moins.",
    "Les vendanges débutent plus tôt chaque année dans la vallée du Rhône.",
    "Marie Dupont, 34 ans, vit à Lyon avec ses deux enfants et un chat roux.",
    "Le musée possède une centaine de tableaux du XIXe siècle.",
    "La rivière serpente entre les collines jusqu'à la mer.",
    "Le pianiste joue Chopin et Schumann, puis un peu de jazz.",
    "Au printemps 2024, le jardin était couvert de tulipes.",
    "Les trains circulent toutes les dix minutes aux heures de pointe.",
    "L'hôtel compte 120 chambres et une piscine.",
    "Le fromage sent fort mais son goût est doux.",
];
const LOUD: [&str; 12] = [
    "L'armée malienne a tué douze jihadistes près de Gao, a annoncé l'état-major.",
    "« Nous ne céderons pas », a déclaré le président iranien Hassan Rohani.",
    "Le ministre français de la Défense a rencontré mardi son homologue tchadien.",
    "Des milliers d'enseignants ont manifesté à Tunis contre la réforme.",
    "Washington a menacé Téhéran de nouvelles sanctions.",
    "Selon Reuters, trois soldats auraient été blessés.",
    "Paris a promis d'aider Beyrouth.",
    "La police a arrêté vingt personnes.",
    "Kigali a démenti avoir livré des armes aux rebelles.",
    "Le Conseil de sécurité a condamné l'attaque.",
    "Un accord de cessez-le-feu a été signé jeudi.",
    "La Russie se retire de la ville.",
];

fn desk() -> &'static Desk {
    static DESK: OnceLock<Desk> = OnceLock::new();
    DESK.get_or_init(|| {
        let desk = Desk::new(Coder::with_defaults().unwrap(), &assets::packs()).unwrap();
        let model = Store::of_user().unwrap().open("fr").expect("the French model is installed");
        desk.with_model("fr", Arc::new(model))
    })
}

fn report(paragraphs: &[&str]) -> Report {
    let text = paragraphs.join("\n\n");
    let mut at = 0;
    let spans = paragraphs.iter().map(|p| {
        let span = Span::new(at, at + p.len());
        at += p.len() + 2;
        span
    });
    Report {
        id: "r".into(),
        content_id: "0".repeat(64),
        url: None,
        publisher: None,
        title: None,
        language: Some("fr".into()),
        paragraphs: spans.collect(),
        text,
        published: Published::edtf("2024-05-16", DateEvidence::Given).unwrap(),
        filed: None,
        diagnostics: Vec::new(),
    }
}

fn records(quiet: Quiet, report: &Report) -> Record {
    desk().clone().with_quiet(quiet).records(std::slice::from_ref(report)).pop().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn records_are_the_same_without_skipping(choice in prop::collection::vec((any::<bool>(), 0usize..12), 1..14)) {
        let paragraphs: Vec<&str> =
            choice.iter().map(|&(loud, n)| if loud { LOUD[n] } else { QUIET[n] }).collect();
        let report = report(&paragraphs);
        let json = |quiet| serde_json::to_string(&records(quiet, &report)).unwrap();
        prop_assert_eq!(json(Quiet::Skip), json(Quiet::Parse));
    }

    // Who a pronoun or "les deux ministres" stands for may hang on names that only the networks know; what is compared here
    // does not.
    #[test]
    fn no_event_and_no_quote_is_lost(choice in prop::collection::vec((any::<bool>(), 0usize..12), 1..14)) {
        let paragraphs: Vec<&str> =
            choice.iter().map(|&(loud, n)| if loud { LOUD[n] } else { QUIET[n] }).collect();
        let report = report(&paragraphs);
        let acts = |record: &Record| {
            let events: Vec<_> = record.events.iter().map(|e| (e.kind.clone(), e.cameo.clone(), e.status.clone(), e.trigger.clone())).collect();
            let quotes: Vec<_> = record.quotes.iter().map(|q| (q.kind.clone(), q.content.clone())).collect();
            serde_json::to_string(&(events, quotes)).unwrap()
        };
        prop_assert_eq!(acts(&records(Quiet::Skip, &report)), acts(&records(Quiet::Read, &report)));
    }
}

#[test]
fn quiet_paragraphs_are_found() {
    let mut paragraphs = vec!["BAMAKO, 16 mai (AFP) - Le Mali est un pays d'Afrique de l'Ouest."];
    paragraphs.extend(QUIET);
    let coded = desk().coder().code(&report(&paragraphs));
    let skipped = coded.skipped;
    assert!(skipped.paragraphs >= QUIET.len() - 2, "only {skipped:?} of {} paragraphs", QUIET.len());
    assert!(skipped.tokens > skipped.paragraphs && skipped.tokens < coded.analysis.tokens.len());
    let loud: Vec<&str> = std::iter::once(QUIET[0]).chain(LOUD).collect();
    assert_eq!(desk().coder().code(&report(&loud)).skipped, Skipped::default());
}
