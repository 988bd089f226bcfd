//! A bank's cut beside the DETAILS it was cut from: the cut has no account, no store and no time, and other trade
//! numbers. Both have 商户识别号 and 商户订单号, so the lines of an SMID in both are read again and compared by order.
//! DETAILS say more, so their lines are the ones that count.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::dispute_count::{
    Counted, Dispute, DisputeCount, LinesBySource, ROUND, SeenNumbers, with_line_above,
};
use super::line_selection::{LineAbove, LineSelection, Orders, SelectedLines};
use super::repeated_lines::RepeatedLines;
use super::store_days::{DoubtfulPairs, line_count, source};
use crate::model::bill::{BillFile, BillOrigin};
use crate::model::{BillDay, BillStore};

/// The SMIDs of cuts that are in DETAILS as well, with the number of lines there by source.
#[derive(Default)]
pub(crate) struct BankCuts(BTreeMap<String, BTreeMap<u32, u64>>);

/// Whether a store comes from a cut: only its SMID is known. DETAILS give the day of every line.
pub(crate) fn is_cut(store: &BillStore) -> bool {
    let undated = store.days.iter().all(|day| day.day == BillDay::UNDATED);
    store.origin == BillOrigin::Acquirer && undated && !store.days.is_empty()
}

impl BankCuts {
    /// `stores` has one entry for each store and file.
    pub(crate) fn find(stores: &[BillStore]) -> BankCuts {
        let mut details = BankCuts::default();
        let cuts = stores.iter().filter(|store| is_cut(store));
        let smids: HashSet<&str> = cuts.map(|store| store.smid.as_str()).collect();
        if smids.is_empty() {
            return details;
        }
        let in_details = |store: &&BillStore| {
            let acquirer = store.origin == BillOrigin::Acquirer;
            acquirer && !is_cut(store) && smids.contains(store.smid.as_str())
        };
        for store in stores.iter().filter(in_details) {
            let sources = details.0.entry(store.smid.clone()).or_default();
            *sources.entry(source(store)).or_default() +=
                store.days.iter().map(line_count).sum::<u64>();
        }
        details
    }

    /// Whether a store comes from a cut and its SMID is in DETAILS.
    pub(crate) fn has_details(&self, store: &BillStore) -> bool {
        is_cut(store) && self.0.contains_key(&store.smid)
    }

    fn sources_of(&self, smid: &str) -> impl Iterator<Item = (u32, u64)> {
        let sources = self.0.get(smid).into_iter().flatten();
        sources.map(|(source, lines)| (*source, *lines))
    }
}

/// What a second reading found for one store of a cut.
#[derive(Debug, PartialEq, Eq)]
struct Reading {
    /// By file of the dispute.
    cut: Vec<DisputeCount>,
    /// Number of lines in the DETAILS, by source.
    details: BTreeMap<u32, u64>,
    /// DETAILS with a line without an order number.
    unnumbered: HashSet<u32>,
}

/// Adds the lines of cuts that no DETAILS have to their stores; returns the files that may both count a line, the cut
/// second.
pub(crate) fn count_cuts(
    details: &BankCuts,
    disputes: &[Dispute],
    stores: &mut [BillStore],
    bills: &mut [BillFile],
    repeated: &mut RepeatedLines,
    read_again: impl Fn(LineSelection, &[u32]) -> LinesBySource,
) -> DoubtfulPairs {
    let mut doubts = DoubtfulPairs::new();
    if disputes.is_empty() {
        return doubts;
    }
    let readings = read(details, disputes, stores, read_again, ROUND);
    for (dispute, reading) in disputes.iter().zip(readings) {
        let store = &mut stores[dispute.store];
        let stated: BTreeMap<u32, u64> = details.sources_of(&store.smid).collect();
        let counted = Counted {
            dispute,
            counts: &reading.cut,
            day_of: |_| BillDay::UNDATED,
        };
        let is_unchanged = stated == reading.details && counted.is_unchanged();
        counted.add_to_days(is_unchanged, &mut store.days, bills, repeated);
        for (_, source, count) in counted.files() {
            let is_doubtful = |bill: &&u32| {
                !is_unchanged || count.unnumbered || reading.unnumbered.contains(*bill)
            };
            let doubtful = stated.keys().filter(is_doubtful);
            doubts.extend(doubtful.map(|bill| (*bill, source)));
        }
    }
    doubts
}

/// Reads the files again, in parts of about `most` lines, and counts an order once: in DETAILS, else in the first cut
/// that has it.
fn read(
    details: &BankCuts,
    disputes: &[Dispute],
    stores: &[BillStore],
    read_again: impl Fn(LineSelection, &[u32]) -> LinesBySource,
    most: u64,
) -> Vec<Reading> {
    let smid = |dispute: &Dispute| stores[dispute.store].smid.as_str();
    let of_details = disputes
        .iter()
        .flat_map(|dispute| details.sources_of(smid(dispute)));
    let of_cuts = disputes.iter().flat_map(|dispute| &dispute.files);
    let of_cuts = of_cuts.map(|(day, source)| (*source, line_count(day)));
    let (mut sources, lines): (Vec<u32>, Vec<u64>) = of_details.chain(of_cuts).unzip();
    sources.sort_unstable();
    sources.dedup();
    let parts = lines.iter().sum::<u64>() / most + 1;
    let smids = disputes.iter().map(|dispute| smid(dispute).to_owned());
    let smids: HashMap<String, u32> = smids.zip(0..).collect();
    let mut readings: Vec<Reading> = disputes.iter().map(Reading::new).collect();
    for part in 0..parts {
        let smids = smids.clone();
        let selection = LineSelection {
            lines: SelectedLines::Orders(Orders { smids }),
            part: (part, parts),
        };
        add(&mut readings, disputes, read_again(selection, &sources));
    }
    readings
}

