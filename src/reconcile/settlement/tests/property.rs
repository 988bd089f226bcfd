//! Every fen is somewhere, whatever the days and the order of lines.

use proptest::prelude::*;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Σ of the settlement days = Σ of the inputs, in fen, and no order of lines matters.
    #[test]
    fn every_fen_is_somewhere(
        sums in proptest::collection::vec((any::<bool>(), 0i32..12, -500i64..5_000, -50i64..=0), 1..20),
        entries in proptest::collection::vec((0usize..5, 1u32..16, 1u32..9_000), 1..20),
        days in 1i32..14,
        withdrawals in proptest::option::of(proptest::collection::vec((0i32..12, -300i64..9_000), 0..6)),
    ) {
        let bills: Vec<Sum> = sums
            .iter()
            .map(|(own, day, net, fee)| match own {
                true => (OwnAlipay, "", "s1", *day, *net, *fee),
                false => (Acquirer, ["m2", "m9"][*day as usize % 2], "s2", *day, *net, *fee),
            })
            .collect();
        let lines: Vec<String> = entries
            .iter()
            .map(|(sort, day, fen)| {
                let yuan = money::format_fen(i64::from(*fen));
                match sort {
                    0 => alipay(*day, &yuan),
                    1 => acquirer(*day, &yuan),
                    2 => alipay(*day, &yuan).replace("111,", ",").replace("2088******0156", ""),
                    3 => acquirer(*day, &yuan).replace("222,", "333,"),
                    _ => format!("111,@{day:02},贷,{yuan},示例客户有限公司,7,货款"),
                }
            })
            .collect();
        let whole = |bills: &[Sum], lines: &[String], turned: bool| {
            let job = job(bills, days, lines);
            let mut job = match &withdrawals {
                Some(withdrawals) => with_movements(job, days, withdrawals),
                None => job,
            };
            if turned {
                job.ingested.bills.iter_mut().for_each(|bill| bill.withdrawals.reverse());
            }
            job.run().settlement
        };
        let one = whole(&bills, &lines, false);
        let expected: i64 = one.days.iter().map(|d| d.expected_fen).sum();
        let received: i64 = one.days.iter().map(|d| d.received_fen).sum();
        let owed: i64 = bills.iter().map(|b| b.4 + b.5).sum();
        let owed = owed + withdrawals.iter().flatten().map(|w| w.1).sum::<i64>();
        let came: i64 = entries.iter().map(|e| i64::from(e.2)).sum();
        prop_assert_eq!(expected + one.bills_elsewhere_fen, owed);
        prop_assert_eq!(received + one.credits_elsewhere_fen, came);
        let keys: Vec<_> = one.days.iter().map(|d| (d.account, d.day)).collect();
        prop_assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));

        let mut turned = lines.clone();
        turned.reverse();
        let mut backwards = bills.clone();
        backwards.reverse();
        let two = whole(&backwards, &turned, true);
        let outline = |s: &crate::model::Settlement| -> Vec<_> {
            s.days.iter().map(|d| (d.account, d.day, d.trades, d.expected_fen, d.received_fen, d.verdict, d.cleared)).collect()
        };
        prop_assert_eq!(outline(&one), outline(&two));
    }
}
