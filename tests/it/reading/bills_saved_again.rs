//! Bills that somebody opened in a spreadsheet program and saved again: what they come to stays the same.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::bills::{LAYOUTS, input};
use super::{gb18030, read};

/// The same bill with an empty first column, as a spreadsheet may leave it.
fn shifted(text: &str) -> String {
    text.lines().map(|line| format!(",{line}\n")).collect()
}

#[test]
fn a_bill_saved_again_comes_to_the_same() {
    for layout in LAYOUTS {
        let input = input(layout);
        let sums_of = |name: &str, bytes: &[u8]| {
            let read = read(&[(name, bytes)]);
            assert_eq!(read.findings(), Vec::<String>::new(), "{layout}");
            let stores = read.ingested.bill_stores;
            let file = &read.ingested.bills[0];
            let figures: Vec<_> = file.figures.iter().map(|f| (f.sort, f.value)).collect();
            let stated = file.stated.map(|s| s.map(|(total, _)| total));
            let moved = (file.days.clone(), file.withdrawals.len());
            let file = (file.lines, file.sums, file.account.clone(), file.period);
            (stores, figures, stated, moved, file)
        };
        let sums = |bytes: &[u8]| sums_of("a.csv", bytes);
        let plain = sums(input.as_bytes());
        let bom = format!("\u{FEFF}{input}");
        assert_eq!(sums(bom.as_bytes()), plain, "{layout} with a mark");
        assert_eq!(sums(shifted(&input).as_bytes()), plain, "{layout} shifted");
        assert_eq!(sums(&gb18030(&shifted(&input))), plain, "{layout} shifted");
        for shift in [0, 1] {
            let book = workbook(&input, shift);
            assert_eq!(sums_of("a.xlsx", &book), plain, "{layout} as a workbook");
        }
    }
}

/// A text as a spreadsheet keeps it: amounts as numbers, times as dates, the rest as text; with so
/// many empty columns before it.
pub fn workbook(text: &str, shift: u16) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let moment = Format::new().set_num_format("yyyy/m/d h:mm:ss");
    for (row, line) in (0..).zip(text.lines()) {
        // The one field that is quoted has one comma.
        let line = line.replace("\"三件,一套\"", "三件，一套");
        let fields: Vec<&str> = match line.starts_with('#') {
            true => vec![line.as_str()],
            false => line.split(',').map(str::trim).collect(),
        };
        for (column, field) in (shift..).zip(fields) {
            let amount = field.contains('.').then(|| field.parse::<f64>().ok());
            let at = ExcelDateTime::parse_from_str(field).ok();
            let written = match (amount.flatten(), at) {
                (Some(amount), _) => sheet.write_number(row, column, amount),
                (_, Some(at)) if field.len() == 19 => {
                    sheet.write_datetime_with_format(row, column, &at, &moment)
                }
                _ => sheet.write_string(row, column, field),
            };
            written.expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// The only worker waits for a thread that collects rows, which must not wait for a worker in turn.
#[test]
fn a_workbook_is_read_by_a_single_worker() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let book = workbook(&input("alipay-trade"), 0);
    std::fs::write(folder.path().join("a.xlsx"), book).expect("file");
    let mut command = crate::job::jinjian();
    command.args(["run", "--threads", "1", "--quiet", "--out"]);
    let mut child = command
        .arg(folder.path().join("out"))
        .arg(folder.path())
        .spawn()
        .expect("runs");
    for _ in 0..600 {
        if let Some(status) = child.try_wait().expect("a child") {
            assert_eq!(status.code(), Some(0));
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    child.kill().expect("stopped");
    panic!("the run waits for itself");
}
