//! What a sentence comes to: one line an event, as a person would say it. The models must be installed.
#![allow(clippy::disallowed_methods)] // opens the model store

use dateline::nlp::store::Store;
use dateline::{Coder, Desk, assets};
use dateline_types::{DateEvidence, Event, Participant, Published, Report, Source, Span};
use std::sync::{Arc, OnceLock};

fn desk() -> &'static Desk {
    static DESK: OnceLock<Desk> = OnceLock::new();
    DESK.get_or_init(|| {
        let mut desk = Desk::new(Coder::with_defaults().unwrap(), &assets::packs()).unwrap();
        for language in ["fr", "en", "es"] {
            let model = Store::of_user().unwrap().open(language).expect("the model is installed");
            desk = desk.with_model(language, Arc::new(model));
        }
        desk
    })
}

/// The events of a text, each as `status TYPE actors > recipients (says speaker)`; acts inside others are left out.
fn events(language: &str, text: &str) -> Vec<String> {
    let report = Report {
        id: "r".into(),
        content_id: "0".repeat(64),
        url: None,
        publisher: None,
        title: None,
        language: Some(language.into()),
        text: text.into(),
        published: Published::edtf("2026-05-12", DateEvidence::Given).unwrap(),
        filed: None,
        paragraphs: vec![Span::new(0, text.len())],
        diagnostics: Vec::new(),
    };
    let x = desk().coder().code(&report).extraction;
    let inner: Vec<usize> = x.events.iter().filter_map(|e| e.inner).collect();
    let side = |list: &[Participant]| {
        let code = |p: &Participant| {
            let e = &x.entities[p.entity];
            e.code.clone().or_else(|| e.sector.clone()).unwrap_or_else(|| "-".into())
        };
        list.iter().map(code).collect::<Vec<_>>().join("+")
    };
    let line = |e: &Event| {
        let kind = e.kind.clone().or_else(|| e.cameo.clone()).unwrap_or_default();
        let says = match e.attribution.first().map(|a| a.source) {
            Some(Source::Entity(s)) => format!(" (says {})", x.entities[s].name),
            _ => String::new(),
        };
        format!("{} {kind} {} > {}{says}", e.status.name(), side(&e.actors), side(&e.recipients))
    };
    let outer = x.events.iter().enumerate().filter(|(i, _)| !inner.contains(i));
    outer.map(|(_, e)| line(e)).collect()
}

#[track_caller]
fn check(language: &str, text: &str, expected: &[&str]) {
    assert_eq!(events(language, text), expected, "{text}");
}

#[test]
fn whose_the_weapon_is_acts_and_its_toll_is_no_second_act() {
    check(
        "fr",
        "Des drones turcs ont bombardé mardi une raffinerie près de Raqqa, tuant six ouvriers.",
        &["asserted ASSAULT TUR > SYR"],
    );
    check(
        "en",
        "Russian missiles killed 12 Ukrainian soldiers on Monday.",
        &["asserted ASSAULT RUS > UKRMIL"],
    );
}

#[test]
fn a_threatened_blow_is_not_dealt_where_a_noun_names_it_again() {
    check(
        "fr",
        "L'Iran portera certainement un coup en représailles aux États-Unis, a déclaré Ali Khamenei.",
        &["threatened THREATEN IRN > USA (says Ali Khamenei)"],
    );
}

#[test]
fn who_says_that_others_must_asks_it_of_them() {
    check("fr", "Moscou a déclaré que Kiev doit retirer ses troupes.", &["demanded REQUEST RUSGOV > UKRGOV"]);
    check("en", "Russia said Sudan must return the helicopter.", &["demanded REQUEST RUS > SDN"]);
}

#[test]
fn what_its_own_side_says_it_will_not_do_is_refused() {
    check(
        "en",
        "Syria says it will not accept any more refugees.",
        &["asserted REJECT SYR > REF (says Syria)"],
    );
}

