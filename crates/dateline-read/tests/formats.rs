//! Every format through the one entrance: what is told of each report, what a damaged input costs, what bombs do.
#![allow(clippy::disallowed_methods, reason = "tests read the date words of the French pack")]

use arrow_array::{ArrayRef, Date32Array, RecordBatch, StringArray};
use dateline_read::{DateWords, Given, Item, ReadError, reports};
use dateline_types::{DateEvidence, Report};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::sync::Arc;

/// All items of an input of this name.
fn items(name: &str, bytes: Vec<u8>) -> Vec<Item> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/fr/dateline.toml");
    let text = std::fs::read_to_string(path).expect("the date words");
    let words = [toml::from_str::<DateWords>(&text).expect("date words").checked().expect("date words")];
    let input: Box<dyn Read> = Box::new(Cursor::new(bytes));
    reports(name, Some(Path::new(name)), input, None, &Given::default(), &words).collect()
}

fn good(items: Vec<Item>) -> Vec<Report> {
    items.into_iter().filter_map(|i| i.outcome.ok()).collect()
}

fn refusals(items: &[Item]) -> Vec<(String, String)> {
    let of = |i: &Item| match &i.outcome {
        Err(ReadError::Skipped { .. }) | Ok(_) => None,
        Err(error) => Some((i.origin.clone(), error.to_string())),
    };
    items.iter().filter_map(of).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut to = GzEncoder::new(Vec::new(), Compression::default());
    to.write_all(bytes).expect("packed");
    to.finish().expect("packed")
}

fn article(number: usize) -> String {
    let words =
        "Le gouvernement malien a annoncé lundi la reprise des discussions avec les rebelles du nord du pays";
    format!(
        "<!doctype html><html lang=\"fr\"><head><title>Numéro {number}</title>\
         <meta property=\"article:published_time\" content=\"2026-03-{:02}T10:00:00Z\"></head><body><article>\
         <p>{words}, premier paragraphe du numéro {number}.</p><p>{words}, selon un porte-parole.</p>\
         <p>{words}, a confirmé une source diplomatique à Bamako.</p></article></body></html>",
        number % 28 + 1
    )
}

/// A record of a web archive.
fn record(kind: &str, url: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Record-ID: <urn:{url}>\r\n\
         Content-Length: {}\r\n\r\n",
        content.len()
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

#[test]
fn answers_packed_with_brotli_are_read_and_broken_ones_said() {
    let mut packed = Vec::new();
    let page = article(3);
    brotli::BrotliCompress(&mut page.as_bytes(), &mut packed, &brotli::enc::BrotliEncoderParams::default())
        .expect("packed");
    let head = "Content-Type: text/html\r\nContent-Encoding: br";
    let good_one = record("response", "https://example.org/3", &answer(head, &packed));
    packed.truncate(packed.len() / 2);
    let broken = record("response", "https://example.org/4", &answer(head, &packed));
    let found = items("a.warc", [good_one, broken].concat());
    let refused = refusals(&found);
    assert!(refused.len() == 1 && refused[0].1.contains("packed content"), "{refused:?}");
    assert_eq!(good(found).len(), 1);
}

/// The answer of a server.
fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes(), body].concat()
}

