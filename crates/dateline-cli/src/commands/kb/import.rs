//! `dateline kb import`: a folder of tables from what others publish.
#![allow(clippy::disallowed_methods, reason = "the command reads and writes the files the user names")]

use crate::Outcome;
use crate::args::{ImportFormat, KbImportArgs};
use anyhow::{Context, Result, bail};
use dateline::kb::import::{GeoNames, Imported, Known, Manifest};
use dateline::kb::{import, load};
use std::io::Write;
use std::path::Path;

pub(super) fn run(args: &KbImportArgs) -> Result<Outcome> {
    let kb = super::open(args.kb.as_deref())?;
    let known = Known::of(&kb);
    let folder = args.output.file_name().and_then(|n| n.to_str()).unwrap_or("imported");
    let manifest = Manifest {
        name: args.name.clone().unwrap_or_else(|| folder.to_owned()),
        priority: args.priority,
        licence: args.licence.clone(),
    };
    let imported = match args.format {
        ImportFormat::Petrarch => {
            let mut all = dateline::kb::petrarch::Dictionaries::default();
            for input in &args.inputs {
                all.merge(load::dictionaries(input)?);
            }
            if all.files.is_empty() {
                bail!("no dictionary files among the inputs (.actors, .agents, .verbs, .txt)");
            }
            import::petrarch(&all, &known, &manifest)
        }
        format => {
            let texts = args.inputs.iter().map(|p| read(p)).collect::<Result<Vec<_>>>()?;
            let files: Vec<(&str, &str)> = texts.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
            match format {
                ImportFormat::Geonames => {
                    let languages = args.languages.clone();
                    let choice = GeoNames { population: args.population, languages };
                    import::geonames(&files, &choice, &known, &manifest)
                }
                ImportFormat::Wikidata => {
                    let posts = args.posts.as_deref().map(read).transpose()?.map(|(_, text)| text);
                    import::wikidata(&files, posts.as_deref(), &known, &manifest)?
                }
                _ => import::opensanctions(&files, &known, &manifest)?,
            }
        }
    };
    write(&imported, &args.output)?;
    report(&imported, &args.output)?;
    Ok(Outcome::Done)
}

fn read(path: &Path) -> Result<(String, String)> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok((path.file_name().and_then(|n| n.to_str()).unwrap_or("input").to_owned(), text))
}

fn write(imported: &Imported, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (name, text) in &imported.files {
        let path = folder.join(name);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn report(imported: &Imported, folder: &Path) -> Result<()> {
    let mut out = std::io::stdout().lock();
    for remark in &imported.remarks {
        writeln!(out, "{remark}")?;
    }
    for (table, rows) in &imported.rows {
        writeln!(out, "{}: {rows} rows", folder.join(table).display())?;
    }
    for (why, count) in &imported.left_out {
        writeln!(out, "left out, {why}: {count}")?;
    }
    let unused = imported.remarks.iter().filter(|r| r.code == "unused-line").count();
    writeln!(out, "{} lines read, {unused} could not be used", imported.lines)?;
    Ok(())
}
