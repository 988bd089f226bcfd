//! Rules on the pair of a store and the indirect merchant it was onboarded as.

use crate::model::rule::{Rule, Text, When};
use crate::model::{Blocks, Field};

pub(crate) static RULES: &[&Rule] = &[
    &MER001, &MER002, &MER003, &MER004, &MER005, &MER006, &MER007, &MER008, &MER009, &MER010,
];

/// `{other}` the value Alipay has.
pub(crate) static MER001: Rule = Rule {
    code: "MER001",
    name: "onboarded-drift",
    reads: &[
        Field::MerchantName,
        Field::AliasName,
        Field::LegalName,
        Field::LegalIdNo,
        Field::ContactName,
        Field::ContactMobile,
        Field::ContactPhone,
        Field::ServicePhone,
        Field::Province,
        Field::City,
        Field::District,
        Field::Address,
        Field::CardNo,
        Field::CardName,
    ],
    title: ("与已进件资料不同", "differs from the onboarded record"),
    zh: Text {
        message: "已进件的值是 {other}，将用表中的值修改",
        remedy: "若表中的值是新的，不用处理；若是旧的，请改表，否则修改会把它写回去",
        why: "门店表与支付宝侧的已进件记录逐项比较，不同的项进入 indirect-modify 文件。\
              列出来是为了让人看到将要改什么。",
    },
    en: Text {
        message: "the onboarded value is {other}; the sheet's value will replace it",
        remedy: "nothing to do if the sheet is newer; if it is older, correct the sheet or the change will undo it",
        why: "The store sheet is compared with the onboarded merchant field by field, and what differs goes into \
              the indirect-modify file. It is listed so that a person sees what will change.",
    },
    bad: "详细地址 文三路 1 号 / 已进件: 文三路 2 号",
    good: "详细地址 文三路 1 号 / 已进件: 文三路 1 号",
    source: "Alipay SDK AntMerchantExpandIndirectModifyModel [A]",
    ..Rule::NOTE
};

/// `{0}` the 自用编码 the register has for the SMID.
pub(crate) static MER002: Rule = Rule {
    code: "MER002",
    name: "smid-of-another-store",
    reads: &[Field::Smid, Field::StoreCode],
    title: ("SMID 属于另一家门店", "SMID belongs to another store"),
    zh: Text {
        message: "已进件记录里，这个 SMID 属于门店 {0}",
        remedy: "核对 SMID；很可能是复制时错了行",
        why: "修改报文按 SMID 找商户。SMID 填错会把这家门店的资料写到另一家门店上。",
    },
    en: Text {
        message: "in the onboarded records this SMID belongs to store {0}",
        remedy: "check the SMID; most likely it was copied from the wrong row",
        why: "A modify request finds its merchant by SMID. With a wrong one, this store's data would overwrite \
              another store's.",
    },
    bad: "storeId002 用了 storeId001 的 SMID",
    good: "storeId002 用自己的 SMID",
    source: "Alipay SDK AntMerchantExpandIndirectModifyModel sub_merchant_id [A]",
    yields_to: &[
        (When::SharedRow, &["DUP001"]),
        (When::OwnerUnknown, &["DUP002"]),
    ],
    ..Rule::ERROR
};

