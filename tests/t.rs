use jinjian::pipeline::*;
use jinjian::*;
use std::sync::Mutex;
use std::time::Instant;
struct P(Instant);
impl Progress for P {
    fn begin(&self, s: Stage, _: u64) {
        eprintln!("{:?} at {:?}", s, self.0.elapsed());
    }
    fn advance(&self, _: u64) {}
}
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let t = Instant::now();
    let layouts = template::Layouts::load(None).unwrap();
    let job = template::Job::read(&std::path::Path::new(&dir).join("jinjian.toml")).unwrap();
    let files = ingest::find(
        std::path::Path::new(&dir),
        std::path::Path::new("/nonexist"),
    )
    .unwrap();
    let as_of = job.as_of.unwrap();
    let input = pipeline::Input {
        files: &files,
        job: &job,
        layouts: &layouts,
        as_of,
    };
    let p = P(t);
    let o = pipeline::run(&input, &p).unwrap();
    eprintln!("done pipeline {:?}", t.elapsed());
    let settings = emit::Settings {
        lang: model::Lang::Zh,
        reveal: false,
        as_of,
        layouts: layouts.uploads.clone(),
    };
    let rules: Vec<_> = check::all().collect();
    let run = emit::Run {
        ingested: &o.ingested,
        reconciled: &o.reconciled,
        plan: &o.plan,
        findings: &o.findings,
        rules: &rules,
        settings: &settings,
    };
    let m = Mutex::new(());
    emit::publish(&run, std::path::Path::new("/tmp/ob"), true, &|w| {
        let _g = m.lock();
        eprintln!(
            "  {} {} bytes {} rows at {:?}",
            w.output.path,
            w.output.bytes,
            w.output.rows,
            t.elapsed()
        );
    })
    .unwrap();
    eprintln!("end {:?}", t.elapsed());
}
