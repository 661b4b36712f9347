//! What robots.txt allows, asked once for each host and round.

use crate::feeds::host;
use crate::fetch::Web;
use std::collections::BTreeMap;
use texting_robots::{Robot, get_robots_url};

/// The name that robots.txt files know Dateline by.
const NAME: &str = "dateline";

/// What a host allows.
enum Rules {
    All,
    Some(Box<Robot>),
    /// The file cannot be had now: nothing is asked of the host in this round.
    Unknown(String),
}

/// What hosts allow.
#[derive(Default)]
pub(crate) struct Robots(BTreeMap<String, Rules>);

impl Robots {
    /// Whether an address may be fetched; why not.
    pub(crate) fn allowed(&mut self, web: &Web, url: &str, now: i64) -> Result<(), String> {
        let Some(host) = host(url) else { return Err("no address of the web".to_owned()) };
        let rules = self.0.entry(host).or_insert_with(|| rules(web, url, now));
        match rules {
            Rules::All => Ok(()),
            Rules::Some(robot) if robot.allowed(url) => Ok(()),
            Rules::Some(_) => Err("robots.txt does not allow it".to_owned()),
            Rules::Unknown(why) => Err(format!("robots.txt cannot be had: {why}")),
        }
    }

    /// Seconds that a host asks to wait between two requests.
    pub(crate) fn delay(&self, url: &str) -> i64 {
        match host(url).and_then(|h| self.0.get(&h)) {
            Some(Rules::Some(robot)) => robot.delay.map_or(0, |d| d.clamp(0.0, 60.0).ceil() as i64),
            _ => 0,
        }
    }
}

fn rules(web: &Web, url: &str, now: i64) -> Rules {
    let Ok(at) = get_robots_url(url) else { return Rules::All };
    match web.get(&at, None, None, now) {
        Ok(answer) if answer.status == 200 => match Robot::new(NAME, &answer.body) {
            Ok(robot) => Rules::Some(Box::new(robot)),
            Err(_) => Rules::All,
        },
        Ok(answer) if answer.status < 500 => Rules::All,
        Ok(answer) => Rules::Unknown(format!("status {}", answer.status)),
        Err(why) => Rules::Unknown(why),
    }
}