/// `{other}` the licence the merchant was onboarded with.
pub(crate) static MER003: Rule = Rule {
    code: "MER003",
    name: "onboarded-licence-differs",
    reads: &[Field::BusinessLicense],
    title: (
        "营业执照与已进件主体不同",
        "licence is not the onboarded entity's",
    ),
    expected: ("{other}", "{other}"),
    zh: Text {
        message: "这家门店是以执照 {other} 进件的，表中是另一个执照号",
        remedy: "若执照号录错，请更正；若门店换了主体，要用新主体重新进件，不能修改旧商户",
        why: "执照号不同就是另一个法律主体。把旧商户改成新主体会让旧主体的签约和结算落到别人名下，所以暂缓。",
    },
    en: Text {
        message: "the store was onboarded under licence {other}; the sheet has another number",
        remedy: "correct a mistyped licence; if the store has a new owner, onboard it anew instead of modifying the old merchant",
        why: "Another licence is another legal entity. Turning the old merchant into the new entity would carry \
              its contracts and settlement over to somebody else, so the row is held.",
    },
    bad: "91330106MA2H1ABC7U / 已进件: 91110105MA01XYRTXD",
    good: "91330106MA2H1ABC7U / 已进件: 91330106MA2H1ABC7U",
    source: "四要素 商家接入流程 3.2 第 6 步; 主体变更的处理是行业惯例 [D]",
    yields_to: &[(When::SharedRow, &["DUP001"])],
    ..Rule::ERROR
};

/// `{other}` the PID that confirmed the merchant.
pub(crate) static MER004: Rule = Rule {
    code: "MER004",
    name: "confirmed-by-another-pid",
    blocks: Some(Blocks::M4),
    reads: &[Field::Pid],
    title: ("已被另一个 PID 确认", "confirmed by another PID"),
    expected: ("{other}", "{other}"),
    zh: Text {
        message: "这个间连商户已由 {other} 确认，不是表中的 PID",
        remedy: "请商户确认用哪个支付宝账户；要换账户须先解绑",
        why: "merchant_confirm_pid 只在 M4 时有值，是认领此商户的 PID。一个 SMID 至多绑定一个 PID，\
              换账户之前要先解绑。M3 资料照常发出，支付宝账号不发。",
    },
    en: Text {
        message: "this indirect merchant was confirmed by {other}, not by the PID in the sheet",
        remedy: "ask the merchant which Alipay account it means; another account must be preceded by unbinding",
        why: "merchant_confirm_pid is filled only at M4 and names the PID that claimed the merchant. An SMID has \
              at most one PID. The M3 data goes out, the Alipay account does not.",
    },
    bad: "2088000000000101 / merchant_confirm_pid 2088000000000202",
    good: "2088000000000101 / merchant_confirm_pid 2088000000000101",
    source: "Alipay SDK AntMerchantExpandIndirectSourceQueryResponse merchant_confirm_pid [A]",
    ..Rule::ERROR
};

/// No arguments.
pub(crate) static MER005: Rule = Rule {
    code: "MER005",
    name: "smid-unknown",
    reads: &[Field::Smid],
    title: ("SMID 查无此商户", "SMID unknown"),
    zh: Text {
        message: "已进件记录里没有这个 SMID",
        remedy: "核对 SMID，或取一份最新的已进件商户记录；未进件的门店请把 SMID 留空",
        why: "有 SMID 的行走修改，没有的走新建。SMID 查不到时，修改会失败，新建又可能重复，所以暂缓。",
    },
    en: Text {
        message: "the onboarded records do not have this SMID",
        remedy: "check the SMID, or fetch a newer list of onboarded merchants; leave it empty for a store not onboarded yet",
        why: "A row with an SMID is modified, one without is created. With an unknown SMID a modify would fail \
              and a create might duplicate, so the row is held.",
    },
    bad: "2088000000009999 (记录中没有)",
    good: "2088000000001001 (记录中有)",
    source: "Alipay SDK AntMerchantExpandIndirectModifyModel sub_merchant_id [A]",
    yields_to: &[(When::OwnerUnknown, &["DUP002"])],
    ..Rule::ERROR
};