#[test]
fn whom_a_demand_concerns_is_the_subject_of_its_clause() {
    check(
        "en",
        "Washington demanded that Hamas renounce its struggle.",
        &["demanded REQUEST USAGOV > PSEREB"],
    );
    check("en", "China threatened to break relations with Lithuania.", &["threatened THREATEN CHN > LTU"]);
}

#[test]
fn a_relative_pronoun_stands_for_its_noun() {
    check(
        "en",
        "Secretary of State Marco Rubio, who met the foreign minister of Egypt, left on Monday.",
        &["asserted CONSULT USAGOV > EGYGOV"],
    );
}

#[test]
fn what_an_act_is_for_is_no_second_act() {
    check(
        "en",
        "Students demonstrated in Jakarta to demand political reforms.",
        &["asserted PROTEST IDNEDU > "],
    );
    check(
        "es",
        "Miles de maestros marcharon en Lima para exigir mejores salarios.",
        &["asserted PROTEST PEREDU > "],
    );
}

#[test]
fn the_subjunctive_tells_a_wish() {
    check("es", "La Unión Europea pidió a ambas partes que dialoguen.", &["demanded REQUEST IGOEUREEC > "]);
}

#[test]
fn a_claim_of_no_victims_is_a_statement() {
    let all = events("fr", "Washington a annoncé que ces tirs n'avaient fait aucun blessé.");
    assert!(all.contains(&"asserted 010 USAGOV > ".to_owned()), "{all:?}");
}

#[test]
fn what_is_told_beside_a_promise_is_no_part_of_it() {
    check(
        "fr",
        "Le président malien a promis de poursuivre les assaillants et a remercié le Niger.",
        &["promised AGREE MLIGOV > ", "asserted SUPPORT MLIGOV > NER"],
    );
    check(
        "en",
        "Kenya vowed to arrest the gunmen and condemned Sudan.",
        &["threatened THREATEN KEN > UAF", "asserted ACCUSE KEN > SDN"],
    );
}

#[test]
fn forces_without_a_country_are_those_of_the_place_just_named_or_of_the_date_line() {
    let code = |text: &str| {
        let decoded = dateline::read::decode(text.as_bytes()).unwrap();
        let given = dateline::read::Given { language: Some("fr".into()), ..Default::default() };
        let report = dateline::read::read_text(decoded, &given, desk().words());
        let x = desk().coder().code(&report).extraction;
        let soldiers = x.entities.iter().find(|e| e.name.contains("soldat")).expect("soldiers are told of");
        soldiers.code.clone()
    };
    let home = "BAMAKO, 5 mars 2026 (AFP) - Des jihadistes ont tué mercredi douze soldats.";
    assert_eq!(code(home).as_deref(), Some("MLIMIL"));
    let abroad = "NAIROBI, 5 mars 2026 (AFP) - Au Soudan, des rebelles ont tué mercredi douze soldats.";
    assert_eq!(code(abroad).as_deref(), Some("SDNMIL"), "the place just named");
    let far =
        "NAIROBI, 5 mars 2026 (AFP) - Le Soudan est en guerre. Des rebelles ont tué mercredi douze soldats.";
    assert_eq!(code(far).as_deref(), Some("SDNMIL"), "the only country told, not the date line's");
}

#[test]
fn a_name_cut_off_from_its_verb_is_its_subject() {
    check(
        "fr",
        "Paris et Londres ont promis 80 millions d'euros d'aide supplémentaire.",
        &["promised AGREE FRAGOV+GBRGOV > "],
    );
}

#[test]
fn who_stands_behind_the_verb_speaks_not_who_is_spoken_to() {
    check(
        "fr",
        "« Des hommes armés ont pillé le marché de Gao », a raconté à l'AFP un habitant.",
        &["asserted ASSAULT MLIUAF >  (says habitant)"],
    );
}

#[test]
fn who_suffers_an_act_does_not_carry_it_on() {
    check(
        "fr",
        "Un convoi du Croissant-Rouge a été pris pour cible par l'armée soudanaise, tuant deux secouristes.",
        &["asserted ASSAULT SDNMIL > NGORCR"],
    );
}

