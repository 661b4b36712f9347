//! `book`: copies `docs`, adds the pages that are made from the program or stand beside what they describe, and runs mdBook.
//!
//! Made: the command (from its arguments), the record (from its schema), the codes (from the ontology). Copied: the descriptions of packs,
//! tables, gold and exports, security. The book is built in `target/book`; every link between pages must lead somewhere.

use serde_json::Value;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Pages that are files elsewhere in the repository.
const COPIED: [(&str, &str); 4] = [
    ("packs/README.md", "reference/packs.md"),
    ("kb/README.md", "reference/base.md"),
    ("gold/README.md", "reference/gold.md"),
    ("SECURITY.md", "reference/security.md"),
];

/// Builds the book; `program` is the path of the dateline command, that of the development build when not given.
pub fn run(root: &Path, args: &[String]) -> ExitCode {
    let program = args.first().map_or_else(|| root.join("target/debug/dateline"), PathBuf::from);
    match book(root, &program) {
        Ok(pages) => {
            println!("book: {pages} pages in target/book/index.html");
            ExitCode::SUCCESS
        }
        Err(e) => {
            eprintln!("book: {e}");
            ExitCode::FAILURE
        }
    }
}

fn book(root: &Path, program: &Path) -> Result<usize> {
    let sources = root.join("target/book-sources");
    if sources.exists() {
        std::fs::remove_dir_all(&sources)?;
    }
    copy(&root.join("docs"), &sources)?;
    let put = |name: &str, text: String| -> Result<()> {
        let path = sources.join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(&sources))?;
        Ok(std::fs::write(path, text)?)
    };
    let told =
        Command::new(program).arg("manual").output().map_err(|e| format!("{}: {e}", program.display()))?;
    if !told.status.success() {
        return Err(format!("{} manual: {}", program.display(), String::from_utf8_lossy(&told.stderr)).into());
    }
    put("reference/command.md", String::from_utf8(told.stdout)?)?;
    put("reference/record.md", record(&read(&root.join("docs/record.schema.json"))?)?)?;
    put("reference/codes.md", codes(root)?)?;
    put("reference/composition.md", composition(root)?)?;
    for (from, to) in COPIED {
        put(to, read(&root.join(from))?)?;
    }
    let status = Command::new("mdbook")
        .args([
            "build".as_ref(),
            sources.as_os_str(),
            "--dest-dir".as_ref(),
            root.join("target/book").as_os_str(),
        ])
        .status()
        .map_err(|e| format!("mdbook: {e}; install it with: cargo install mdbook --locked"))?;
    if !status.success() {
        return Err("mdbook failed".into());
    }
    let mut pages = Vec::new();
    collect(&sources, &mut pages)?;
    links(&sources, &pages)?;
    Ok(pages.len())
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()).into())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn collect(folder: &Path, pages: &mut Vec<PathBuf>) -> Result<()> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<std::result::Result<_, _>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, pages)?;
        } else if path.extension().is_some_and(|e| e == "md") {
            pages.push(path);
        }
    }
    Ok(())
}

