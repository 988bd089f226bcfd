//! How reports are written as CSV: headers and values are stable keys; every file opens in Excel (BOM, CRLF),
//! where no value may turn into a formula.

use std::io::{self, Write};

use csv::{ByteRecord, Terminator, WriterBuilder};

use super::column::{CellValue, ReportColumn};
use crate::emit::error::EmitError;
use crate::emit::staging::OutputSink;
use crate::value::money;

/// The CSV of a report; the answer is the number of its rows.
pub(crate) fn write_report<R>(
    sink: &mut OutputSink,
    columns: &[ReportColumn<R>],
    rows: impl IntoIterator<Item = R>,
) -> Result<u64, EmitError> {
    let failed = sink.failed();
    write(sink, columns, rows).map_err(failed)
}

/// A whole file: the header, then a line for each row; the answer is their number.
///
/// # Errors
/// Those of `out`.
pub(crate) fn write<R>(
    mut out: impl Write,
    columns: &[ReportColumn<R>],
    rows: impl IntoIterator<Item = R>,
) -> io::Result<u64> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(out);
    let keyed = columns.iter().filter(|column| column.key.is_some());
    let header = keyed.clone().filter_map(|column| column.key.as_deref());
    writer.write_record(header)?;
    // Cleared, not freed, between rows.
    let mut record = ByteRecord::new();
    let mut count = 0;
    for row in rows {
        record.clear();
        for column in keyed.clone() {
            push(&mut record, &(column.value)(&row));
        }
        writer.write_byte_record(&record)?;
        count += 1;
    }
    writer.flush()?;
    Ok(count)
}

fn push(record: &mut ByteRecord, value: &CellValue) {
    match value {
        CellValue::Blank => record.push_field(b""),
        CellValue::Text(text) | CellValue::Toned(text, _) | CellValue::Link(text, _) => {
            // A spreadsheet would run such a value as a formula.
            if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
                record.push_field(format!("'{text}").as_bytes());
            } else {
                record.push_field(text.as_bytes());
            }
        }
        CellValue::Word { key, .. } => record.push_field(key.as_bytes()),
        // A minus is no formula.
        CellValue::Number(number) => record.push_field(number.to_string().as_bytes()),
        CellValue::Money(fen) => record.push_field(money::format_fen(*fen).as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::report::column::columns;

    #[test]
    fn the_csv_has_the_columns_with_a_key_and_no_formula() {
        let columns = columns! { (&str, i64);
            csv "text" sheet "文本" "Text" 9 Text => |r| r.0;
            sheet "只在表里" "Sheet alone" 9 Text => |r| r.0;
            csv "number" => |r| r.1;
            csv "money" => |r| CellValue::Money(r.1);
            csv "word" => |r| Some(CellValue::word("key", "label")).filter(|_| r.1 > 0);
        };
        let mut bytes = Vec::new();
        let rows = [("=1+1", -5), ("a,\"b\"", 120)];
        let count = write(&mut bytes, &columns, rows).expect("written");
        assert_eq!(count, 2);
        assert_eq!(
            String::from_utf8(bytes).expect("UTF-8"),
            "\u{feff}text,number,money,word\r\n'=1+1,-5,-0.05,\r\n\"a,\"\"b\"\"\",120,1.20,key\r\n"
        );
    }
}
