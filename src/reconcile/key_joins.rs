//! Which records carry the keys of which store: the outcome of the joins, looked up by store row.

use crate::model::{Field, Table, Tables};

use super::join;
use super::stores::StoreSheet;

/// The records of one register that carry a store's key.
pub(crate) struct KeyJoin {
    /// Store row and record, by store row, then record.
    pairs: Vec<(u32, u32)>,
    /// Where each store's pairs begin; one entry more than there are stores.
    starts: Vec<u32>,
}

impl KeyJoin {
    pub(crate) fn new(stores: &[(u32, &str)], records: &[(u32, &str)], count: usize) -> KeyJoin {
        let pairs = join::pairs(stores, records);
        let mut starts = vec![0; count + 1];
        for (store, _) in &pairs {
            starts[*store as usize + 1] += 1;
        }
        for row in 0..count {
            starts[row + 1] += starts[row];
        }
        KeyJoin { pairs, starts }
    }

    /// The records of one store, in the order of their places.
    pub(crate) fn records(&self, row: usize) -> impl ExactSizeIterator<Item = u32> + Clone + '_ {
        let (start, end) = (self.starts[row] as usize, self.starts[row + 1] as usize);
        self.pairs[start..end].iter().map(|(_, record)| *record)
    }
}

/// The joins between the store sheet and the onboarded merchants.
pub(crate) struct KeyJoins {
    pub by_smid: KeyJoin,
    pub by_code: KeyJoin,
}

impl KeyJoins {
    pub(crate) fn find(stores: &StoreSheet, tables: &Tables) -> KeyJoins {
        let link =
            |field, table| KeyJoin::new(&stores.keys(field), &keys(table, field), stores.len());
        KeyJoins {
            by_smid: link(Field::Smid, &tables.merchants),
            by_code: link(Field::StoreCode, &tables.merchants),
        }
    }
}

fn keys(table: &Table, field: Field) -> Vec<(u32, &str)> {
    let rows = 0..table.len();
    rows.map(|row| (row as u32, table.text(row, field)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_by_store_row() {
        let link = KeyJoin::new(
            &[(0, "b"), (2, "a"), (3, "x")],
            &[(0, "a"), (1, "b"), (2, "b")],
            4,
        );
        let of = |row| link.records(row).collect::<Vec<_>>();
        assert_eq!(
            [of(0), of(1), of(2), of(3)],
            [vec![1, 2], vec![], vec![0], vec![]]
        );
    }
}
