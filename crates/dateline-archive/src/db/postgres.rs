//! PostgreSQL: a schema of a database, over one connection that is made again when it is lost.

use crate::db::address::Address;
use crate::db::{Database, Each, Held, Row, Value, dialect, expression};
use crate::error::{ArchiveError, Result};
use crate::schema_postgres as schema;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::private::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};
use std::cell::{Cell, RefCell, RefMut};
use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::time::Duration;

/// How long a connection waits for another that writes.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long to wait for a server that does not answer.
const SILENCE: Duration = Duration::from_secs(10);
/// Most statements that stay prepared.
const PREPARED: usize = 256;
/// How long a question in SQL may take.
const QUESTION: &str = "300s";

/// A connection.
pub(crate) struct Postgres {
    config: Config,
    address: Address,
    writes: bool,
    patience: Cell<Duration>,
    inner: RefCell<Inner>,
}

#[derive(Default)]
struct Inner {
    client: Option<Client>,
    /// By the statement and the types of its values.
    statements: BTreeMap<String, Statement>,
    within: bool,
}

impl Postgres {
    /// Opens an archive for writing; makes it in an empty schema, and brings it up to the schema of today.
    pub(crate) fn open(address: &str) -> Result<Postgres> {
        let db = Postgres::new(address, true)?;
        schema::migrate(&db)?;
        Ok(db)
    }

    /// Opens an archive for reading: no statement can write.
    pub(crate) fn reader(address: &str) -> Result<Postgres> {
        let db = Postgres::new(address, false)?;
        schema::demand(&db)?;
        Ok(db)
    }

    fn new(text: &str, writes: bool) -> Result<Postgres> {
        let address = Address::Postgres(text.to_owned());
        let mut config = text
            .parse::<Config>()
            .map_err(|e| ArchiveError::Query(format!("{address} is no address of a database: {e}")))?;
        config.application_name("dateline");
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(SILENCE);
        }
        config.tcp_user_timeout(SILENCE * 3);
        #[allow(clippy::disallowed_methods, reason = "where clients of PostgreSQL look for a password")]
        if let (None, Ok(password)) = (config.get_password(), std::env::var("PGPASSWORD")) {
            config.password(password);
        }
        let inner = RefCell::new(Inner::default());
        let db = Postgres { config, address, writes, patience: Cell::new(PATIENCE), inner };
        drop(db.inner()?);
        Ok(db)
    }

    fn connect(&self) -> Result<Client> {
        let lost = |e: postgres::Error| match ArchiveError::from(e) {
            ArchiveError::Lost(why) => ArchiveError::Lost(format!("{}: {why}", self.address)),
            other => other,
        };
        let mut client = self.config.connect(NoTls).map_err(lost)?;
        let read_only = if self.writes { "off" } else { "on" };
        client.batch_execute(&format!(
            "SET client_min_messages = warning; SET jit = off; SET standard_conforming_strings = on;
             SET default_transaction_read_only = {read_only}; SET lock_timeout = {}",
            self.patience.get().as_millis()
        ))?;
        let encoding: String = client.query_one("SHOW server_encoding", &[])?.get(0);
        if encoding != "UTF8" {
            return Err(ArchiveError::Query(format!(
                "{}: the database is encoded in {encoding}; make one with: createdb --encoding UTF8 --template template0",
                self.address
            )));
        }
        Ok(client)
    }

    /// The connection; a lost one is made again, unless it was lost in the midst of a transaction.
    fn inner(&self) -> Result<RefMut<'_, Inner>> {
        let mut inner = self.inner.try_borrow_mut().map_err(|_| {
            ArchiveError::Cell("a statement was asked while another's rows came in".to_owned())
        })?;
        if inner.client.as_ref().is_none_or(Client::is_closed) {
            if inner.within {
                return Err(ArchiveError::Lost(format!("{}: in the midst of a transaction", self.address)));
            }
            inner.statements.clear();
            bury(inner.client.take());
            inner.client = Some(self.connect()?);
        }
        Ok(inner)
    }

    /// Does something with the connection; once more when that was found to be lost, and nothing was done yet.
    fn with<T>(&self, mut work: impl FnMut(&mut Inner) -> Result<T>) -> Result<T> {
        let mut inner = self.inner()?;
        let within = inner.within;
        match work(&mut inner) {
            Err(ArchiveError::Lost(_)) if !within => {
                bury(inner.client.take());
                drop(inner);
                work(&mut *self.inner()?)
            }
            outcome => outcome,
        }
    }

    /// Several statements without values, in one trip.
    pub(crate) fn batch(&self, sql: &str) -> Result<()> {
        self.with(|inner| Ok(inner.client()?.batch_execute(sql)?))
    }

    fn ask(&self, sql: &str, begin: &mut dyn FnMut(&[String]) -> Result<()>, each: Each<'_>) -> Result<()> {
        let mut inner = self.inner()?;
        let client = inner.client()?;
        let sql = sql.trim().trim_end_matches(';');
        let statement = client.prepare(sql).map_err(asked)?;
        if !statement.params().is_empty() {
            return Err(ArchiveError::Query("the statement has parameters; write the values".to_owned()));
        }
        let columns = statement.columns();
        if columns.is_empty() {
            return Err(ArchiveError::Query("one SELECT is answered, with at least one column".to_owned()));
        }
        let names: Vec<String> = columns.iter().map(|c| c.name().to_owned()).collect();
        let alias: Vec<String> = (1..=columns.len()).map(|n| format!("c{n}")).collect();
        let shown: Vec<String> = (alias.iter().zip(columns))
            .map(|(name, column)| match is_plain(column.type_()) {
                true => name.clone(),
                false => format!("CAST({name} AS TEXT)"),
            })
            .collect();
        // Within another SELECT nothing but a SELECT may stand.
        let whole = format!("SELECT {} FROM ({sql}\n) AS answer ({})", shown.join(", "), alias.join(", "));
        let statement = client.prepare(&whole).map_err(asked)?;
        begin(&names)?;
        let none: [&Value<'_>; 0] = [];
        let mut rows = client.query_raw(&statement, none).map_err(asked)?;
        while let Some(row) = rows.next().map_err(asked)? {
            if !each(&Row::Postgres(&row))? {
                break;
            }
        }
        Ok(())
    }
}

