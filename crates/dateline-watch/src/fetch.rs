//! One request: bounded in time and size, and to addresses of the open network only.

use crate::feeds::host;
use std::collections::BTreeSet;
use std::io::Read;
use std::net::IpAddr;
use std::time::Duration;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

/// What Dateline calls itself.
pub(crate) const AGENT: &str =
    concat!("dateline/", env!("CARGO_PKG_VERSION"), " (+https://github.com/dateline/dateline)");
/// Largest answer, in bytes after unpacking.
const MOST: u64 = 16 << 20;
/// Longest time for one request.
const PATIENCE: Duration = Duration::from_secs(30);
const REDIRECTS: u32 = 5;

/// An answer of a server.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
    pub etag: Option<String>,
    pub modified: Option<String>,
    /// Seconds to wait, as the server asks.
    pub retry: Option<i64>,
}

/// Finds addresses of hosts, and refuses those inside the network unless the list of feeds names the host itself.
#[derive(Debug)]
struct Guard {
    inner: DefaultResolver,
    named: BTreeSet<String>,
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        if host(&uri.to_string()).is_some_and(|h| self.named.contains(&h)) {
            return Ok(found);
        }
        let mut open = self.empty();
        for address in found.iter().filter(|a| is_open(a.ip())) {
            open.push(*address);
        }
        if open.is_empty() { Err(Error::HostNotFound) } else { Ok(open) }
    }
}

/// Whether an address belongs to the open network.
pub(crate) fn is_open(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, ..] = ip.octets();
            let shared = a == 100 && (64..128).contains(&b);
            let reserved = a == 0 || a >= 224 || (a == 192 && b == 0) || (a == 198 && (18..20).contains(&b));
            !(ip.is_private() || ip.is_loopback() || ip.is_link_local() || shared || reserved)
        }
        IpAddr::V6(ip) => {
            if let Some(v4) = ip.to_ipv4() {
                return is_open(IpAddr::V4(v4));
            }
            // Addresses that a gateway turns into those of version 4 (NAT64, 6to4) are judged by what they lead to.
            let parts = ip.segments();
            let inner = match parts {
                [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => Some((high, low)),
                _ => None,
            };
            if let Some((high, low)) = inner {
                let [a, b] = high.to_be_bytes();
                let [c, d] = low.to_be_bytes();
                return is_open(IpAddr::from([a, b, c, d]));
            }
            let head = parts[0];
            let local = (head & 0xfe00) == 0xfc00 || (head & 0xffc0) == 0xfe80;
            !(ip.is_loopback() || ip.is_unspecified() || ip.is_multicast() || local)
        }
    }
}

/// Makes requests.
pub(crate) struct Web(Agent);

impl Web {
    /// `named` are the hosts that the list of feeds names itself.
    pub(crate) fn new(named: BTreeSet<String>) -> Web {
        let config = Agent::config_builder()
            .user_agent(AGENT)
            .http_status_as_error(false)
            .max_redirects(REDIRECTS)
            .timeout_global(Some(PATIENCE))
            .max_response_header_size(64 << 10)
            .build();
        let guard = Guard { inner: DefaultResolver::default(), named };
        Web(Agent::with_parts(config, DefaultConnector::default(), guard))
    }

    /// Asks for an address, naming the version that is known.
    ///
    /// # Errors
    /// There is no answer, or it is too large; why.
    pub(crate) fn get(
        &self,
        url: &str,
        etag: Option<&str>,
        modified: Option<&str>,
        now: i64,
    ) -> Result<Answer, String> {
        let mut request = self.0.get(url);
        for (name, value) in [("If-None-Match", etag), ("If-Modified-Since", modified)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let mut answer = request.call().map_err(|e| e.to_string())?;
        let header = |name: &str| answer.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let mut out = Answer {
            status: answer.status().as_u16(),
            etag: header("etag"),
            modified: header("last-modified"),
            retry: header("retry-after").and_then(|v| wait(&v, now)),
            body: Vec::new(),
        };
        if out.status == 200 {
            let reader = answer.body_mut().with_config().limit(MOST + 1).reader();
            reader.take(MOST + 1).read_to_end(&mut out.body).map_err(|e| e.to_string())?;
            if out.body.len() as u64 > MOST {
                return Err(format!("the answer is longer than {MOST} bytes"));
            }
        }
        Ok(out)
    }
}

/// Seconds of a Retry-After header: a number, or a day and time.
fn wait(value: &str, now: i64) -> Option<i64> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<i64>() {
        return Some(seconds.clamp(0, 7 * 86_400));
    }
    // The day of the week is not needed, and servers get it wrong.
    let day = value.split_once(", ").map_or(value, |(_, rest)| rest);
    let at = jiff::fmt::rfc2822::parse(&day.replace("GMT", "+0000")).ok()?.timestamp().as_second();
    Some((at - now).clamp(0, 7 * 86_400))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_inside_the_network_are_told_apart() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "fd00::1",
            "fe80::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:c0a8:1::1",
        ] {
            assert!(!is_open(inside.parse().expect("an address")), "{inside}");
        }
        for open in ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1", "64:ff9b::808:808"] {
            assert!(is_open(open.parse().expect("an address")), "{open}");
        }
    }

    #[test]
    fn servers_may_ask_to_wait() {
        assert_eq!(wait("120", 0), Some(120));
        assert_eq!(wait("Thu, 01 Jan 1970 00:10:00 GMT", 60), Some(540));
        assert_eq!(wait("soon", 0), None);
    }
}
