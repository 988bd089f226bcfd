//! Which of the indirect merchants already onboarded a store is: by SMID, else by store code, and never
//! by taking one of several that differ. Signs that the SMID is another store's or another PID's are findings.

use crate::model::plan;
use crate::model::rule::Defect;
use crate::model::stage_rules::{MER002, MER004, MER005, MER006, MER007, MER008};
use crate::model::{Field, FieldSet, Finding, Note, Related, Route, Table, Verdict};

use super::accounts::AccountPid;
use super::compare;
use super::drift;
use super::links::Links;
use super::pair::Pair;
use super::stores::Stores;

/// Status words of a closed merchant; other words say nothing.
const CLOSED: [&str; 13] = [
    "已注销",
    "注销",
    "已关闭",
    "关闭",
    "已停用",
    "停用",
    "已清退",
    "清退",
    "closed",
    "disabled",
    "terminated",
    "cancelled",
    "01",
];

/// The onboarded merchant of one store.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Onboarded {
    pub merchant: Option<u32>,
    /// Bits of the fields a modify request would change.
    pub drift: FieldSet,
    /// The register knows the store, but in several records that differ.
    pub ambiguous: bool,
    /// The merchant is closed: what else differs does not matter any more.
    pub closed: bool,
    /// The sheet's SMID is unknown or another store's: nothing is looked up by it.
    doubtful: bool,
}

impl Onboarded {
    /// The SMID bills know the store by: the sheet's, else that of the matched merchant; may be empty.
    pub fn smid<'a>(&self, row: usize, stores: &Stores<'a>, merchants: &'a Table) -> &'a str {
        match (stores.sound(row, Field::Smid), self.merchant) {
            _ if self.doubtful => "",
            (Some(smid), _) => smid,
            (None, Some(merchant)) => merchants.text(merchant as usize, Field::Smid),
            (None, None) => "",
        }
    }
}

/// The register of onboarded merchants beside the store sheet.
pub struct Register<'a> {
    pub stores: &'a Stores<'a>,
    merchants: &'a Table,
    /// Fields compared one by one: those both tables have.
    shared: Vec<Field>,
    /// Fields the register has.
    fields: Vec<Field>,
}

