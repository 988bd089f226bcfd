//! What is kept of a bill: sums per store and day, and per file the control totals. Lines are
//! streamed and never held.

use super::{Lang, Place};

/// Which route a bill is evidence for, in the two-way test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BillOrigin {
    /// The merchant's own Alipay bill (业务明细): evidence of a direct store.
    OwnAlipay,
    /// The acquirer's bill of routed trades (DETAILS): evidence of an indirect store.
    Acquirer,
}

/// The trades of one store in all bills of one origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillStore {
    pub origin: BillOrigin,
    /// PID of the `#账号` line, under which store codes are unique; empty when unknown.
    pub account: String,
    /// 商户识别号; empty in the merchant's own bill.
    pub smid: String,
    /// 门店编号; may be empty in the acquirer's bill.
    pub store_code: String,
    /// The files it stands in, ascending.
    pub seen: Vec<SeenIn>,
    /// One entry a day, ascending.
    pub days: Vec<BillDay>,
}

impl BillStore {
    /// What tells stores apart, and the order they stand in.
    pub fn key(&self) -> (BillOrigin, &str, &str, &str) {
        (self.origin, &self.account, &self.smid, &self.store_code)
    }
}

/// Where a bill first names a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeenIn {
    pub source: u32,
    /// Counted from 1.
    pub row: u32,
}

/// One store on one day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BillDay {
    /// Julian day number of 完成时间; [`BillDay::UNDATED`] where the bill gives no time.
    pub day: i32,
    /// Tells the day's lines from others by their numbers, whatever their order; 0 where the bill has none.
    pub print: u64,
    /// Completed trades; refunds are not trades.
    pub trades: u32,
    pub refunds: u32,
    /// Σ 商家实收 of trades and refunds, in fen.
    pub net_fen: i64,
    /// Σ 服务费, in fen: below zero for what is charged.
    pub fee_fen: i64,
    /// While reading: a line may stand in it twice.
    pub twice: bool,
}

impl BillDay {
    /// The day of lines that name none; before every other.
    pub const UNDATED: i32 = i32::MIN;

    /// Whether both are the same lines: two exports of one account that overlap.
    pub fn is_again(&self, other: &BillDay) -> bool {
        self.print != 0 && !self.twice && self == other
    }

    /// It, with nothing left to be looked at again.
    pub fn without_repeats(self) -> BillDay {
        BillDay {
            twice: false,
            ..self
        }
    }

    /// Adds what another bill, or another part of this one, says of the same day.
    pub fn add(&mut self, other: &BillDay) {
        self.print = self.print.wrapping_add(other.print);
        self.trades = self.trades.saturating_add(other.trades);
        self.refunds = self.refunds.saturating_add(other.refunds);
        self.net_fen = self.net_fen.saturating_add(other.net_fen);
        self.fee_fen = self.fee_fen.saturating_add(other.fee_fen);
        self.twice |= other.twice;
    }

    /// What the day's trades and refunds bring to the account, in fen.
    pub fn settled_fen(&self) -> i64 {
        self.net_fen.saturating_add(self.fee_fen)
    }
}

/// What a bill lists. The key `bill` of its layout says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillSort {
    /// 业务明细 of the merchant's own account.
    OwnAlipay,
    /// DETAILS: routed trades as the acquirer receives them.
    Acquirer,
    /// What a bank cuts out of DETAILS for a merchant: SMIDs and amounts without a time.
    AcquirerCut,
    /// 账务明细: movements of the account's balance.
    Fund,
    /// The export a person makes of an own account.
    Personal,
    /// 业务明细汇总, one row a store.
    TradeSummary,
    /// 账务汇总, one row a kind of movement.
    FundSummary,
}

impl BillSort {
    /// The route its lines are evidence for; nothing for lines that name no store.
    pub fn origin(self) -> Option<BillOrigin> {
        match self {
            BillSort::OwnAlipay => Some(BillOrigin::OwnAlipay),
            BillSort::Acquirer | BillSort::AcquirerCut => Some(BillOrigin::Acquirer),
            _ => None,
        }
    }