/// Every link of a page to a file beside it must lead somewhere, and every page must stand in the summary.
fn links(sources: &Path, pages: &[PathBuf]) -> Result<()> {
    let summary = read(&sources.join("SUMMARY.md"))?;
    let mut faults = Vec::new();
    for page in pages {
        let shown = page.strip_prefix(sources).unwrap_or(page).display().to_string();
        if shown != "SUMMARY.md" && !summary.contains(&format!("({shown})")) {
            faults.push(format!("docs/SUMMARY.md does not name {shown}"));
        }
        for rest in read(page)?.split("](").skip(1) {
            let target = rest.split([')', '#', ' ']).next().unwrap_or_default();
            let outside = target.is_empty() || target.contains("://") || target.contains(['<', '|', '"']);
            // The anchors and snippets of the command's own page are made by its generator.
            if outside || shown == "reference/command.md" {
                continue;
            }
            if !page.parent().unwrap_or(sources).join(target).exists() {
                faults.push(format!("{shown}: the link to {target} leads nowhere"));
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\nbook: ").into()) }
}

/// The record as tables, from its JSON Schema.
fn record(schema: &str) -> Result<String> {
    let schema: Value = serde_json::from_str(schema)?;
    let mut out = String::from(
        "# The record\n\nOne JSON object a report. `dateline schema` prints the JSON Schema that this page is made from. Spans count Unicode \
         code points of `text`. Fields are only ever added within one version of the format.\n",
    );
    object("Record", &schema, &mut out)?;
    for (name, part) in schema["$defs"].as_object().into_iter().flatten() {
        object(name, part, &mut out)?;
    }
    Ok(out)
}

fn object(name: &str, part: &Value, out: &mut String) -> Result<()> {
    let told = part["description"].as_str().unwrap_or_default();
    writeln!(
        out,
        "\n## {}\n\n{}\n",
        name.strip_suffix("Record").filter(|n| !n.is_empty()).unwrap_or("Report"),
        cell(told)
    )?;
    if let Some(choices) = part["oneOf"].as_array() {
        writeln!(out, "| value | means |\n| --- | --- |")?;
        for choice in choices {
            writeln!(
                out,
                "| `{}` | {} |",
                choice["const"].as_str().unwrap_or_default(),
                cell(choice["description"].as_str().unwrap_or_default())
            )?;
        }
        return Ok(());
    }
    writeln!(out, "| field | type | means |\n| --- | --- | --- |")?;
    for (field, about) in part["properties"].as_object().into_iter().flatten() {
        writeln!(
            out,
            "| `{field}` | {} | {} |",
            kind(about),
            cell(about["description"].as_str().unwrap_or_default())
        )?;
    }
    Ok(())
}

/// A type in words; other parts of the page are linked.
fn kind(about: &Value) -> String {
    if let Some(reference) = about["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap_or_default();
        let short = name.strip_suffix("Record").unwrap_or(name);
        return format!("[{short}](#{})", short.to_lowercase());
    }
    if let Some(all) = about["anyOf"].as_array().or_else(|| about["oneOf"].as_array()) {
        return all.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    match &about["type"] {
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        Value::String(one) if one == "array" => format!("list of {}", kind(&about["items"])),
        Value::String(one) => one.clone(),
        _ => String::new(),
    }
}

fn cell(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|")
}

/// A table of the ontology as Markdown: its first comment lines, then the columns.
fn table(root: &Path, file: &str) -> Result<String> {
    let text = read(&root.join("ontology").join(file))?;
    let mut out = String::new();
    for line in text.lines().take_while(|l| l.starts_with('#')) {
        writeln!(out, "{}", line.trim_start_matches(['#', ' ']))?;
    }
    writeln!(out)?;
    for (i, line) in text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).enumerate() {
        let cells: Vec<String> = line.split('\t').map(cell).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
        if i == 0 {
            writeln!(out, "|{}", " --- |".repeat(cells.len()))?;
        }
    }
    Ok(out)
}

fn codes(root: &Path) -> Result<String> {
    let mut out = read(&root.join("ontology/README.md"))?;
    for (title, file) in [
        ("PLOVER types", "plover.tsv"),
        ("CAMEO codes", "cameo.tsv"),
        ("Modes", "modes.tsv"),
        ("Contexts", "contexts.tsv"),
        ("Sectors", "sectors.tsv"),
    ] {
        write!(out, "\n## {title}\n\n{}", table(root, file)?)?;
    }
    Ok(out)
}

fn composition(root: &Path) -> Result<String> {
    Ok(format!(
        "# How codes compose\n\nPromise, threaten, demand, refuse, accuse, deny and others act on an inner act.\n\n## Operators\n\n{}\n## What becomes of the inner \
         act\n\n{}",
        table(root, "operators.tsv")?,
        table(root, "composition.tsv")?
    ))
}
