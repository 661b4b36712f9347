//! Formats that hold reports: web pages, archives of them, feeds, news XML, tables.

pub(crate) mod feed;
pub(crate) mod html;
pub(crate) mod news_xml;
pub(crate) mod table;
pub(crate) mod warc;