    /// What its lines are: those that add, and those that take away.
    pub fn sorts(self) -> [LineSort; 2] {
        match self {
            BillSort::Fund => [LineSort::Income, LineSort::Outgo],
            _ => [LineSort::Trade, LineSort::Refund],
        }
    }

    /// The sort of detail a summary is the control total of.
    pub fn detail(self) -> Option<BillSort> {
        match self {
            BillSort::TradeSummary => Some(BillSort::OwnAlipay),
            BillSort::FundSummary => Some(BillSort::Fund),
            _ => None,
        }
    }
}

/// What one line of a bill is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineSort {
    Trade,
    Refund,
    Income,
    Outgo,
    /// 不计收支 in a personal export.
    Neutral,
    /// A row of a summary.
    Summary,
}

impl LineSort {
    pub const COUNT: usize = LineSort::Summary as usize + 1;

    /// Every sort, in the order reports list them.
    pub const ALL: [LineSort; LineSort::COUNT] = [
        LineSort::Trade,
        LineSort::Refund,
        LineSort::Income,
        LineSort::Outgo,
        LineSort::Neutral,
        LineSort::Summary,
    ];

    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            LineSort::Trade => lang.pick("交易", "trades"),
            LineSort::Refund => lang.pick("退款", "refunds"),
            LineSort::Income => lang.pick("收入", "income"),
            LineSort::Outgo => lang.pick("支出", "outgoings"),
            LineSort::Neutral => lang.pick("不计收支", "neither"),
            LineSort::Summary => lang.pick("汇总", "summary rows"),
        }
    }
}

/// Counts and sums of one sort of line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BillTotal {
    pub lines: u64,
    /// Fen: Σ 商家实收, where refunds are negative, or Σ of the amounts moved, where none is.
    pub net_fen: i64,
}

impl BillTotal {
    pub fn add(&mut self, other: BillTotal) {
        self.lines += other.lines;
        self.net_fen = self.net_fen.saturating_add(other.net_fen);
    }
}

/// A number a bill states beside its lines, which the lines must come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureSort {
    Records,
    Trades,
    Refunds,
    Net,
    IncomeLines,
    Income,
    OutgoLines,
    Outgo,
    NeutralLines,
}

impl FigureSort {
    /// As the files call it.
    pub fn label(self) -> &'static str {
        match self {
            FigureSort::Records => "记录笔数",
            FigureSort::Trades => "交易订单总笔数",
            FigureSort::Refunds => "退款订单总笔数",
            FigureSort::Net => "商家实收",
            FigureSort::IncomeLines => "收入笔数",
            FigureSort::Income => "收入金额",
            FigureSort::OutgoLines => "支出笔数",
            FigureSort::Outgo => "支出金额",
            FigureSort::NeutralLines => "不计收支笔数",
        }
    }

    pub fn is_money(self) -> bool {
        matches!(
            self,
            FigureSort::Net | FigureSort::Income | FigureSort::Outgo
        )
    }
}

/// Such a number and where it stands: a count, or fen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    pub sort: FigureSort,
    pub value: i64,
    pub place: Place,
}

/// What moved on one day, in fen; neither sum is negative unless the bill takes an income back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FundDay {
    /// Julian day number of 发生时间.
    pub day: i32,
    /// See [`BillDay::print`].
    pub print: u64,
    /// Lines either way.
    pub incomes: u32,
    pub outgos: u32,
    pub income_fen: i64,
    pub outgo_fen: i64,
    /// See [`BillDay::twice`].
    pub twice: bool,
}