impl Inner {
    fn client(&mut self) -> Result<&mut Client> {
        self.client.as_mut().ok_or_else(|| ArchiveError::Lost("there is no connection".to_owned()))
    }

    fn prepared(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Statement> {
        let mut key = String::with_capacity(sql.len() + values.len() + 1);
        key.push_str(sql);
        key.push('\0');
        let mut types = Vec::with_capacity(values.len());
        for value in values {
            let (letter, of) = match value {
                Value::Integer(_) => ('i', Type::INT8),
                Value::Real(_) => ('r', Type::FLOAT8),
                Value::Text(_) => ('t', Type::TEXT),
                Value::Blob(_) => ('b', Type::BYTEA),
            };
            key.push(letter);
            types.push(of);
        }
        if let Some(statement) = self.statements.get(&key) {
            return Ok(statement.clone());
        }
        if self.statements.len() >= PREPARED {
            self.statements.clear();
        }
        let statement = self.client()?.prepare_typed(&dialect::postgres(sql), &types)?;
        self.statements.insert(key, statement.clone());
        Ok(statement)
    }
}

/// Closes a connection. Its runtime must not end within another one's, as in a server that is being closed.
fn bury(client: Option<Client>) {
    if let Some(client) = client {
        let _ = std::thread::spawn(move || drop(client)).join();
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let inner = std::mem::take(self.inner.get_mut());
        drop(inner.statements);
        bury(inner.client);
    }
}

/// What a question in SQL is told.
fn asked(error: postgres::Error) -> ArchiveError {
    match error.as_db_error() {
        // Bad data, bad syntax, no such thing, not allowed, took too long.
        Some(e) if ["22", "25006", "42", "0A", "57014"].iter().any(|c| e.code().code().starts_with(c)) => {
            ArchiveError::Query(e.message().to_owned())
        }
        _ => error.into(),
    }
}

/// Bytes of a cell.
struct Raw<'a>(&'a [u8]);

impl<'a> FromSql<'a> for Raw<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> std::result::Result<Raw<'a>, Box<dyn StdError + Sync + Send>> {
        Ok(Raw(raw))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// Types that [`held`] reads.
fn is_plain(of: &Type) -> bool {
    [
        Type::BOOL,
        Type::INT2,
        Type::INT4,
        Type::INT8,
        Type::FLOAT4,
        Type::FLOAT8,
        Type::NUMERIC,
        Type::TEXT,
        Type::VARCHAR,
        Type::BPCHAR,
        Type::NAME,
        Type::BYTEA,
    ]
    .contains(of)
}

