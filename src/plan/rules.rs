//! Rules about the job as a whole: values and agreements no single store can supply.

use crate::model::rule::{Rule, Text};

pub(crate) static RULES: &[&Rule] = &[&JOB001, &JOB002, &JOB003, &JOB004];

/// `{0}` the field keys, in Chinese between them; `{1}` how many stores need them; `{2}` as `{0}`, in English.
pub(crate) static JOB001: Rule = Rule {
    code: "JOB001",
    name: "job-value-missing",
    title: ("缺少全局参数", "job value missing"),
    expected: ("在 [defaults] 中给出 {0}", "{2} under [defaults]"),
    zh: Text {
        message: "{0} 是每家门店进件都要的值，但所有表格和 jinjian.toml 都没有给出（涉及 {1} 家门店）",
        remedy: "在 jinjian.toml 的 [defaults] 下写上 {0} 的值，再运行一次",
        why: "商户来源 source，以及 MCC 与受理机构 PID org_pid（或经营类目 category_id）是每个进件报文都要的值，\
              商户的门店表里通常没有。经银联或网联的交易要 MCC 和 org_pid，两个要一起给；不经过它们的给 category_id。\
              收单机构的间连交易一般都经过银联或网联，拿不准就给 MCC 和 org_pid。\
              这样的缺失只报一次，指向作业文件，而不是每家门店报一次；补上之前所有相关门店都暂缓。",
    },
    en: Text {
        message: "every store needs {2}, and neither a sheet nor jinjian.toml gives it ({1} stores)",
        remedy: "write {2} under [defaults] in jinjian.toml and run again",
        why: "The source PID belongs in every request body, and so do the MCC with the acquirer's PID (org_pid) \
              or else a category (category_id); a merchant's store sheet rarely carries them. Through UnionPay or \
              NUCC, where an acquirer's payments go as a rule, MCC and org_pid are compulsory together; elsewhere \
              it is the category. In doubt, give the first two. Such a gap is \
              one finding about the job, not one per store; the stores are held until it is filled.",
    },
    bad: "[defaults] 中没有 org_pid，门店表也没有受理机构PID列",
    good: "[defaults]\norg_pid = \"2088000000000002\"",
    source: "宝付 报备认证: source 与 mcc 必填 [B]; Alipay SDK AntMerchantExpandIndirectCreateModel: \
             经银联/网联时 org_pid、mcc 必填，否则 category_id 必填 [A]",
    ..Rule::ERROR
};

/// `{0}` the acquirer's PID, `{1}` how many stores use it.
pub(crate) static JOB002: Rule = Rule {
    code: "JOB002",
    name: "acquirer-agreement-missing",
    title: (
        "受理机构未确认间连智慧门店协议",
        "acquirer's smart-store agreement not confirmed",
    ),
    expected: (
        "smart_store_agreement = true",
        "smart_store_agreement = true",
    ),
    zh: Text {
        message: "受理机构 {0} 没有标明已签间连智慧门店协议，它的 {1} 家门店不能打标",
        remedy: "向受理机构或阿里小二确认；已签则在 jinjian.toml 的 [acquirers.{0}] 下写 smart_store_agreement = true",
        why: "受理机构须先与支付宝及淘宝签约间连智慧门店协议，其门店才能打标并完成 M4。\
              M3 进件不受影响，所以这里只警告；打标表先不列这些门店。",
    },
    en: Text {
        message: "acquirer {0} is not marked as having signed the indirect smart-store agreement; its {1} stores cannot be tagged",
        remedy: "ask the acquirer or your Alibaba contact; once signed, write smart_store_agreement = true under [acquirers.{0}] in jinjian.toml",
        why: "The acquirer must have signed the indirect smart-store agreement with Alipay and Taobao before \
              its stores can be tagged and reach M4. M3 onboarding is not affected, so this only warns; the \
              stores are in no tagging sheet until it has.",
    },
    bad: "[acquirers.2088000000000002] 缺失",
    good: "[acquirers.2088000000000002]\nsmart_store_agreement = true",
    source: "商家接入流程 3.2 第 2 步",
    ..Rule::WARNING
};

/// `{0}` how many files were not read, `{1}` how many stores wait.
pub(crate) static JOB003: Rule = Rule {
    code: "JOB003",
    name: "register-may-be-unread",
    title: (
        "已进件名单可能没读到",
        "register of onboarded merchants may be unread",
    ),
    zh: Text {
        message: "有 {0} 个文件未能读取，又没有读到任何已进件商户；未读的可能正是已进件名单，{1} 家门店先不提交",
        remedy: "修好或移走未能读取的文件再运行；确认其中没有已进件名单的，在 [levels] 下写 JOB003 = \"note\"",
        why: "已进件的商户要走修改，未进件的走新建。名单没读到，老商户会被当成新商户重复进件而被退回。\
              读到了名单的作业不受影响：其他文件照常处理。",
    },
    en: Text {
        message: "{0} file(s) could not be read and no onboarded merchant was; one of them may be the register, so {1} stores wait",
        remedy: "repair or remove the files that could not be read and run again; when none of them is the register, \
                 write JOB003 = \"note\" under [levels]",
        why: "A merchant that is onboarded is modified, any other is created. With the register unread, old \
              merchants are submitted as new ones and refused. A job whose register was read is not affected: \
              its other files go on.",
    },
    bad: "已进件商户.xlsx 打不开，文件夹里没有别的已进件名单",
    good: "已进件商户.xlsx 读到 1,200 行",
    source: "商家接入流程 3.2：新商户 create，已进件 modify",
    ..Rule::ERROR
};

/// `{0}` how many stores.
pub(crate) static JOB004: Rule = Rule {
    code: "JOB004",
    name: "acquirer-not-named",
    title: ("没有写明受理机构", "acquirer not named"),
    expected: ("受理机构PID（org_pid）", "the acquirer's PID (org_pid)"),
    zh: Text {
        message: "{0} 家门店只有经营类目、没有受理机构 PID，不知道该由谁签间连智慧门店协议，不能打标",
        remedy: "在门店表的 受理机构PID 列或 jinjian.toml 的 [defaults] 里写 org_pid；该机构已签协议的，\
                 再在 [acquirers.它的PID] 下写 smart_store_agreement = true",
        why: "有经营类目就能进件到 M3，所以这里只警告；但受理机构须先与支付宝及淘宝签约间连智慧门店协议，\
              其门店才能打标并完成 M4。不写明受理机构，打标表先不列这些门店。门店表没写而已进件名单写了的，以名单为准，不报。",
    },
    en: Text {
        message: "{0} stores have a category and no acquirer's PID: nobody knows who has to sign the smart-store agreement, so they cannot be tagged",
        remedy: "give org_pid in the store sheet or under [defaults] in jinjian.toml; when that acquirer has signed, \
                 write smart_store_agreement = true under [acquirers.ITS_PID] as well",
        why: "With a category a store can be onboarded to M3, so this only warns. But the acquirer must have signed \
              the indirect smart-store agreement with Alipay and Taobao before its stores can be tagged and reach \
              M4; with none named the stores are in no tagging sheet. Where the register of onboarded merchants \
              names the acquirer, that is enough.",
    },
    bad: "[defaults]\ncategory_id = \"2015050700000000\"",
    good: "[defaults]\ncategory_id = \"2015050700000000\"\norg_pid = \"2088000000000002\"",
    source: "商家接入流程 3.2 第 2 步; Alipay SDK AntMerchantExpandIndirectCreateModel: category_id 或 mcc + org_pid [A]",
    ..Rule::WARNING
};