/// `{0}` how many records carry the key.
pub(crate) static MER006: Rule = Rule {
    code: "MER006",
    name: "onboarded-ambiguous",
    reads: &[Field::StoreCode, Field::Smid],
    title: (
        "已进件记录有多条且不同",
        "several different onboarded records",
    ),
    expected: ("一家门店一条记录", "one record per store"),
    zh: Text {
        message: "已进件记录里有 {0} 条对得上，内容不同，不知是哪一个商户",
        remedy: "在表中填写正确的 SMID，或取一份最新的已进件商户记录，去掉过期的那条",
        why: "有几条不同的记录时，程序不取第一条，也不当作没有：修改可能写到别的商户上，新建会重复进件，\
              所以暂缓。先按受理机构和执照缩小范围；内容完全相同的重复不算。",
    },
    en: Text {
        message: "{0} onboarded records fit and they differ; which merchant it is cannot be told",
        remedy: "put the right SMID into the sheet, or fetch a newer list of onboarded merchants and drop the outdated record",
        why: "With several differing records the program neither takes the first nor acts as if there were none: \
              a modify might reach another merchant, a create would onboard the store twice. Acquirer and licence \
              narrow the records down first; identical repeats do not count.",
    },
    bad: "storeId001 有 SMID 2088000000001001 和 2088000000001002",
    good: "storeId001 只有 SMID 2088000000001001",
    source: "Alipay SDK AntMerchantExpandIndirectModifyModel sub_merchant_id [A]",
    ..Rule::ERROR
};

/// `{0}` the status as written in the register.
pub(crate) static MER007: Rule = Rule {
    code: "MER007",
    name: "onboarded-closed",
    reads: &[Field::StoreCode, Field::Smid],
    title: ("间连商户已注销", "indirect merchant closed"),
    expected: ("未注销的商户", "a merchant that is not closed"),
    zh: Text {
        message: "已进件记录显示这个间连商户的状态为「{0}」",
        remedy: "请受理机构恢复该商户；要重新进件的，把 SMID 留空，并从已进件记录里去掉已注销的那条",
        why: "已注销的商户不能修改，也不能由商户确认绑定；直接新建又可能与恢复后的旧商户重复，所以暂缓，由人决定。\
              状态为空、正常或认不得时不报；同一门店另有未注销的记录时，以那条为准。",
    },
    en: Text {
        message: "the onboarded records give this merchant's status as “{0}”",
        remedy: "have the acquirer reopen the merchant; to onboard it anew, leave the SMID empty and drop the closed record from the list of onboarded merchants",
        why: "A closed merchant can neither be modified nor confirmed for binding, and a create might duplicate it \
              once it is reopened, so the row is held for a person to decide. An empty, normal or unknown status \
              says nothing; where the store has another record that is not closed, that one counts.",
    },
    bad: "状态 = 已注销",
    good: "状态 = 正常",
    source: "Alipay SDK AntMerchantExpandIndirectModifyModel sub_merchant_id [A]; 状态用词是行业惯例 [D]",
    ..Rule::ERROR
};

/// `{0}` the level the record names.
pub(crate) static MER008: Rule = Rule {
    code: "MER008",
    name: "confirm-without-m4",
    reads: &[Field::StoreCode, Field::Smid],
    title: ("已确认却不是 M4", "confirmed and not at M4"),
    expected: (
        "有商户确认 PID 的商户是 M4",
        "a merchant with a confirming PID stands at M4",
    ),
    zh: Text {
        message: "已进件记录里有确认它的 PID，等级却是 {0}",
        remedy: "取一份最新的已进件商户记录；仍是这样的，请受理机构查询等级",
        why: "merchant_confirm_pid 只在商户认领、升到 M4 之后才有。两列矛盾，说明记录是两个时间拼的，或确认后升级没有完成。程序按已确认处理，不再催绑定。",
    },
    en: Text {
        message: "the onboarded record names the PID that confirmed the merchant, but its level is {0}",
        remedy: "fetch a newer list of onboarded merchants; if it says the same, ask the acquirer for the level",
        why: "merchant_confirm_pid is there only once the merchant has claimed M4. When the two columns disagree the record was put together from two times, or the upgrade was not completed. The program takes the merchant for confirmed and asks for no binding.",
    },
    bad: "INDIRECT_LEVEL_M3 / merchant_confirm_pid 2088000000000101",
    good: "INDIRECT_LEVEL_M4 / merchant_confirm_pid 2088000000000101",
    source: "Alipay SDK AntMerchantExpandIndirectSourceQueryResponse merchant_confirm_pid [A]",
    ..Rule::WARNING
};