#[test]
fn a_headline_in_capitals_is_read_like_any_other() {
    check("es", "SOLDADOS DETIENEN A TRES PERIODISTAS EN CARACAS", &["asserted COERCE VENMIL > JRN"]);
}

#[test]
fn what_people_did_is_not_what_is_promised_of_them() {
    check(
        "fr",
        "Le ministre malien a promis que les auteurs du meurtre seraient jugés.",
        &["promised AGREE MLIGOV > "],
    );
    check("fr", "Paris a promis de punir les responsables de l'attaque.", &["promised AGREE FRAGOV > "]);
}

#[test]
fn who_reports_deaths_and_asks_for_something_asks_it_himself() {
    let told =
        events("en", "The United Nations said 30 people had been killed and urged Rwanda to resume talks.");
    assert!(told.iter().any(|e| e.contains("REQUEST IGOUNO > ")), "{told:?}");
}

#[test]
fn who_is_accused_of_an_act_is_not_whom_the_act_concerns() {
    let told = events("es", "La Policía detuvo a cuatro personas acusadas de financiar a Hizbulá.");
    assert!(told.iter().any(|e| e.contains("COERCE COP > CVL")), "{told:?}");
    assert!(told.iter().filter(|e| e.contains("ACCUSE")).all(|e| e.contains("> CVL")), "{told:?}");
}

#[test]
fn a_speech_act_stands_although_nothing_codes_its_content() {
    check("fr", "Le Tchad s'est engagé à organiser des élections.", &["promised AGREE TCD > "]);
    check("fr", "La Norvège versera 50 millions d'euros.", &["promised AGREE NOR > "]);
}

#[test]
fn the_setting_of_an_act_is_no_act_of_its_own() {
    let told = events("en", "Sudan freed two Ethiopian soldiers during a summit in Chad.");
    assert_eq!(told, ["asserted RETREAT SDN > ETHMIL"]);
    let content = events("en", "Bangladesh rejected an Indian proposal to sign a trade agreement.");
    assert_eq!(content.len(), 1, "{content:?}");
    assert!(content[0].contains("REJECT BGD"), "{content:?}");
}

#[test]
fn a_protest_is_aimed_at_whom_it_asks() {
    check(
        "fr",
        "Des enseignants ont manifesté à Tunis pour réclamer le départ du gouvernement.",
        &["asserted PROTEST TUNEDU > TUNGOV"],
    );
}

#[test]
fn people_are_of_the_country_they_act_in_but_not_of_the_one_that_tells() {
    let told = events("fr", "Des rebelles ont tué deux soldats dans le nord du Mozambique.");
    assert_eq!(told, ["asserted ASSAULT MOZREB > MOZMIL"]);
    let told = events("fr", "Des rebelles ont tué deux soldats, selon des responsables américains.");
    assert!(told.iter().all(|e| !e.contains("USAREB")), "{told:?}");
    let told = events("fr", "Israël a tué trois rebelles.");
    assert!(told.iter().all(|e| !e.contains("ISRREB")), "{told:?}");
}

#[test]
fn an_inserted_cue_does_not_take_the_subject() {
    let told = events("fr", "L'Arménie, a souligné le ministre, a libéré dix soldats.");
    assert!(told.iter().any(|e| e.contains("RETREAT ARM >")), "{told:?}");
}

#[test]
fn days_between_verb_and_object_are_nobodys_noun() {
    let told = events("fr", "Les rebelles houthis ont arrêté mercredi six employés yéménites à Sanaa.");
    assert!(told.iter().any(|e| e.starts_with("asserted COERCE YEMREB > YEM")), "{told:?}");
}

#[test]
fn conjunctions_negate() {
    let told = events("fr", "Ni Moscou ni Pékin n'ont condamné l'attaque.");
    assert!(told.iter().all(|e| e.starts_with("denied ")) && !told.is_empty(), "{told:?}");
    let told = events("fr", "Les médiateurs n'ont pas réussi à rencontrer les rebelles congolais.");
    assert!(told.iter().any(|e| e.starts_with("denied CONSULT")), "{told:?}");
}

