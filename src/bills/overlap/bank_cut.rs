//! A bank's cut beside the DETAILS it was cut from: the cut names no account, no store and no time, and of
//! the trade another number. What both have is 商户识别号 and 商户订单号, so the lines of an SMID that stands in
//! both are read again and told apart by order. DETAILS say more, so theirs is the line that counts.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::dispute_count::{Count, Dispute, Lines, Numbers, ROUND, in_file};
use super::line_selection::{Above, Orders, Wanted, What};
use super::repeated_lines::Repeated;
use super::{Doubts, repeats};
use crate::bills::count::stores::add_day;
use crate::model::bill::{BillFile, BillOrigin};
use crate::model::{BillDay, BillStore};

/// The SMIDs of cuts that stand in DETAILS as well, with the lines there by source.
#[derive(Default)]
pub(crate) struct Cuts(BTreeMap<String, BTreeMap<u32, u64>>);

/// A cut's entry: nothing but an SMID. DETAILS name the day of every line.
pub(crate) fn is_cut(store: &BillStore) -> bool {
    let undated = store.days.iter().all(|day| day.day == BillDay::UNDATED);
    store.origin == BillOrigin::Acquirer && undated && !store.days.is_empty()
}

fn lines(day: &BillDay) -> u64 {
    u64::from(day.trades) + u64::from(day.refunds)
}

impl Cuts {
    /// `stores` are one entry each of a store and file.
    pub(crate) fn of(stores: &[BillStore]) -> Cuts {
        let (mut cut, mut details) = (HashSet::new(), Cuts::default());
        let named = stores.iter().filter(|store| is_cut(store));
        cut.extend(named.map(|store| store.smid.as_str()));
        if cut.is_empty() {
            return details;
        }
        let beside = |store: &&BillStore| {
            let acquirer = store.origin == BillOrigin::Acquirer;
            acquirer && !is_cut(store) && cut.contains(store.smid.as_str())
        };
        for store in stores.iter().filter(beside) {
            let of_smid = details.0.entry(store.smid.clone()).or_default();
            let source = store.seen.first().map_or(0, |seen| seen.source);
            *of_smid.entry(source).or_default() += store.days.iter().map(lines).sum::<u64>();
        }
        details
    }

    /// Whether an entry is a cut's whose merchant stands in DETAILS.
    pub(crate) fn stand_beside(&self, store: &BillStore) -> bool {
        is_cut(store) && self.0.contains_key(&store.smid)
    }

    fn of_smid(&self, smid: &str) -> impl Iterator<Item = (u32, u64)> {
        let found = self.0.get(smid).into_iter().flatten();
        found.map(|(source, lines)| (*source, *lines))
    }
}

/// What a second reading found of one cut entry.
#[derive(Debug, PartialEq, Eq)]
struct Reading {
    /// By file of the dispute.
    cut: Vec<Count>,
    /// Lines of the DETAILS, by source.
    details: BTreeMap<u32, u64>,
    /// DETAILS that have a line without an order number.
    unnumbered: HashSet<u32>,
}

/// Adds the lines of cuts that no DETAILS have to their stores; gives the files that may count a line
/// twice, the cut second.
pub(crate) fn settle(
    details: &Cuts,
    disputes: &[Dispute],
    stores: &mut [BillStore],
    bills: &mut [BillFile],
    repeated: &mut Repeated,
    again: impl Fn(Wanted, &[u32]) -> Lines,
) -> Doubts {
    if disputes.is_empty() {
        return Doubts::new();
    }
    let readings = read(details, disputes, stores, again, ROUND);
    let mut doubts = Doubts::new();
    for (dispute, reading) in disputes.iter().zip(readings) {
        let store = &mut stores[dispute.store];
        let stated: BTreeMap<u32, u64> = details.of_smid(&store.smid).collect();
        let files = || dispute.files.iter().zip(&reading.cut);
        // A file that is gone or has changed since: all of it counts, as the first reading had it.
        let undated = |sums: &BillDay| BillDay {
            day: BillDay::UNDATED,
            ..sums.clone()
        };
        let same = stated == reading.details
            && files()
                .all(|((day, _), count)| undated(&count.all) == day.clone().without_repeats());
        for ((day, source), count) in files() {
            match same {
                true => {
                    if lines(&count.fresh) > 0 {
                        add_day(&mut store.days, &undated(&count.fresh));
                    }
                    repeats(bills, *source, &count.again);
                    repeated.add(bills, *source, day.day, &count.repeats);
                }
                false => add_day(&mut store.days, &day.clone().without_repeats()),
            }
            let in_doubt =
                |bill: &&u32| !same || count.unnumbered || reading.unnumbered.contains(*bill);
            doubts.extend(stated.keys().filter(in_doubt).map(|bill| (*bill, *source)));
        }
    }
    doubts
}