/// `{other}` the value Alipay has, `{0}` of what, `{1}` why it does not go along, both in Chinese; `{2}` and
/// `{3}` in English.
pub(crate) static MER009: Rule = Rule {
    code: "MER009",
    name: "modify-leaves-out",
    reads: &[
        Field::ContactMobile,
        Field::ContactPhone,
        Field::ContactEmail,
        Field::LegalName,
        Field::LegalIdNo,
        Field::Longitude,
        Field::Latitude,
        Field::BankBranchName,
    ],
    title: ("修改会清掉已进件的值", "a modify takes a value away"),
    zh: Text {
        message: "已进件的{0}是 {other}，表中没填；同组有别的值要改，会整组替换，这个值{1}，不随报文发出，修改后就没有了",
        remedy: "还要的，在表中填上这一格；不要了的不用处理",
        why: "联系人、地址、结算账户在修改报文里各是一整组，发出就整组替换。表中没填、名单里有的，程序用名单里的值补上，\
              不会因为格子空着就清掉；只有补不得的才列在这里：换了联系人，原来的手机邮箱不是他的；改了地址，原来的经纬度\
              不是这里；换了结算账号，原来的支行不是它的；名单里打了星号的，发不出去。",
    },
    en: Text {
        message: "the onboarded {2} is {other} and the sheet has none; something else of its group changes, so the group \
                  is replaced as a whole, and this value {3}, so it does not go along",
        remedy: "enter the value in the sheet if it is still wanted; otherwise nothing is to be done",
        why: "Contacts, address and settlement account each go out as a whole and are replaced as a whole. What the \
              sheet leaves open is filled from the register, so an empty cell takes nothing away. Listed here is what \
              cannot be filled: the telephone of a contact who has been replaced, the coordinates of an address that \
              changed, the branch of another bank account, and what the register masks.",
    },
    bad: "联系人 孙戊、联系邮箱 空 / 已进件: 李己、li@example.com",
    good: "联系人 孙戊、联系邮箱 空 / 已进件: 孙戊、sun@example.com",
    source: "Alipay SDK AntMerchantExpandIndirectModifyModel contact_info, address_info, bankcard_info [A]; 整组替换未见明文，按最坏情形处理 [D]",
    ..Rule::NOTE
};

/// `{0}` the status as written in the register.
pub(crate) static MER010: Rule = Rule {
    code: "MER010",
    name: "onboarded-frozen",
    reads: &[Field::StoreCode, Field::Smid],
    title: ("间连商户被冻结", "indirect merchant frozen"),
    expected: ("状态正常的商户", "a merchant in normal standing"),
    zh: Text {
        message: "已进件记录显示这个间连商户的状态为「{0}」，收不了款",
        remedy: "请受理机构查明原因并解冻，再送打标、请商户交易和绑定；名单是旧的，换一份新的再运行",
        why: "冻结的商户还在，资料照常可以修改，所以只警告；但它收不了款，14 天内的成交等不来，送去打标也会落空。\
              状态为空、正常或认不得时不报，已注销的见 MER007，直连门店不看。",
    },
    en: Text {
        message: "the onboarded records give this merchant's status as “{0}”: it takes no payments",
        remedy: "have the acquirer find the reason and lift it before the store is handed over, trades or binds; with an old \
                 list, run again with a newer one",
        why: "A frozen merchant is there and can be modified, so this only warns. But it takes no payments: the trade \
              within 14 days does not come, and tagging is in vain. An empty, normal or unknown status says nothing, a \
              closed merchant is MER007, and direct stores are not looked at.",
    },
    bad: "状态 = 冻结",
    good: "状态 = 正常",
    source: "商家接入流程 3.2 第 5 步（14 天内有成交）; 状态用词是行业惯例 [D]",
    ..Rule::WARNING
};
