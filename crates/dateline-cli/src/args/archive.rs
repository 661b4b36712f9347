//! The arguments of subcommands that keep, ask, show and export archives.

use super::{InputArgs, SetupArgs};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

fn address(text: &str) -> Result<std::net::SocketAddr, String> {
    text.parse().map_err(|_| "write an address in figures and a port: 127.0.0.1:8421".to_owned())
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
