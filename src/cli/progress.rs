//! One bar a stage on standard error, only on a terminal, gone when the stage is done.

use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::model::Lang;
use crate::pipeline::{PipelineStage, ProgressListener};

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

    fn name(&self, stage: PipelineStage) -> &'static str {
        match stage {
            PipelineStage::Read => self.lang.pick("读取", "read"),
            PipelineStage::Normalise => self.lang.pick("规范", "normalise"),
            PipelineStage::Check => self.lang.pick("校验", "check"),
            PipelineStage::Reconcile => self.lang.pick("核对", "reconcile"),
            PipelineStage::Plan => self.lang.pick("计划", "plan"),
            PipelineStage::Write => self.lang.pick("写出", "write"),
        }
    }
}

impl ProgressListener for Bars {
    fn begin(&self, stage: PipelineStage, total: u64) {
        let template = match stage {
            PipelineStage::Read => {
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
