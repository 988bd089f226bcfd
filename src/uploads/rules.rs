//! What the output stage says about a row no other rule holds: Alipay's interface or Excel would
//! refuse it.

use crate::model::rule::{Rule, Text};

pub(crate) static RULES: &[&Rule] = &[&BOD001];

/// `{0}` the key of the body, or the label of the column.
pub(crate) static BOD001: Rule = Rule {
    code: "BOD001",
    name: "body-unfit",
    title: ("报文不符合接口要求", "body does not fit the interface"),
    expected: ("符合接口要求的 {0}", "a {0} the interface takes"),
    zh: Text {
        message: "{0} 缺失、超长、重复或格式不对，接口或 Excel 不会接受",
        remedy: "更正此处；若是调低了某条规则的级别才放行的，请把级别改回",
        why: "写出上传文件之前，每条报文再按接口的必填项、长度和格式量一遍，编码重复的门店只放行一条。\
              通常其他规则已经拦下；规则被调低级别、已进件记录本身超长时才轮到它。\
              不合格的只暂缓这一行，其余照常输出。它不受 [levels] 和 [blocks] 的影响。",
    },
    en: Text {
        message: "{0} is missing, too long, repeated or malformed; the interface or Excel would refuse it",
        remedy: "correct it; where a rule's level was lowered to let it pass, raise the level again",
        why: "Before upload files are written, every request body is measured once more against the \
              interface's compulsory keys, lengths and forms, and of stores with one code only one goes out. \
              Other rules usually come first; this one is left with rules whose level was lowered and with \
              onboarded records that are too long themselves. Only the row is held, the rest goes out. \
              Neither [levels] nor [blocks] has a say in it.",
    },
    bad: "LEN001 = \"note\"，地址 300 个字",
    good: "地址不超过 256 个字",
    source: "间连进件接口 biz_content 的必填项与长度: Alipay SDK AntMerchantExpandIndirectCreateModel [A]; \
             银行与聚合支付的公开镜像 [B]",
    ..Rule::ERROR
};
