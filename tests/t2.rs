use jinjian::*;
use std::time::Instant;
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let only = std::env::args().nth(2);
    let layouts = template::Layouts::load(None).unwrap();
    let job = template::Job::default();
    let mut files = ingest::find(
        std::path::Path::new(&dir),
        std::path::Path::new("/nonexist"),
    )
    .unwrap();
    if let Some(o) = &only {
        files.retain(|f| f.name.contains(o.as_str()));
    }
    let opt = ingest::Options {
        layouts: &layouts.sheets,
        job: &job,
        progress: &|_| {},
    };
    for _ in 0..3 {
        let t = Instant::now();
        let ing = ingest::read(&files, &opt).unwrap();
        eprint!("{} {:?}  ", only.clone().unwrap_or_default(), t.elapsed());
        drop(ing);
    }
    eprintln!();
}
