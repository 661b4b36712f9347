//! Counters in the text format of Prometheus.

use std::sync::atomic::{AtomicU64, Ordering};

/// Answers since the start.
#[derive(Default)]
pub(crate) struct Metrics {
    good: AtomicU64,
    refused: AtomicU64,
    failed: AtomicU64,
    micros: AtomicU64,
}

impl Metrics {
    /// Counts an answer.
    pub(crate) fn count(&self, status: u16, micros: u64) {
        let counter = match status {
            500.. => &self.failed,
            400.. => &self.refused,
            _ => &self.good,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// The page that is scraped.
    pub(crate) fn text(&self) -> String {
        let value = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        format!(
            "# HELP dateline_answers_total Answers by outcome.\n# TYPE dateline_answers_total counter\n\
             dateline_answers_total{{outcome=\"good\"}} {}\ndateline_answers_total{{outcome=\"refused\"}} {}\n\
             dateline_answers_total{{outcome=\"failed\"}} {}\n\
             # HELP dateline_answer_seconds_total Time spent on answers.\n# TYPE dateline_answer_seconds_total counter\n\
             dateline_answer_seconds_total {:.6}\n",
            value(&self.good),
            value(&self.refused),
            value(&self.failed),
            value(&self.micros) as f64 / 1e6
        )
    }
}