impl<'a> Register<'a> {
    pub fn new(stores: &'a Stores<'a>, merchants: &'a Table) -> Register<'a> {
        let both = |f: &Field| stores.table.column(*f).is_some() && merchants.column(*f).is_some();
        Register {
            stores,
            merchants,
            shared: drift::FIELDS.into_iter().filter(both).collect(),
            fields: merchants.fields().collect(),
        }
    }

    /// Finds the store's merchant and compares the two; repeats are matched without a word.
    pub fn compare(
        &self,
        row: usize,
        links: &Links,
        account: AccountPid,
        findings: &mut Vec<Finding>,
    ) -> Onboarded {
        if self.merchants.is_empty() {
            return Onboarded::default();
        }
        let mut found = Vec::new();
        let mut onboarded = Onboarded::default();
        match self.identify(row, links) {
            Ok(merchant) => onboarded.merchant = merchant,
            Err(finding) => {
                onboarded.ambiguous = finding.rule.code == MER006.code;
                onboarded.doubtful = !onboarded.ambiguous;
                found.push(*finding);
            }
        }
        if let Some(record) = onboarded.merchant {
            onboarded.closed = self.is_closed(&record);
        }
        if let Some(record) = onboarded.merchant.filter(|_| !onboarded.closed) {
            let pair = self.pair(row, record);
            let drift = drift::drift(&pair, &self.shared, &mut found);
            onboarded.drift = drift.fields;
            if !drift.another_entity {
                found.extend(confirmed_by_another(&pair, account));
            }
            found.extend(confirmed_below_m4(&pair));
        }
        if !self.stores.is_repeated(row) {
            findings.append(&mut found);
        }
        onboarded
    }

    /// The store's merchant: by the sheet's SMID when it gives one, else by its store code.
    fn identify(&self, row: usize, links: &Links) -> Result<Option<u32>, Box<Finding>> {
        let by_smid: Vec<u32> = links.by_smid.of(row).collect();
        let given = self.stores.sound(row, Field::Smid).is_some();
        match (given, by_smid.is_empty()) {
            (true, true) => Err(Box::new(self.stores.find(&MER005, row, Defect::default()))),
            (true, false) => self.of_smid(row, by_smid),
            (false, _) => self.of_code(row, links.by_code.of(row).collect()),
        }
    }

    /// Among the records of an SMID, those of this store, else those that name no store.
    fn of_smid(&self, row: usize, records: Vec<u32>) -> Result<Option<u32>, Box<Finding>> {
        let Some(code) = self.stores.sound(row, Field::StoreCode) else {
            return self.settle(row, Field::Smid, &records);
        };
        let naming = |code: &str| -> Vec<u32> {
            let named = |record: &u32| self.text(*record, Field::StoreCode) == code;
            records.iter().copied().filter(named).collect()
        };
        let own = [code, ""].map(naming);
        match own.iter().find(|records| !records.is_empty()) {
            Some(own) => self.settle(row, Field::Smid, own),
            None => Err(Box::new(self.of_another_store(row, &records))),
        }
    }

    fn of_another_store(&self, row: usize, records: &[u32]) -> Finding {
        let codes = records.iter().map(|r| self.text(*r, Field::StoreCode));
        let defect = Defect::default().arg(codes.min().unwrap_or_default());
        let mut finding = self.stores.find(&MER002, row, defect);
        finding.related = self.cells(row, records, Field::StoreCode);
        finding
    }

    /// Among the records of a store code, those not closed, and those with the sheet's acquirer and
    /// licence when it gives them.
    fn of_code(&self, row: usize, mut records: Vec<u32>) -> Result<Option<u32>, Box<Finding>> {
        if !records.iter().all(|r| self.is_closed(r)) {
            records.retain(|r| !self.is_closed(r));
        }
        for field in [Field::OrgPid, Field::BusinessLicense] {
            let Some(value) = self.stores.sound(row, field).filter(|_| records.len() > 1) else {
                continue;
            };
            if records.iter().any(|r| self.text(*r, field) == value) {
                records.retain(|r| self.text(*r, field) == value);
            }
        }
        self.settle(row, Field::StoreCode, &records)
    }

    /// The one record, if all of them say the same; they were found by `key`.
    fn settle(&self, row: usize, key: Field, records: &[u32]) -> Result<Option<u32>, Box<Finding>> {
        let Some((first, others)) = records.split_first() else {
            return Ok(None);
        };
        let same =
            |other: &u32| compare::same_content(self.merchants, *first, *other, &self.fields);
        if others.iter().all(same) {
            return Ok(Some(*first));
        }
        let defect = Defect::at(key).arg(records.len());
        let mut finding = self.stores.find(&MER006, row, defect);
        finding.related = self.cells(row, records, Field::Smid);
        Err(Box::new(finding))
    }

    fn cells(&self, row: usize, records: &[u32], field: Field) -> Vec<Related> {
        let cell = |record: &u32| self.pair(row, *record).cell(field);
        records.iter().map(cell).collect()
    }

    fn is_closed(&self, record: &u32) -> bool {
        let status = self.text(*record, Field::Status).trim();
        CLOSED.iter().any(|word| word.eq_ignore_ascii_case(status))
    }

    /// The merchant is closed, which does not matter to a direct store. The finding stands at the key
    /// by which the merchant was found.
    pub fn closed(&self, row: usize, onboarded: Onboarded, route: Route) -> Option<Finding> {
        let merchant = onboarded.merchant.filter(|_| onboarded.closed)?;
        if self.stores.is_repeated(row) || route == Route::Direct {
            return None;
        }
        let pair = self.pair(row, merchant);
        let cell = pair.cell(Field::Status);
        let defect = Defect::at(key(&pair)).arg(cell.found.trim());
        Some(self.stores.find(&MER007, row, defect).related(cell))
    }

    fn text(&self, merchant: u32, field: Field) -> &'a str {
        self.merchants.text(merchant as usize, field)
    }

    fn pair(&self, row: usize, record: u32) -> Pair<'a> {
        Pair {
            stores: self.stores,
            row,
            register: self.merchants,
            record,
            note: Note::OnboardedMerchant,
        }
    }
}

/// By what the merchant was found.
fn key(pair: &Pair) -> Field {
    let given = pair.stores.sound(pair.row, Field::Smid);
    given.map_or(Field::StoreCode, |_| Field::Smid)
}