#[test]
fn a_dropped_subject_is_the_one_told_before() {
    let told = events("es", "El Gobierno de Perú expulsó al embajador. Exigió a Bolivia una disculpa.");
    assert!(told.iter().any(|e| e.contains("REQUEST PERGOV > BOL")), "{told:?}");
}

#[test]
fn reflexive_passives_have_no_actor() {
    let told = events("es", "Se detuvo a cuatro sindicalistas en Lima.");
    assert!(told.iter().any(|e| e.contains("COERCE  > PERLAB")), "{told:?}");
}

#[test]
fn a_noun_before_a_second_verb_is_its_subject() {
    let told = events("en", "Portugal sent tents to Libya and Croatia sent doctors to Malta.");
    assert!(told.iter().any(|e| e.contains("AID PRT > LBY")), "{told:?}");
    assert!(told.iter().all(|e| !e.contains("> LBY+HRV")), "{told:?}");
}

#[test]
fn trees_are_mended_where_the_parser_is_seen_to_err() {
    let has = |text: &str, wanted: &str| {
        let told = events("fr", text);
        assert!(told.iter().any(|e| e.starts_with(wanted)), "{text}: {told:?}");
    };
    // An article that looks like a preposition.
    has(
        "Un diplomate russe aurait rencontré en secret des émissaires kurdes à Paris, selon Reuters.",
        "asserted CONSULT RUS",
    );
    // Two nouns of which the parser made a sentence, and one joined to an adjective.
    has(
        "L'Arabie saoudite et la Jordanie sont tombées d'accord pour rouvrir leurs ambassades.",
        "promised AGREE SAU > JOR",
    );
    // An object relative, and an object taken for an apposition.
    has("Deux militantes que la police avait arrêtées lundi ont été libérées.", "asserted COERCE COP > ");
    has(
        "Le tribunal a condamné à dix ans de prison l'ancien gouverneur pour corruption.",
        "asserted SANCTION JUD > ",
    );
    // A participle goes to the noun it agrees with, or to the verb whose auxiliary it shares.
    has(
        "Les autorités kényanes ont expulsé deux diplomates russes, accusés d'espionnage.",
        "asserted ACCUSE  > RUSGOV",
    );
    has("Le roi a limogé son Premier ministre et dissous le Parlement.", "asserted COERCE GOV > ");
    // What hangs on an auxiliary, and a reflexive passive.
    has(
        "La junte malienne a, dans un communiqué, annoncé la suspension de RFI.",
        "asserted COERCE MLIMIL > FRAMED",
    );
    has("L'opposant Kais Ltaief s'est fait arrêter à Tunis par la police.", "asserted COERCE TUNCOP > ");
    // A modal in the perfect tells a fact.
    has("Le Premier ministre a dû rencontrer les grévistes.", "asserted CONSULT GOV");
    // A relative clause hung on the verb.
    has(
        "L'armée a bombardé un camp, selon Médecins sans frontières, qui dénonce un carnage.",
        "asserted ACCUSE NGOMSF > ",
    );
}

#[test]
fn an_attack_is_the_deed_of_whom_it_is_ascribed_to() {
    let told =
        events("fr", "L'attaque, attribuée aux ADF par l'armée congolaise, a fait dix-sept morts à Beni.");
    assert!(told.iter().any(|e| e.starts_with("asserted ASSAULT CODREB > ")), "{told:?}");
    assert!(told.iter().all(|e| !e.starts_with("asserted ASSAULT CODMIL")), "{told:?}");
}

#[test]
fn any_such_act_need_not_have_happened() {
    let told = events("fr", "Moscou a mis en garde l'Otan contre tout déploiement de troupes en Ukraine.");
    assert!(told.iter().all(|e| !e.starts_with("asserted MOBILIZE")), "{told:?}");
}