#[test]
fn a_web_archive_gives_its_pages_and_texts() {
    let url = |n: usize| format!("https://example.org/{n}");
    let page = article(1);
    let chunked = format!("{:x}\r\n{page}\r\n0\r\n\r\n", page.len());
    let html = "Content-Type: text/html";
    let records = [
        record("warcinfo", "about", b"software: x"),
        record("response", &url(1), &answer("Content-Type: text/html; charset=UTF-8", page.as_bytes())),
        record(
            "response",
            &url(2),
            &answer(&format!("{html}\r\nContent-Encoding: gzip"), &gzip(article(2).as_bytes())),
        ),
        record(
            "response",
            &url(3),
            &answer(&format!("{html}\r\nTransfer-Encoding: chunked"), chunked.as_bytes()),
        ),
        record(
            "response",
            &url(4),
            b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html></html>",
        ),
        record("response", &url(5), &answer("Content-Type: image/png", b"PNG")),
        record("conversion", &url(6), "Téhéran a démenti mardi.".as_bytes()),
    ];
    let plain = records.concat();
    let each: Vec<u8> = records.iter().flat_map(|r| gzip(r)).collect();
    for (name, bytes) in [("a.warc", plain.clone()), ("a.warc.gz", each), ("b.warc.gz", gzip(&plain))] {
        let found = items(name, bytes);
        assert_eq!(refusals(&found), [], "{name}");
        assert_eq!(found.len(), 7, "{name}");
        let reports = good(found);
        let urls: Vec<&str> = reports.iter().filter_map(|r| r.url.as_deref()).collect();
        assert_eq!(urls, [url(1), url(2), url(3), url(6)], "{name}");
        assert_eq!(reports[0].id, "urn:https://example.org/1");
        assert_eq!(reports[1].published.value.as_deref(), Some("2026-03-03"));
        assert_eq!(reports[1].published.evidence, DateEvidence::Metadata);
        assert_eq!(reports[2].paragraphs.len(), 3);
        assert_eq!(reports[3].text, "Téhéran a démenti mardi.");
    }
}

#[test]
fn damaged_records_cost_themselves_alone() {
    for packed in [false, true] {
        let mut bytes = Vec::new();
        for n in 0..300 {
            let url = format!("https://example.org/{n}");
            let record = record("response", &url, &answer("Content-Type: text/html", article(n).as_bytes()));
            let mut record = if packed { gzip(&record) } else { record };
            if n % 100 == 50 {
                // Of a packed record the data, of a plain one the mark.
                let at = if packed { 60 } else { 0 };
                record[at..at + 20].iter_mut().for_each(|byte| *byte ^= 0x35);
            }
            bytes.extend(record);
        }
        let found = items("damaged.warc", bytes);
        let refused = refusals(&found);
        assert_eq!(refused.len(), 3, "packed {packed}: {refused:?}");
        assert!(refused[0].0.starts_with("damaged.warc: byte "), "{refused:?}");
        assert_eq!(good(found).len(), 297, "packed {packed}");
    }
}

#[test]
fn feeds_give_their_entries() {
    let rss = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Le Quotidien</title><language>fr</language>
        <item><title>Grève à Lima</title><link>https://example.org/g</link><guid>g1</guid>
          <pubDate>Wed, 04 Mar 2026 08:00:00 GMT</pubDate>
          <description>&lt;p&gt;Les mineurs sont en grève.&lt;/p&gt;&lt;p&gt;Lire aussi : le Pérou&lt;/p&gt;</description></item>
        <item><title>Sans texte</title><link>https://example.org/v</link></item></channel></rss>"#;
    let found = items("feed.xml", rss.as_bytes().to_vec());
    assert_eq!(refusals(&found), []);
    let reports = good(found);
    assert_eq!(reports.len(), 1);
    assert_eq!(reports[0].text.trim(), "Les mineurs sont en grève.");
    assert_eq!(reports[0].title.as_deref(), Some("Grève à Lima"));
    assert_eq!(reports[0].publisher.as_deref(), Some("Le Quotidien"));
    assert_eq!(reports[0].published.value.as_deref(), Some("2026-03-04"));
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Agence</title><id>f</id>
        <updated>2026-03-04T00:00:00Z</updated><entry><id>e1</id><title>Sommet</title><updated>2026-03-03T10:00:00Z</updated>
        <content type="text">Les ministres se sont réunis à Bamako.</content></entry></feed>"#;
    let reports = good(items("atom.xml", atom.as_bytes().to_vec()));
    assert_eq!((reports.len(), reports[0].id.as_str()), (1, "e1"));
    assert_eq!(reports[0].published.value.as_deref(), Some("2026-03-03"));
}

