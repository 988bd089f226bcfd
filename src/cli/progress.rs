//! One bar a stage on standard error, only on a terminal, gone when the stage is done.

use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::model::Lang;
use crate::pipeline::{Progress, Stage};

/// Draws the stages of a run.
pub(super) struct Bars {
    lang: Lang,
    current: Mutex<Option<ProgressBar>>,
}

impl Bars {
    /// indicatif draws nothing when standard error is no terminal.
    pub(super) fn new(lang: Lang) -> Bars {
        Bars {
            lang,
            current: Mutex::new(None),
        }
    }

    /// Removes the last bar.
    pub(super) fn finish(&self) {
        self.replace(None);
    }

    fn replace(&self, bar: Option<ProgressBar>) {
        if let Ok(mut current) = self.current.lock() {
            if let Some(bar) = current.take() {
                bar.finish_and_clear();
            }
            *current = bar;
        }
    }

    fn name(&self, stage: Stage) -> &'static str {
        match stage {
            Stage::Read => self.lang.pick("读取", "read"),
            Stage::Normalise => self.lang.pick("规范", "normalise"),
            Stage::Check => self.lang.pick("校验", "check"),
            Stage::Reconcile => self.lang.pick("核对", "reconcile"),
            Stage::Plan => self.lang.pick("计划", "plan"),
            Stage::Write => self.lang.pick("写出", "write"),
        }
    }
}

impl Progress for Bars {
    fn begin(&self, stage: Stage, total: u64) {
        let template = match stage {
            Stage::Read => {
                "{prefix}  {bar:20}  {bytes}/{total_bytes} · {bytes_per_sec} · {elapsed}"
            }
            _ => "{prefix}  {bar:20}  {human_pos}/{human_len} · {per_sec} · {elapsed}",
        };
        let style = ProgressStyle::with_template(template)
            .unwrap_or_else(|_| ProgressStyle::default_bar())
            .progress_chars("█▉░");
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
        bar.set_style(style);
        bar.set_prefix(self.name(stage));
        self.replace(Some(bar));
    }

    fn advance(&self, done: u64) {
        if let Ok(current) = self.current.lock()
            && let Some(bar) = current.as_ref()
        {
            bar.inc(done);
        }
    }
}