impl FundDay {
    /// As far as counting the lines goes, whichever bill they are of: what came in for trades, what went
    /// out for refunds.
    pub fn lines(&self) -> BillDay {
        BillDay {
            day: self.day,
            print: self.print,
            trades: self.incomes,
            refunds: self.outgos,
            net_fen: self.income_fen.saturating_add(self.outgo_fen),
            fee_fen: 0,
            twice: self.twice,
        }
    }
}

/// A 提现 line: money on its way to the bank account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// Cell of its amount.
    pub place: Place,
    pub day: i32,
    /// Below zero when it came back.
    pub fen: i64,
    /// Tells the line from others by its number; 0 without one.
    pub number: u64,
}

/// What one bill file came to.
#[derive(Clone, Debug)]
pub struct BillFile {
    pub source: u32,
    pub sort: BillSort,
    /// PID + `0156` of the `#账号` line, when there is one.
    pub account: String,
    /// Julian days of 起始日期 and 终止日期 as written; the end is the midnight after the last day.
    pub period: Option<(i32, i32)>,
    /// Data lines read: counted + refused.
    pub lines: u64,
    /// Indexed by [`LineSort`].
    pub sums: [BillTotal; LineSort::COUNT],
    pub refused: u64,
    /// Indexed by [`LineSort`]: of the lines counted, those that stand further above or in another bill as
    /// well; they count once.
    pub again: [u64; LineSort::COUNT],
    /// Those among them that stand further above in this bill.
    pub twice: [BillTotal; LineSort::COUNT],
    /// What the footer says of each sort of line, and where.
    pub stated: [Option<(BillTotal, Place)>; LineSort::COUNT],
    /// Other numbers it states: the 合计 row of a summary, the notes of a personal export.
    pub figures: Vec<Figure>,
    /// Of a bill of movements, ascending: as the file has them, whoever else has them too.
    pub days: Vec<FundDay>,
    pub withdrawals: Vec<Withdrawal>,
}

impl BillFile {
    /// A bill without lines.
    pub fn new(sort: BillSort) -> BillFile {
        BillFile {
            source: 0,
            sort,
            account: String::new(),
            period: None,
            lines: 0,
            sums: Default::default(),
            refused: 0,
            again: Default::default(),
            twice: Default::default(),
            stated: Default::default(),
            figures: Vec::new(),
            days: Vec::new(),
            withdrawals: Vec::new(),
        }
    }

    pub fn sum(&self, sort: LineSort) -> BillTotal {
        self.sums[sort as usize]
    }

    /// The same, a line that stands in it twice counted once.
    pub fn once(&self, sort: LineSort) -> BillTotal {
        let (all, twice) = (self.sum(sort), self.twice[sort as usize]);
        BillTotal {
            lines: all.lines.saturating_sub(twice.lines),
            net_fen: all.net_fen.saturating_sub(twice.net_fen),
        }
    }

    /// What its lines come to for a figure somebody states, by [`BillFile::sum`] or [`BillFile::once`].
    pub fn figure(&self, sort: FigureSort, sum: fn(&BillFile, LineSort) -> BillTotal) -> i64 {
        let whole = |count| i64::try_from(count).unwrap_or(i64::MAX);
        let lines = |sort| whole(sum(self, sort).lines);
        let fen = |sort| sum(self, sort).net_fen;
        match sort {
            FigureSort::Records => {
                let counted = LineSort::ALL.into_iter().map(|sort| sum(self, sort).lines);
                whole(counted.sum::<u64>() + self.refused)
            }
            FigureSort::Trades => lines(LineSort::Trade),
            FigureSort::Refunds => lines(LineSort::Refund),
            FigureSort::Net => fen(LineSort::Trade).saturating_add(fen(LineSort::Refund)),
            FigureSort::IncomeLines => lines(LineSort::Income),
            FigureSort::Income => fen(LineSort::Income),
            FigureSort::OutgoLines => lines(LineSort::Outgo),
            FigureSort::Outgo => fen(LineSort::Outgo),
            FigureSort::NeutralLines => lines(LineSort::Neutral),
        }
    }
}
