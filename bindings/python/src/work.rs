//! Many reports on all cores: batches as the command makes them, so that the records are the same.

use dateline::formats::json_line;
use dateline::{Desk, guarded};
use dateline_export::Coded;
use dateline_types::{Diagnostic, Report, Severity};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::{Arc, Mutex, PoisonError};

/// A batch goes through the model together: it is full at so many reports or bytes of text.
const BATCH_REPORTS: usize = 32;
const BATCH_BYTES: usize = 1 << 17;
/// Batches in memory at a time, for each thread.
const BATCHES_A_THREAD: usize = 4;

/// What is to be coded: a report, or why there is none.
pub(crate) struct Input {
    /// What the input is called, where there is no report.
    pub name: Option<String>,
    /// The report, or why there is none.
    pub outcome: Result<Report, String>,
}

/// What came of an input.
pub(crate) enum Output {
    Coded(Box<Coded>),
    Failed { name: Option<String>, why: String },
}

/// Threads, with the process that started them.
type Threads = (u32, Arc<ThreadPool>);

/// Desk and threads. Clones share both.
#[derive(Clone)]
pub(crate) struct Worker {
    desk: Desk,
    threads: usize,
    pool: Arc<Mutex<Option<Threads>>>,
}

impl Worker {
    pub(crate) fn new(desk: Desk, threads: usize) -> Worker {
        Worker { desk, threads, pool: Arc::default() }
    }

    pub(crate) fn desk(&self) -> &Desk {
        &self.desk
    }

    pub(crate) fn threads(&self) -> usize {
        self.threads
    }

    /// Reports that are coded at a time.
    pub(crate) fn at_once(&self) -> usize {
        self.threads * BATCHES_A_THREAD * BATCH_REPORTS
    }

    /// The threads of this process: a fork takes none of its parent's along.
    fn pool(&self) -> Result<Arc<ThreadPool>, String> {
        let mut held = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        let process = std::process::id();
        if let Some((of, pool)) = held.as_ref()
            && *of == process
        {
            return Ok(Arc::clone(pool));
        }
        let pool = ThreadPoolBuilder::new().num_threads(self.threads).build();
        let pool = Arc::new(pool.map_err(|e| format!("the threads cannot be started: {e}"))?);
        // The parent's threads do not exist here: nothing may wait for them.
        std::mem::forget(held.replace((process, Arc::clone(&pool))));
        Ok(pool)
    }

    /// Codes all inputs; the results are in their order.
    pub(crate) fn code(&self, inputs: Vec<Input>) -> Result<Vec<Output>, String> {
        let pool = self.pool()?;
        let mut outputs: Vec<Option<Output>> = Vec::with_capacity(inputs.len());
        let mut batches: Vec<Vec<(usize, Report)>> = Vec::new();
        let mut room = (0, 0);
        for (slot, input) in inputs.into_iter().enumerate() {
            match input.outcome {
                Err(why) => outputs.push(Some(Output::Failed { name: input.name, why })),
                Ok(report) => {
                    if room.0 == 0 || room.1 == 0 {
                        batches.push(Vec::new());
                        room = (BATCH_REPORTS, BATCH_BYTES);
                    }
                    room = (room.0 - 1, room.1.saturating_sub(report.text.len()));
                    outputs.push(None);
                    if let Some(batch) = batches.last_mut() {
                        batch.push((slot, report));
                    }
                }
            }
        }
        let coded: Vec<Vec<(usize, Output)>> =
            pool.install(|| batches.into_par_iter().map(|batch| self.batch(batch)).collect());
        for (slot, output) in coded.into_iter().flatten() {
            outputs[slot] = Some(output);
        }
        Ok(outputs.into_iter().flatten().collect())
    }

    fn batch(&self, batch: Vec<(usize, Report)>) -> Vec<(usize, Output)> {
        let (slots, reports): (Vec<usize>, Vec<Report>) = batch.into_iter().unzip();
        let results = guarded(&reports, |reports| {
            let mut reports = reports.to_vec();
            reports.iter_mut().for_each(|report| self.settle(report));
            let records = self.desk.records(&reports);
            (records.into_iter().zip(&reports))
                .map(|(record, report)| Coded {
                    line: json_line(&record),
                    remarks: report.diagnostics.len(),
                    record,
                })
                .collect()
        });
        (slots.into_iter().zip(&reports).zip(results))
            .map(|((slot, report), result)| match result {
                Ok(coded) => (slot, Output::Coded(Box::new(coded))),
                Err(said) => {
                    let why =
                        format!("the coder broke off, which is a fault of it; please report it: {said}");
                    (slot, Output::Failed { name: Some(report.id.clone()), why })
                }
            })
            .collect()
    }

    /// Settles the language of a report; says so when its model is not among those opened.
    fn settle(&self, report: &mut Report) {
        if let Some(language) = self.desk.settle_language(report)
            && !self.desk.has_model(&language)
        {
            report.diagnostics.push(Diagnostic::new(
                "language-without-model",
                Severity::Error,
                format!("this coder was opened without language {language}, nothing was coded"),
            ));
        }
    }
}