#[test]
fn news_xml_of_agencies_is_read() {
    let nitf = r#"<?xml version="1.0"?><nitf><head><title>Attaque</title><docdata><doc-id id-string="n1"/>
        <date.issue norm="20260304T080000Z"/></docdata><pubdata name="Agence"/></head><body><body.head><hedline>
        <hl1>Attaque &#224; Gao</hl1></hedline><dateline><location>GAO</location></dateline></body.head>
        <body.content><block><p>Des hommes arm&#233;s ont attaqu&#233; un march&#233;.</p><p>Paris &amp; Bamako condamnent.</p>
        </block></body.content></body></nitf>"#;
    let report = good(items("n.xml", nitf.as_bytes().to_vec())).remove(0);
    let paragraphs: Vec<&str> = report.paragraphs.iter().map(|p| p.of(&report.text)).collect();
    assert!(report.text.starts_with("GAO - "), "{}", report.text);
    assert!(paragraphs[0].ends_with("Des hommes armés ont attaqué un marché."), "{paragraphs:?}");
    assert_eq!(paragraphs[1], "Paris & Bamako condamnent.");
    assert_eq!((report.id.as_str(), report.title.as_deref()), ("n1", Some("Attaque à Gao")));
    assert_eq!(report.publisher.as_deref(), Some("Agence"));
    assert_eq!(report.published.value.as_deref(), Some("2026-03-04"));

    let g2 = r#"<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet><newsItem guid="g1" xml:lang="fr"><itemMeta>
        <provider literal="AFP"/><versionCreated>2026-03-04T09:00:00+01:00</versionCreated></itemMeta><contentMeta>
        <headline>Premier</headline></contentMeta><contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml">
        <body><p>Le premier texte.</p></body></html></inlineXML></contentSet></newsItem><newsItem guid="g2" xml:lang="fr">
        <itemMeta><versionCreated>2026-03-05T09:00:00Z</versionCreated></itemMeta><contentSet>
        <inlineData>Le second texte.</inlineData></contentSet></newsItem></itemSet></newsMessage>"#;
    let reports = good(items("g2.xml", g2.as_bytes().to_vec()));
    let texts: Vec<&str> = reports.iter().map(|r| r.text.as_str()).collect();
    assert_eq!(texts, ["Le premier texte.", "Le second texte."]);
    assert_eq!((reports[0].id.as_str(), reports[0].publisher.as_deref()), ("g1", Some("AFP")));
    assert_eq!(reports[0].title.as_deref(), Some("Premier"));
    assert_eq!(reports[1].published.value.as_deref(), Some("2026-03-05"));

    let first = r#"<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>agence.example</ProviderId>
        <DateId>20260304</DateId><NewsItemId>i1</NewsItemId></NewsIdentifier></Identification><NewsComponent><NewsLines>
        <HeadLine>Titre</HeadLine></NewsLines><ContentItem><DataContent><p>Le texte de la dépêche.</p></DataContent>
        </ContentItem></NewsComponent></NewsItem></NewsML>"#;
    let report = good(items("n1.xml", first.as_bytes().to_vec())).remove(0);
    assert_eq!((report.id.as_str(), report.title.as_deref()), ("i1", Some("Titre")));
    assert_eq!(report.publisher.as_deref(), Some("agence.example"));
    assert_eq!(report.published.value.as_deref(), Some("2026-03-04"));
    assert_eq!(report.text, "Le texte de la dépêche.");
}

