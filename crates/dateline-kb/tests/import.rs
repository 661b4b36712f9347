//! Layers made from other people's files, and what they change when merged over a small base.

use dateline_kb::import::{GeoNames, Imported, Known, Manifest, geonames, opensanctions, petrarch, wikidata};
use dateline_kb::petrarch::Dictionaries;
use dateline_kb::{Kb, KbError, KbKind, Layer, Layers, build};
use dateline_types::Days;

fn base() -> Layer {
    Layer::of(
        "base",
        0,
        [
            (
                "countries.tsv",
                "id\tiso2\twikidata\tname.fr\tname.en\tdemonym.en\tsource
IRN\tIR\tQ794\tIran\tIran\tIranian|Iranians\tcldr
PSE\tPS\tQ219060\tPalestine\tPalestine\tPalestinian\tcldr
ZWE\tZW\tQ954\tZimbabwe\tZimbabwe\tZimbabwean\tcldr
",
            ),
            (
                "places.tsv",
                "id\tname.fr\tname.en\tcountry\tfeature\tlat\tlon\tpopulation\tsource
g112931\tTéhéran\tTehran\tIRN\tPPLC\t35.69439\t51.42151\t7153309\tgeonames
",
            ),
            (
                "persons.tsv",
                "id\tname.en\tname.fr\tgender\tcountry\tsource
Q348144\tHassan Rouhani\tHassan Rohani\tm\tIRN\twikidata
",
            ),
            (
                "posts.tsv",
                "id\tunique\tsector\ttitle.fr\ttitle.en
head_of_state\tyes\tGOV\tprésident\tpresident
foreign_minister\tyes\tGOV\tministre des Affaires étrangères\tminister of foreign affairs|foreign minister
",
            ),
            (
                "tenures.tsv",
                "person\tpost\tcountry\tstart\tend\tsource
Q348144\thead_of_state\tIRN\t2013-08-03\t2021-08-03\twikidata
",
            ),
        ],
    )
}

fn manifest() -> Manifest {
    Manifest { name: "more".into(), priority: 10, licence: "CC0".into() }
}