/// The cell of a row.
pub(crate) fn held(row: &postgres::Row, at: usize) -> Result<Held<'_>> {
    let Some(Raw(raw)) = row.try_get::<_, Option<Raw<'_>>>(at)? else { return Ok(Held::Null) };
    let odd = || ArchiveError::Cell(format!("column {at} has {} bytes", raw.len()));
    let of = row.columns().get(at).map(|c| c.type_().clone()).ok_or_else(odd)?;
    Ok(match of {
        Type::BOOL => Held::Integer(i64::from(raw != [0])),
        Type::INT2 => Held::Integer(i16::from_be_bytes(raw.try_into().map_err(|_| odd())?).into()),
        Type::INT4 => Held::Integer(i32::from_be_bytes(raw.try_into().map_err(|_| odd())?).into()),
        Type::INT8 => Held::Integer(i64::from_be_bytes(raw.try_into().map_err(|_| odd())?)),
        Type::FLOAT4 => Held::Real(f32::from_be_bytes(raw.try_into().map_err(|_| odd())?).into()),
        Type::FLOAT8 => Held::Real(f64::from_be_bytes(raw.try_into().map_err(|_| odd())?)),
        Type::NUMERIC => numeric(raw).ok_or_else(odd)?,
        Type::BYTEA => Held::Blob(raw),
        _ => {
            Held::Text(std::str::from_utf8(raw).map_err(|e| ArchiveError::Cell(format!("column {at}: {e}")))?)
        }
    })
}