#[test]
fn tables_are_read_by_the_names_of_their_columns() {
    let csv = "fecha;titre;texte;lang\n2026-03-04;Un;\"Le ministre; lui, a parlé.\";fr\n;;;\n04/03;Deux;Autre texte.;fr\n";
    let found = items("t.csv", csv.as_bytes().to_vec());
    assert!(matches!(found[1].outcome, Err(ReadError::Skipped { .. })), "{found:?}");
    assert_eq!(found[2].origin, "t.csv:4");
    let reports = good(found);
    assert_eq!(reports[0].text, "Le ministre; lui, a parlé.");
    assert_eq!(reports[0].published.value.as_deref(), Some("2026-03-04"));
    assert!(reports[1].diagnostics.iter().any(|d| d.code == "bad-date"));
    let none = items("t.csv", b"a,b\n1,2\n".to_vec());
    assert!(refusals(&none)[0].1.contains("no column holds the text: there are a, b"), "{none:?}");

    let text: ArrayRef = Arc::new(StringArray::from(vec![Some("Un texte."), None, Some("Un autre.")]));
    let date: ArrayRef = Arc::new(Date32Array::from(vec![20_516, 20_517, 20_518]));
    let batch = RecordBatch::try_from_iter([("text", text), ("date", date)]).expect("a batch");
    let mut bytes = Vec::new();
    let mut writer =
        parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("written");
    for bytes in [bytes.clone(), gzip(&bytes)] {
        let found = items("input", bytes);
        assert_eq!(refusals(&found), []);
        let reports = good(found);
        let dates: Vec<_> = reports.iter().filter_map(|r| r.published.value.as_deref()).collect();
        assert_eq!(dates, ["2026-03-04", "2026-03-06"]);
    }
    let cut = items("cut.parquet", bytes[..bytes.len() / 2].to_vec());
    assert!(refusals(&cut)[0].1.contains("cannot be read"), "{cut:?}");
}

#[test]
fn packed_inputs_are_unpacked() {
    let text = "PARIS, 4 mars 2026 (AFP) - Le ministre a parlé.".as_bytes();
    let zstd = zstd::encode_all(text, 3).expect("packed");
    for bytes in [gzip(text), gzip(&gzip(text)), zstd] {
        assert_eq!(good(items("a.txt.gz", bytes))[0].published.value.as_deref(), Some("2026-03-04"));
    }
}

#[test]
fn bombs_are_refused() {
    let nested = items("a.gz", gzip(&gzip(&gzip(&gzip(b"Un texte.")))));
    assert!(refusals(&nested)[0].1.contains("packed more than"), "{nested:?}");
    let bomb = items("bomb.txt.gz", gzip(&vec![b' '; 80 << 20]));
    assert!(refusals(&bomb)[0].1.contains("longer than"), "{:?}", refusals(&bomb));
    let mut line = b"{\"text\": \"Un.\"}\n{\"text\": \"".to_vec();
    line.extend(vec![b'a'; 80 << 20]);
    line.extend_from_slice(b"\"}\n{\"text\": \"Deux.\"}\n");
    let lines = items("long.jsonl", line);
    assert_eq!(refusals(&lines).len(), 1);
    assert_eq!(good(lines).len(), 2, "the lines beside a long one are read");
    let mut open = b"text,date\n\"never closed ".to_vec();
    open.extend(vec![b'a'; 40 << 20]);
    let open = items("open.csv", open);
    assert!(refusals(&open)[0].1.contains("a quote that is not closed"), "{:?}", refusals(&open));
    let laughs = "<!DOCTYPE nitf [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><nitf><body><body.content>\
                  <p>Rire : &b;.</p></body.content></body></nitf>";
    assert_eq!(good(items("laughs.xml", laughs.as_bytes().to_vec()))[0].text, "Rire : .");
    let deep = format!("<nitf>{}", "<block>".repeat(5_000));
    assert!(refusals(&items("deep.xml", deep.into_bytes()))[0].1.contains("deeper"));
}

#[test]
fn pages_in_older_charsets_are_read_as_they_say() {
    let page = article(7).replace("<head>", "<head><meta charset=\"iso-8859-15\">");
    let bytes: Vec<u8> = page.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    let report = good(items("page.html", bytes)).remove(0);
    assert!(report.text.contains("a annoncé lundi"), "{}", report.text);
    let nothing = items("page.html", b"<!doctype html><html><body></body></html>".to_vec());
    assert!(matches!(nothing[0].outcome, Err(ReadError::Skipped { .. })), "{nothing:?}");
}