#[test]
fn a_noun_inside_an_expression_is_no_act_of_its_own() {
    check("fr", "Israël et le Hamas ont conclu un accord de trêve.", &["asserted RETREAT ISR > PSEREB"]);
}

#[test]
fn whom_it_was_heard_from_speaks() {
    let told =
        events("fr", "Trois soldats maliens ont été tués, a-t-on appris auprès du gouvernorat de Gao.");
    assert!(told.iter().any(|e| e.ends_with("(says gouvernorat de Gao)")), "{told:?}");
    let told = events(
        "fr",
        "Le président a rejeté les accusations de Washington selon lesquelles il aiderait Moscou.",
    );
    assert!(told.iter().all(|e| !e.contains("(says")), "{told:?}");
}

#[test]
fn bodies_that_nobody_knows_have_names() {
    let told = events("fr", "Selon le Réseau des médecins, quatre manifestants ont été tués à Khartoum.");
    assert!(told.iter().any(|e| e.ends_with("(says Réseau des médecins)")), "{told:?}");
}

#[test]
fn what_is_remarked_behind_a_report_is_not_said_by_its_speaker() {
    let told =
        events("fr", "Le Hezbollah a affirmé avoir tué trente soldats, un bilan démenti par Tel-Aviv.");
    assert!(told.iter().any(|e| e.contains("016") || e.contains("010")), "{told:?}");
    assert!(told.iter().all(|e| !(e.contains("01") && e.contains("says"))), "{told:?}");
}

#[test]
fn a_noun_is_not_hung_on_the_verb_of_its_own_relative_clause() {
    // Two mends once made a ring of the noun and the verb.
    let text = "Les relations se sont dégradées depuis que le Parlement moldave, qui refuse tout compromis depuis 2021, \
                a appelé à un cessez-le-feu.";
    check("fr", text, &["asserted REJECT MDALEG > ", "demanded REQUEST MDALEG > "]);
    // Nor is the relative clause the sentence, or the noun one by itself.
    let text = "Le Parlement moldave, qui refuse tout compromis, a appelé à un cessez-le-feu.";
    check("fr", text, &["asserted REJECT MDALEG > ", "demanded REQUEST MDALEG > "]);
    let text = "Washington, qui soutient Kiev, a livré des missiles à l'Ukraine.";
    check("fr", text, &["asserted SUPPORT USAGOV > UKRGOV", "asserted AID USAGOV > UKR"]);
}

#[test]
fn who_took_part_hangs_on_the_verb_that_says_only_that_it_happened() {
    check(
        "fr",
        "Des affrontements ont eu lieu mardi entre l'armée malienne et les talibans.",
        &["asserted ASSAULT MLIMIL > AFGREB"],
    );
    check(
        "fr",
        "Des heurts ont été signalés entre la police tunisienne et des étudiants.",
        &["asserted ASSAULT TUNCOP > TUNEDU"],
    );
    check(
        "en",
        "Talks took place in Geneva on Monday between Russia and Ukraine.",
        &["asserted CONSULT RUS > UKR"],
    );
}

#[test]
fn a_group_or_a_part_of_the_world_tells_whose_people_are() {
    check(
        "fr",
        "Le général Haftar a rencontré des émissaires talibans à Moscou.",
        &["asserted CONSULT LBYREB > AFGREB"],
    );
    check("fr", "Un dirigeant houthi a menacé Israël.", &["threatened THREATEN YEMREB > ISR"]);
    check(
        "fr",
        "Les dirigeants européens ont rencontré le président Zelensky à Kiev.",
        &["asserted CONSULT EURGOV > UKRGOV"],
    );
    check("en", "African diplomats condemned Israel.", &["asserted ACCUSE AFRGOV > ISR"]);
}

#[test]
fn a_state_in_the_name_of_a_deed_is_nobody() {
    check(
        "fr",
        "Les ministres africains ont condamné le coup d'État au Niger.",
        &["asserted ACCUSE AFRGOV > NER"],
    );
}