/// A decimal number: whole where it has no fraction and 64 bits hold it, as a sum of whole numbers has not.
fn numeric(raw: &[u8]) -> Option<Held<'_>> {
    let part = |i: usize| Some(i16::from_be_bytes(raw.get(2 * i..2 * i + 2)?.try_into().ok()?));
    let (digits, weight, sign, scale) = (part(0)?, part(1)?, part(2)?, part(3)?);
    let groups: Vec<i16> = (0..usize::try_from(digits).ok()?).map(|i| part(4 + i)).collect::<Option<_>>()?;
    let (positive, negative) = (0, 0x4000);
    if sign != positive && sign != negative {
        return Some(Held::Real(f64::NAN));
    }
    let signed = |x: f64| if sign == negative { -x } else { x };
    if scale == 0 {
        let mut whole: Option<i64> = Some(0);
        for i in 0..=weight.max(-1) {
            let group = usize::try_from(i).ok().and_then(|i| groups.get(i)).copied().unwrap_or(0);
            let group = if sign == negative { -i64::from(group) } else { i64::from(group) };
            whole = whole.and_then(|w| w.checked_mul(10_000)?.checked_add(group));
        }
        if let Some(whole) = whole {
            return Some(Held::Integer(whole));
        }
    }
    let value =
        groups.iter().zip(0_i32..).map(|(g, i)| f64::from(*g) * 10_000_f64.powi(i32::from(weight) - i));
    Some(Held::Real(signed(value.sum())))
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Value::Integer(Some(n)) => n.to_sql(ty, out),
            Value::Real(Some(x)) => x.to_sql(ty, out),
            // The one character that PostgreSQL cannot keep.
            Value::Text(Some(text)) if text.contains('\0') => text.replace('\0', "\u{fffd}").to_sql(ty, out),
            Value::Text(Some(text)) => text.as_ref().to_sql(ty, out),
            Value::Blob(bytes) => bytes.as_ref().to_sql(ty, out),
            Value::Integer(None) | Value::Real(None) | Value::Text(None) => Ok(IsNull::Yes),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl Database for Postgres {
    fn each(&self, sql: &str, values: &[Value<'_>], each: Each<'_>) -> Result<()> {
        let mut begun = false;
        self.with(|inner| {
            if begun {
                return Err(ArchiveError::Lost(format!("{}: in the midst of an answer", self.address)));
            }
            let statement = inner.prepared(sql, values)?;
            let mut rows = inner.client()?.query_raw(&statement, values)?;
            while let Some(row) = rows.next()? {
                begun = true;
                if !each(&Row::Postgres(&row))? {
                    break;
                }
            }
            Ok(())
        })
    }

    fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<u64> {
        self.with(|inner| {
            let statement = inner.prepared(sql, values)?;
            let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|v| v as &(dyn ToSql + Sync)).collect();
            Ok(inner.client()?.execute(&statement, &values)?)
        })
    }

    fn begin(&self) -> Result<()> {
        self.with(|inner| {
            let begun = inner.client()?.batch_execute(&format!("BEGIN; {}", schema::LOCK));
            if begun.is_err() {
                let _ = inner.client()?.batch_execute("ROLLBACK");
            }
            begun?;
            inner.within = true;
            Ok(())
        })
    }

    fn commit(&self) -> Result<()> {
        let mut inner = self.inner()?;
        // Also an error when a statement before failed: COMMIT alone would say that all is well, and keep nothing.
        inner.client()?.batch_execute(schema::COMMIT)?;
        inner.within = false;
        Ok(())
    }

    fn rollback(&self) {
        if let Ok(mut inner) = self.inner.try_borrow_mut()
            && std::mem::take(&mut inner.within)
            && let Some(client) = &mut inner.client
        {
            // When this fails, the connection is lost, and the server has rolled back.
            let _ = client.batch_execute("ROLLBACK");
        }
    }

    fn among(&self, column: &str, parameter: &str) -> String {
        format!("{column} = ANY (CAST(string_to_array({parameter}, ',') AS BIGINT[]))")
    }

    fn matching(&self) -> &'static str {
        "words @@ CAST(? AS tsquery)"
    }

    fn words(&self, typed: &str) -> Result<Value<'static>> {
        expression::query(&crate::words::expression(typed)).map(Value::from)
    }

    fn enter_text(&self, report: i64, title: Option<&str>, text: &str) -> Result<()> {
        let sql = "INSERT INTO report_text (rowid, words) VALUES (?1, CAST(?2 AS tsvector))
                   ON CONFLICT (rowid) DO UPDATE SET words = excluded.words";
        self.execute(sql, crate::db::values![report, expression::vector(title, text)]).map(drop)
    }

    fn checked(&self) -> Result<Vec<String>> {
        let db: &dyn Database = self;
        let lost = "SELECT r.key FROM report r WHERE NOT EXISTS (SELECT 1 FROM report_text t WHERE t.rowid = r.report)";
        let keys: Vec<String> = db.all(lost, &[], |r| r.get(0))?;
        Ok(keys
            .into_iter()
            .map(|k| format!("report {k}: its words are not in the full-text index"))
            .collect())
    }

    fn question(
        &mut self,
        sql: &str,
        begin: &mut dyn FnMut(&[String]) -> Result<()>,
        each: Each<'_>,
    ) -> Result<()> {
        self.with(|inner| {
            inner
                .client()?
                .batch_execute(&format!("BEGIN READ ONLY; SET LOCAL statement_timeout = '{QUESTION}'"))?;
            inner.within = true;
            Ok(())
        })?;
        let answer = self.ask(sql, begin, each);
        self.rollback();
        answer
    }

    fn patience(&self, time: Duration) -> Result<()> {
        self.patience.set(time);
        self.batch(&format!("SET lock_timeout = {}", time.as_millis()))
    }

    fn size(&self) -> Result<u64> {
        let sql = "SELECT CAST(coalesce(sum(pg_total_relation_size(c.oid)), 0) AS BIGINT) FROM pg_class c
                   JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relkind = 'r'";
        let db: &dyn Database = self;
        let bytes: i64 = db.one(sql, &[], |r| r.get(0))?;
        Ok(u64::try_from(bytes).unwrap_or(0))
    }

    fn file(&self) -> Option<&rusqlite::Connection> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_numbers_are_whole_where_they_have_no_fraction() {
        let bytes = |parts: &[i16]| parts.iter().flat_map(|p| p.to_be_bytes()).collect::<Vec<u8>>();
        for (parts, wanted) in [
            (vec![2, 1, 0, 0, 12, 3456], Held::Integer(123_456)),
            (vec![1, 1, 0x4000, 0, 5], Held::Integer(-50_000)),
            (vec![0, 0, 0, 0], Held::Integer(0)),
            (vec![2, 0, 0, 1, 3, 5000], Held::Real(3.5)),
            (vec![1, -1, 0x4000, 2, 2500], Held::Real(-0.25)),
        ] {
            assert_eq!(numeric(&bytes(&parts)), Some(wanted));
        }
        assert_eq!(numeric(&[0]), None);
    }
}