/// A PID has confirmed the merchant, and the record still names a level below M4.
fn confirmed_below_m4(pair: &Pair) -> Option<Finding> {
    let level = plan::named_level(pair.register, pair.record)?;
    if level == 4 || pair.recorded(Field::MerchantConfirmPid).is_empty() {
        return None;
    }
    let defect = Defect::at(key(pair)).arg(format!("M{level}"));
    let finding = pair.stores.find(&MER008, pair.row, defect);
    Some(finding.related(pair.cell(Field::MerchantConfirmPid)))
}

/// The merchant was claimed by another PID than the sheet's, or than that of its Alipay account.
fn confirmed_by_another(pair: &Pair, account: AccountPid) -> Option<Finding> {
    let sheet = pair.sheet(Field::Pid);
    if !sheet.is_empty() && pair.stores.is_broken(pair.row, Field::Pid) {
        return None;
    }
    let (at, pid) = match sheet {
        "" => (Field::LogonId, account.pid?),
        _ if account.differs => (Field::Pid, account.pid?),
        _ => (Field::Pid, sheet),
    };
    let confirmed = pair.recorded(Field::MerchantConfirmPid);
    let different = compare::values(Field::Pid, false, pid, confirmed) == Verdict::Different;
    different.then(|| pair.against(&MER004, at, Field::MerchantConfirmPid))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Job;
    use super::*;
    use crate::model::Kind;
    use crate::model::bill::BillOrigin::Acquirer;
    use crate::model::reconciled::Evidence;

    fn job(header: &str, stores: &[&str], register_header: &str, register: &[&str]) -> Job {
        Job::new(header, stores).with(Kind::Merchants, register_header, register)
    }

    fn merchants(job: &Job) -> Vec<Option<u32>> {
        job.run().stores.iter().map(|s| s.merchant).collect()
    }

    #[test]
    fn smid_first_then_store_code() {
        let job = job(
            "store_code smid",
            &[
                "s1,m1", "s2,", "s3,m9", "s4,m2", "s5,m5", "s6,", ",m1", "s7,",
            ],
            "smid store_code",
            &["m5,", "m1,s1", "m2,s2", "m3,s3", "m7,s7", "m8,s7"],
        );
        assert_eq!(
            merchants(&job),
            [Some(1), Some(2), None, None, Some(0), None, Some(1), None]
        );
        assert_eq!(
            job.findings(),
            [
                "MER005 stores!B4 m9",
                "MER002 stores!B5 m2 [s2] ~merchants!B4",
                "MER006 stores!A9 s7 [2] ~merchants!A6 ~merchants!A7",
            ]
        );
    }

    #[test]
    fn records_that_differ_are_no_choice() {
        let job = job(
            "store_code smid logon_id route",
            &[
                "s1,m1,a@x.cn,",
                "s2,,a@x.cn,direct",
                "s3,m3,a@x.cn,",
                "s4,,a@x.cn,",
                "s2,,a@x.cn,direct",
            ],
            "smid store_code mcc",
            &[
                "m1,s1,5411",
                "m1,s1,5812",
                "m2,s2,5411",
                "m2,s2,5812",
                "m3,,",
                "m3,,",
                "m4,s4,",
                "m4,s4,",
            ],
        )
        .repeated(4);
        assert_eq!(merchants(&job), [None, None, Some(4), Some(6), None]);
        assert_eq!(
            job.findings(),
            [
                "MER006 stores!B2 m1 [2] ~merchants!A2 ~merchants!A3",
                "MER006 stores!A3 s2 [2] ~merchants!A4 ~merchants!A5",
            ]
        );
        // The register knows it all the same, so that the sheet's word does not make it direct.
        assert_eq!(job.run().stores[1].evidence, Evidence::Onboarded);
    }

    #[test]
    fn closed_merchants() {
        let today = Job::as_of().to_julian_day();
        let job = job(
            "store_code smid mcc logon_id route",
            &[
                "s1,m1,5411,,",
                "s2,,5411,,",
                "s3,,5411,,",
                "s4,,5411,,",
                "s5,,5411,,",
                "s6,,5411,a@x.cn,direct",
                "s6,,5411,a@x.cn,",
            ],
            "smid store_code status mcc",
            &[
                "m1,s1,已注销,5812",
                "m2,s2,01,5411",
                "m3,s3,关闭,5411",
                "m4,s3,正常,5411",
                "m5,s4,审核中,5411",
                "m6,s5,Closed,5411",
                "m7,s5,停用,5411",
                "m8,s6,关闭,5812",
            ],
        )
        .days(&["m4", "m5"].map(|smid| (Acquirer, smid, "", today, 1)))
        .repeated(6);
        // Two closed ones remain two.
        assert_eq!(
            merchants(&job)[..5],
            [Some(0), Some(1), Some(3), Some(4), None]
        );
        // It was closed because the store went direct.
        assert_eq!(job.run().stores[5].route, Route::Direct);
        assert_eq!(
            job.findings(),
            [
                "MER007 stores!B2 m1 [已注销] ~merchants!C2",
                "MER007 stores!A3 s2 [01] ~merchants!C3",
                "MER006 stores!A6 s5 [2] ~merchants!A7 ~merchants!A8",
            ]
        );
    }

    #[test]
    fn one_store_of_an_smid_with_several_and_one_acquirer_of_several() {
        let job = job(
            "store_code smid org_pid",
            &["s2,m1,", "s3,,o2", "s4,m1,"],
            "smid store_code org_pid",
            &["m1,s1,o1", "m1,s2,o1", "m2,s3,o1", "m3,s3,o2"],
        );
        assert_eq!(merchants(&job), [Some(1), Some(3), None]);
        assert_eq!(
            job.findings(),
            ["MER002 stores!B4 m1 [s1] ~merchants!B2 ~merchants!B3"]
        );
    }

    #[test]
    fn confirmed_by_another_pid() {
        let job = job(
            "store_code logon_id pid",
            &[
                "s1,a@x.cn,2088000000000001",
                "s2,b@x.cn,",
                "s3,c@x.cn,2088000000000003",
                "s4,,",
                "s5,,bad",
            ],
            "store_code merchant_confirm_pid logon_id",
            &[
                "s1,2088000000000007,a@x.cn",
                "s2,2088000000000008,b@x.cn",
                "s3,2088000000000004,c@x.cn",
                "s4,2088000000000009,",
                "s5,2088000000000009,",
            ],
        )
        .with(
            Kind::AlipayAccounts,
            "logon_id pid",
            &[
                "a@x.cn,2088000000000001",
                "b@x.cn,2088000000000002",
                "c@x.cn,2088000000000004",
            ],
        )
        .broken(4, Field::Pid);
        assert_eq!(
            job.findings(),
            [
                "MER004 stores!C2 2088000000000001 other=2088000000000007 ~merchants!B2",
                "MER004 stores!B3 b@x.cn other=2088000000000008 ~merchants!B3",
                // The sheet's PID is the finding; the account's own PID is the one that confirmed.
                "ACC008 stores!C4 2088000000000003 other=2088000000000004 ~alipay_accounts!B4",
            ]
        );
    }

    #[test]
    fn a_pid_confirms_at_m4_only() {
        let job = job(
            "store_code smid",
            &["s1,m1", "s2,", "s3,", "s4,", "s5,"],
            "smid store_code indirect_level merchant_confirm_pid",
            &[
                "m1,s1,INDIRECT_LEVEL_M3,2088000000000001",
                "m2,s2,M2,2088000000000001",
                "m3,s3,INDIRECT_LEVEL_M4,2088000000000001",
                "m4,s4,,2088000000000001",
                "m5,s5,M3,",
            ],
        );
        assert_eq!(
            job.findings(),
            [
                "MER008 stores!B2 m1 [M3] ~merchants!D2",
                "MER008 stores!A3 s2 [M2] ~merchants!D3",
            ]
        );
    }

    #[test]
    fn another_entity_explains_who_confirmed() {
        let job = job(
            "store_code business_license pid",
            &["s1,91330106MA2H1ABC7U,2088000000000001"],
            "store_code business_license merchant_confirm_pid",
            &["s1,91110105MA01XYRTXD,2088000000000002"],
        );
        assert_eq!(
            job.findings(),
            ["MER003 stores!B2 91330106MA2H1ABC7U other=91110105MA01XYRTXD ~merchants!B2"]
        );
    }

    #[test]
    fn repeats_are_matched_silently() {
        let job = job(
            "store_code mcc",
            &["s1,5411", "s1,5411"],
            "store_code mcc",
            &["s1,5812"],
        )
        .repeated(1);
        let out = job.run();
        assert_eq!(merchants(&job), [Some(0), Some(0)]);
        assert_eq!(out.stores[1].drift, Field::Mcc.bit());
        assert_eq!(
            job.findings(),
            ["MER001 stores!B2 5411 other=5812 ~merchants!B2"]
        );
    }
}