/// Adds the lines of one part, those of DETAILS first.
fn add(readings: &mut [Reading], disputes: &[Dispute], lines: LinesBySource) {
    let lines: Vec<_> = (lines.into_iter())
        .map(|(source, kept)| (source, with_line_above(kept).collect::<Vec<_>>()))
        .collect();
    let file = |at: usize, source: u32| {
        let mut files = disputes[at].files.iter();
        files.position(|(_, own)| *own == source)
    };
    let mut seen = SeenNumbers::default();
    for of_cuts in [false, true] {
        for (source, kept) in &lines {
            for (line, above) in kept {
                let at = line.store as usize;
                let file = file(at, *source);
                if file.is_some() != of_cuts {
                    continue;
                }
                // Lines that DETAILS repeat are distinguished by their own numbers.
                let above = if of_cuts { *above } else { LineAbove::Nothing };
                let same = matches!(above, LineAbove::Same(_));
                let is_fresh = !same && seen.is_fresh(at, *source, line);
                match file {
                    Some(file) => readings[at].cut[file].add(line, is_fresh, above),
                    None => readings[at].add_details_line(*source, line.number),
                }
            }
        }
    }
}

impl Reading {
    fn new(dispute: &Dispute) -> Reading {
        Reading {
            cut: vec![DisputeCount::default(); dispute.files.len()],
            details: BTreeMap::new(),
            unnumbered: HashSet::new(),
        }
    }

    fn add_details_line(&mut self, source: u32, number: u64) {
        *self.details.entry(source).or_default() += 1;
        if number == 0 {
            self.unnumbered.insert(source);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bills::overlap::line_selection::KeptLine;
    use crate::model::bill::SeenIn;

    fn kept(store: u32, number: u64, net_fen: i64) -> KeptLine {
        KeptLine {
            store,
            day: BillDay::UNDATED,
            number,
            refund: net_fen < 0,
            net_fen,
            discriminator: 1,
            row: 6,
            fee_fen: 0,
        }
    }

    /// The entry of a file: DETAILS have a day.
    fn entry(source: u32, smid: &str, day: i32, lines: &[KeptLine]) -> BillStore {
        let mut sums = BillDay::default();
        lines.iter().for_each(|line| sums.add(&line.sums()));
        BillStore {
            origin: BillOrigin::Acquirer,
            account: String::new(),
            smid: smid.to_owned(),
            store_code: String::new(),
            seen: vec![SeenIn { source, row: 6 }],
            days: vec![BillDay { day, ..sums }],
        }
    }

    #[test]
    fn in_parts_as_in_one() {
        let kept = |(number, fen): (u64, i64)| kept(0, number, fen);
        let details = [(1, 900), (1, -100), (2, 70), (9, 5)].map(kept);
        let cut = [(1, 900), (1, -100), (1, -30), (3, 20), (4, 8), (0, 6)].map(kept);
        let of_cut = entry(4, "m", BillDay::UNDATED, &cut);
        let stores = [
            of_cut.clone(),
            entry(2, "m", 7, &details),
            entry(2, "n", 7, &details),
        ];
        let cuts = BankCuts::find(&stores);
        assert!(cuts.has_details(&stores[0]) && !cuts.has_details(&stores[1]));
        let disputes = [Dispute {
            store: 0,
            files: vec![(of_cut.days[0].clone(), 4)],
        }];
        let reading = |most| {
            let read_again = |selection: LineSelection, sources: &[u32]| {
                assert_eq!(sources, [2, 4]);
                let (part, parts) = selection.part;
                let of_part = |lines: &[KeptLine]| {
                    let own = lines.iter().filter(|line| line.number % parts == part);
                    own.copied().collect::<Vec<_>>()
                };
                LinesBySource::from([(2, of_part(&details)), (4, of_part(&cut))])
            };
            read(&cuts, &disputes, &stores, read_again, most)
        };
        let whole = reading(ROUND);
        assert_eq!(whole[0].details, BTreeMap::from([(2, 4)]));
        assert!(whole[0].unnumbered.is_empty() && whole[0].cut[0].unnumbered);
        let counted = &whole[0].cut[0];
        let outline = |day: &BillDay| (day.trades, day.refunds, day.net_fen);
        assert_eq!(outline(&counted.again), (1, 1, 800));
        assert_eq!(outline(&counted.fresh), (3, 1, 4));
        for most in 1..11 {
            assert_eq!(reading(most), whole, "{most}");
        }
    }
}