/// The base, and the base with a layer over it.
fn over(make: impl Fn(&Known<'_>) -> Imported) -> Result<(Imported, Kb), KbError> {
    let kb = Kb::from_bytes(build(&Layers::new(vec![base()]))?.0)?;
    let imported = make(&Known::of(&kb));
    let merged = Kb::from_bytes(build(&Layers::new(vec![base(), imported.layer()]))?.0)?;
    Ok((imported, merged))
}

fn on(day: &str) -> Days {
    Days::parse_edtf(day).unwrap_or_default()
}

const ACTORS: &str = "IRAN [IRN]
+PERSIA
+IRI
FATAH_HAWKS [PSEREB] # x
RHODESIA_
+OLD_STATE
\t[RHO <790606]
\t[ZWEGOV]
NOBODY [---]
";
const VERBS: &str = "&CASH\n+GOLD\n--- PAY [070] ---\nPAY {PAID}\n- * &CASH TO $ [071:072]\n- lost\n";

#[test]
fn dictionaries_become_rows_with_dates_and_lose_nothing() -> Result<(), KbError> {
    let files = [("a.actors", ACTORS), ("a.agents", "POLICE {} [~COP]\n"), ("a.verbs", VERBS)];
    let (imported, kb) = over(|known| petrarch(&Dictionaries::read(files), known, &manifest()))?;
    assert_eq!(kb.names("Persia").first().map(|f| kb.entity(f.entity).id()), Some("IRN"));
    assert_eq!(kb.names("IRI").first().map(|f| kb.entity(f.entity).id()), Some("IRN"));
    let hawks = kb.names("Fatah Hawks");
    let hawks = kb.entity(hawks[0].entity);
    assert_eq!((hawks.kind(), hawks.code(), hawks.country()), (KbKind::Group, Some("PSEREB"), Some("PSE")));
    let codes = |day: &str| -> Vec<&str> {
        let forms = kb.names("old state");
        forms.iter().filter(|f| f.days.overlaps(on(day))).filter_map(|f| kb.entity(f.entity).code()).collect()
    };
    assert_eq!((codes("1979-06-05"), codes("1979-06-06")), (vec!["RHO"], vec!["ZWEGOV"]));
    let told: Vec<(&str, usize)> = imported.remarks.iter().map(|r| (r.code, r.line)).collect();
    assert_eq!(told, [("unused-line", 6), ("null-code", 9)]);
    assert_eq!(imported.lines, 16);
    let file = |name: &str| imported.files.get(name).map_or("", String::as_str);
    assert!(
        file("actors.tsv").contains("RHODESIA_\tOLD_STATE\tRHO\t\t1979-06-05\ta.actors\t7\n"),
        "{}",
        file("actors.tsv")
    );
    assert!(file("actors.tsv").contains("NOBODY\t\t---"));
    assert!(file("agents.tsv").contains("police\t\tCOP\tCOP\tperson\t\t\t\t~COP\ta.agents\t1\n"));
    assert!(file("patterns.tsv").contains("PAY\t* &CASH TO $\t071:072\ta.verbs\t5\n"));
    assert!(file("verbs.tsv").contains("PAY\t070\t\tPAY\tPAID\t\ta.verbs\t4\n"));
    assert!(file("synsets.tsv").contains("CASH\t\tGOLD\t1\n"));
    assert!(file("manifest.toml").contains("priority = 10"));
    Ok(())
}

const DUMP: &str = "\
112931\tTehran\tTehran\tTeheran,Tahran\t35.69439\t51.42151\tP\tPPLC\tIR\t\t26\t\t\t\t7153309\t\t1179\tAsia/Tehran\t2022-01-01
7\tFordow Base\tFordow Base\tFordo\t34.88\t50.99\tL\tMILB\tIR\t\t39\t\t\t\t0\t\t1\tAsia/Tehran\t2022-01-01
8\tDeh\tDeh\t\t34.1\t50.1\tP\tPPL\tIR\t\t39\t\t\t\t12\t\t1\tAsia/Tehran\t2022-01-01
9\tFar\tFar\t\t34.1\t50.1\tP\tPPLA\tXQ\t\t39\t\t\t\t12\t\t1\tAsia/Tehran\t2022-01-01
10\tBad\tBad\t\t134.1\t50.1\tP\tPPLA\tIR\t\t39\t\t\t\t12\t\t1\tAsia/Tehran\t2022-01-01
11\tShort
";
const ALTERNATE: &str = "1\t112931\tfr\tTéhéran\t1\t\t\t\t\t
2\t112931\tes\tTeherán\t\t\t\t\t\t
3\t112931\tfr\tVieille Rey\t\t\t\t1\t\t
4\t7\tfr\tFordo\t\t\t\t\t\t
5\t7\tlink\thttps://example.org\t\t\t\t\t\t
";

#[test]
fn dumps_of_places_become_rows_with_names_by_language() -> Result<(), KbError> {
    let choice = GeoNames { population: 1000, languages: vec!["fr".into(), "es".into()] };
    let files = [("IR.txt", DUMP), ("alternateNamesV2.txt", ALTERNATE)];
    let (imported, kb) = over(|known| geonames(&files, &choice, known, &manifest()))?;
    assert_eq!(imported.rows.get("places.tsv"), Some(&2));
    let tehran = kb.by_id("g112931").ok_or_else(|| KbError::Format("no Tehran".into()))?;
    assert_eq!((tehran.name("es"), tehran.name("fr")), ("Teherán", "Téhéran"));
    assert_eq!(kb.names("Fordo").first().map(|f| kb.entity(f.entity).id()), Some("g7"));
    assert_eq!(kb.by_id("g7").and_then(|e| e.country()), Some("IRN"));
    let told: Vec<(usize, bool)> = imported.remarks.iter().map(|r| (r.line, r.file == "IR.txt")).collect();
    assert_eq!(told, [(4, true), (5, true), (6, true)]);
    assert_eq!(imported.left_out.get("a populated place below the limit"), Some(&1));
    assert_eq!(imported.left_out.get("a colloquial or historic name"), Some(&1));
    Ok(())
}

const OFFICES: &str = "person,personLabel,personLabel_fr,positionLabel,country,start,end,genderLabel
http://www.wikidata.org/entity/Q348144,Hassan Rouhani,Hassan Rohani,President of Iran,,2013-08-05T00:00:00Z,2021-08-03T00:00:00Z,male
http://www.wikidata.org/entity/Q999,\"Azari, Ali\",Ali Azari,foreign minister,http://www.wikidata.org/entity/Q794,2021-08-25T00:00:00Z,2024-05-19T00:00:00Z,male
http://www.wikidata.org/entity/Q998,Nour Tehrani,,Iranian Foreign Minister,,2024-08-21T00:00:00Z,,female
http://www.wikidata.org/entity/Q997,X,,Keeper of the Seal,Q794,2024-08-21T00:00:00Z,,female
http://www.wikidata.org/entity/Q996,Y,,President of Iran,,2024-08-21T00:00:00Z,2023-01-01T00:00:00Z,male
nobody,Z,,President of Iran,,,,
";

#[test]
fn offices_of_a_query_become_persons_and_tenures() -> Result<(), KbError> {
    let make =
        |known: &Known<'_>| wikidata(&[("q.csv", OFFICES)], None, known, &manifest()).unwrap_or_default();
    let (imported, kb) = over(make)?;
    let holder = |day: &str| -> Vec<&str> {
        let all = kb.holders("foreign_minister", "IRN", on(day));
        all.iter().map(|t| kb.entity(t.person).name("en")).collect()
    };
    assert_eq!(holder("2022-01-01"), ["Azari, Ali"]);
    assert_eq!(holder("2024-09"), ["Nour Tehrani"]);
    assert_eq!(kb.by_id("Q999").map(|e| (e.name("fr"), e.subkind())), Some(("Ali Azari", Some("m"))));
    assert_eq!(kb.holders("head_of_state", "IRN", on("2015")).len(), 1);
    assert_eq!(imported.left_out.values().sum::<usize>(), 1);
    let told: Vec<usize> = imported.remarks.iter().map(|r| r.line).collect();
    assert_eq!(told, [5, 6, 7]);
    let posts = "position\tpost\tcountry\nQ5\tforeign_minister\tZWE\n";
    let text = "item,position,start\nQ12,Q5,2001\n";
    let kb = Kb::from_bytes(build(&Layers::new(vec![base()]))?.0)?;
    let mapped = wikidata(&[("q.csv", text)], Some(posts), &Known::of(&kb), &manifest())?;
    assert!(mapped.files["tenures.tsv"].contains("Q12\tforeign_minister\tZWE\t\t2001\t\twikidata\n"));
    assert!(wikidata(&[("q.csv", "a,b\n1,2\n")], None, &Known::of(&kb), &manifest()).is_err());
    Ok(())
}

const TARGETS: &str = "\"id\",\"schema\",\"name\",\"aliases\",\"birth_date\",\"countries\",\"dataset\"
\"NK-1\",\"Person\",\"Karim Test\",\"K. Test;Karim|Teste\",\"1970\",\"ir;zw\",\"x\"
\"NK-2\",\"Person\",\"Hassan Rouhani\",\"Hasan Ruhani\",\"1948\",\"ir\",\"x\"
\"NK-3\",\"Company\",\"Test Oil Co\",\"TOC;Testoil\",\"\",\"ir\",\"x\"
\"NK-4\",\"Vessel\",\"Test Star\",\"\",\"\",\"ir\",\"x\"
\"NK-5\",\"Person\",\"\",\"\",\"\",\"\",\"x\"
";

#[test]
fn target_lists_become_persons_and_organisations() -> Result<(), KbError> {
    let make =
        |known: &Known<'_>| opensanctions(&[("t.csv", TARGETS)], known, &manifest()).unwrap_or_default();
    let (imported, kb) = over(make)?;
    assert_eq!(kb.by_id("NK-1").and_then(|e| e.country()), Some("IRN"));
    assert!(kb.by_id("NK-2").is_none());
    assert_eq!(kb.names("Hasan Ruhani").first().map(|f| kb.entity(f.entity).id()), Some("Q348144"));
    assert_eq!(kb.by_id("Q348144").map(|e| e.name("fr")), Some("Hassan Rohani"));
    let oil = kb.by_id("NK-3").map(|e| (e.kind(), e.sector(), e.subkind()));
    assert_eq!(oil, Some((KbKind::Organisation, Some("BUS"), Some("company"))));
    assert_eq!(imported.left_out.get("a target of the kind Vessel is no actor"), Some(&1));
    assert_eq!(imported.remarks.iter().map(|r| r.line).collect::<Vec<_>>(), [6]);
    Ok(())
}