#[test]
fn what_stands_between_commas_is_not_the_sentence() {
    check(
        "fr",
        "Les rebelles, arrivés à l'aube, ont incendié des greniers au Tchad avant de se replier.",
        &["asserted ASSAULT TCDREB > ", "asserted RETREAT TCDREB > "],
    );
    check(
        "fr",
        "Le Hezbollah, soutenu par l'Iran, a tiré des missiles sur Israël.",
        &["asserted SUPPORT IRN > LBNREB", "asserted ASSAULT LBNREB > ISR"],
    );
}

#[test]
fn a_name_that_looks_like_a_verb_is_accused_all_the_same() {
    check(
        "fr",
        "Le Mali a accusé Alger de soutenir des terroristes et rappelé son ambassadeur.",
        &["asserted ACCUSE MLI > DZAGOV", "asserted SANCTION MLI > "],
    );
    // Agencies glue the mark of a quotation to an elided word.
    check("fr", "Le Mali a accusé Alger d'\"abriter des terroristes\".", &["asserted ACCUSE MLI > DZAGOV"]);
}

#[test]
fn whom_an_agency_heard_it_from_speaks() {
    check(
        "fr",
        "Vingt civils maliens ont été tués, ont indiqué dimanche à l'AFP des élus locaux et une source sécuritaire.",
        &["asserted ASSAULT  > MLICVL (says élus locaux)"],
    );
}

#[test]
fn who_owns_up_to_an_act_is_its_actor() {
    check(
        "fr",
        "Les Houthis ont revendiqué une attaque de drones contre une raffinerie saoudienne.",
        &["asserted 015 YEMREB > ", "asserted ASSAULT YEMREB > SAU"],
    );
    check(
        "en",
        "The Taliban claimed responsibility for the attack on Afghan soldiers.",
        &["asserted 015 AFGREB > ", "asserted ASSAULT AFGREB > AFGMIL"],
    );
}

#[test]
fn people_told_as_so_many_are_taken_up_by_their_number() {
    check(
        "fr",
        "La police malienne a interpellé deux ressortissants russes. Les deux hommes ont été mis en examen.",
        &["asserted COERCE MLICOP > RUSCVL", "asserted ACCUSE  > RUSCVL"],
    );
}

#[test]
fn who_acts_on_nationals_of_a_state_is_not_of_it() {
    check(
        "fr",
        "Des hommes armés ont enlevé deux ressortissants russes.",
        &["asserted ASSAULT UAF > RUSCVL"],
    );
}

#[test]
fn what_somebody_is_blamed_for_is_that_ones_deed() {
    check(
        "en",
        "Oslo condemned Minsk for bombing Ukrainian soldiers.",
        &["asserted ACCUSE NORGOV > BLRGOV", "asserted ASSAULT BLRGOV > UKRMIL"],
    );
    // A tool does nothing by itself.
    check(
        "en",
        "Kenyan police used water cannon to disperse protesters.",
        &["asserted ASSAULT KENCOP > ", "asserted ASSAULT KENCOP > KENCVL"],
    );
}

#[test]
fn a_noun_with_a_relative_clause_is_the_subject_of_what_follows() {
    check(
        "en",
        "Egypt, which backs the army, called on Sudan to end the war.",
        &["asserted SUPPORT EGY > EGYMIL", "demanded REQUEST EGY > SDN"],
    );
}

#[test]
fn an_article_begins_no_place_that_cuts_a_body_in_two() {
    check("es", "La Guardia Civil detuvo a dos sospechosos en Ceuta.", &["asserted COERCE ESPCOP > ESPCVL"]);
}

#[test]
fn a_group_is_one_or_many() {
    check(
        "en",
        "U.S. warplanes bombed Hodeidah on Monday. The Houthis said they would retaliate.",
        &["asserted ASSAULT USAMIL > -", "threatened THREATEN YEMREB >  (says Houthis)"],
    );
}