/// Reads the files again, in parts of about `most` lines, and counts an order once: in DETAILS, else in the
/// first cut that has it.
fn read(
    details: &Cuts,
    disputes: &[Dispute],
    stores: &[BillStore],
    again: impl Fn(Wanted, &[u32]) -> Lines,
    most: u64,
) -> Vec<Reading> {
    let smid = |dispute: &Dispute| stores[dispute.store].smid.as_str();
    let of_details = || {
        disputes
            .iter()
            .flat_map(|dispute| details.of_smid(smid(dispute)))
    };
    let of_cuts = || disputes.iter().flat_map(|dispute| &dispute.files);
    let mut sources: Vec<u32> = of_details().map(|(source, _)| source).collect();
    sources.extend(of_cuts().map(|(_, source)| source));
    sources.sort_unstable();
    sources.dedup();
    let many = of_details().map(|(_, lines)| lines).sum::<u64>()
        + of_cuts().map(|(day, _)| lines(day)).sum::<u64>();
    let parts = many / most + 1;
    let smids: HashMap<String, u32> = (disputes.iter().map(|dispute| smid(dispute).to_owned()))
        .zip(0..)
        .collect();
    let mut readings: Vec<Reading> = disputes.iter().map(Reading::of).collect();
    for part in 0..parts {
        let smids = smids.clone();
        let wanted = Wanted {
            what: What::Orders(Orders { smids }),
            part: (part, parts),
        };
        add(&mut readings, disputes, again(wanted, &sources));
    }
    readings
}

/// Adds the lines of one part, those of DETAILS first.
fn add(readings: &mut [Reading], disputes: &[Dispute], lines: Lines) {
    let lines: Vec<_> = (lines.into_iter())
        .map(|(source, kept)| (source, in_file(kept).collect::<Vec<_>>()))
        .collect();
    let file = |at: usize, source: u32| {
        let mut files = disputes[at].files.iter();
        files.position(|(_, own)| *own == source)
    };
    let mut seen = Numbers::default();
    for of_cuts in [false, true] {
        for (source, kept) in &lines {
            for (line, above) in kept {
                let at = line.store as usize;
                let file = file(at, *source);
                if file.is_some() != of_cuts {
                    continue;
                }
                // Lines that DETAILS have twice are told apart by their own numbers.
                let above = if of_cuts { *above } else { Above::Nothing };
                let same = matches!(above, Above::Same(_));
                let fresh = !same && seen.is_fresh(at, *source, line);
                match file {
                    Some(file) => readings[at].cut[file].add(line, fresh, above),
                    None => readings[at].beside(*source, line.number),
                }
            }
        }
    }
}

impl Reading {
    fn of(dispute: &Dispute) -> Reading {
        Reading {
            cut: vec![Count::default(); dispute.files.len()],
            details: BTreeMap::new(),
            unnumbered: HashSet::new(),
        }
    }

    /// A line of DETAILS.
    fn beside(&mut self, source: u32, number: u64) {
        *self.details.entry(source).or_default() += 1;
        if number == 0 {
            self.unnumbered.insert(source);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bills::overlap::line_selection::Kept;
    use crate::model::bill::SeenIn;

    fn kept(store: u32, number: u64, net_fen: i64) -> Kept {
        Kept {
            store,
            day: BillDay::UNDATED,
            number,
            refund: net_fen < 0,
            net_fen,
            tell: 1,
            row: 6,
            fee_fen: 0,
        }
    }

    /// The entry of a file: DETAILS have a day.
    fn entry(source: u32, smid: &str, day: i32, lines: &[Kept]) -> BillStore {
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
        let details = [
            kept(0, 1, 900),
            kept(0, 1, -100),
            kept(0, 2, 70),
            kept(0, 9, 5),
        ];
        let cut = [
            kept(0, 1, 900),
            kept(0, 1, -100),
            kept(0, 1, -30),
            kept(0, 3, 20),
            kept(0, 4, 8),
            kept(0, 0, 6),
        ];
        let of_cut = entry(4, "m", BillDay::UNDATED, &cut);
        let stores = [
            of_cut.clone(),
            entry(2, "m", 7, &details),
            entry(2, "n", 7, &details),
        ];
        let cuts = Cuts::of(&stores);
        assert!(cuts.stand_beside(&stores[0]) && !cuts.stand_beside(&stores[1]));
        let disputes = [Dispute {
            store: 0,
            files: vec![(of_cut.days[0].clone(), 4)],
        }];
        let reading = |most| {
            let again = |wanted: Wanted, sources: &[u32]| {
                assert_eq!(sources, [2, 4]);
                let Wanted {
                    part: (part, parts),
                    ..
                } = wanted;
                let of_part = |lines: &[Kept]| {
                    let own = lines.iter().filter(|line| line.number % parts == part);
                    own.copied().collect::<Vec<_>>()
                };
                Lines::from([(2, of_part(&details)), (4, of_part(&cut))])
            };
            read(&cuts, &disputes, &stores, again, most)
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
