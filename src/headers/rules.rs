//! Rules about saved mappings: what a person said of a sheet's columns, held against the sheet of today.

use crate::model::rule::{Rule, Text};

pub(crate) static RULES: &[&Rule] = &[&SHT001, &SHT009, &SHT010, &SHT014, &SHT015];

/// `{0}` `{1}` the headers that are new, in Chinese and in English; `{2}` `{3}` those that are gone.
/// The new ones are what was found.
pub(crate) static SHT009: Rule = Rule {
    code: "SHT009",
    name: "header-drift",
    title: ("表头有变化", "header changed"),
    expected: (
        "与保存映射时相同的表头",
        "the header the mapping was saved for",
    ),
    zh: Text {
        message: "表头与保存的映射（jinjian.maps.toml）不一致；新增：{0}；缺少：{2}",
        remedy: "缺少的列没有读到。运行 jinjian map 文件 看新表头；改了名的列用 --set \"新表头=字段\" 指明，确认后加 --save 重新保存",
        why: "映射是按当时的表头确认的。对方换了模板、改了列名，原来的确认就不再作数：同名的列照旧读取，\
              变了的列说出来请人再看一眼，免得整列数据悄悄没有读，或读错了列。",
    },
    en: Text {
        message: "the header differs from the saved mapping (jinjian.maps.toml): new {1}; gone {3}",
        remedy: "columns that are gone were not read. Run jinjian map FILE to see the new header, name renamed columns \
                 with --set \"HEADER=field\", and save again with --save",
        why: "A mapping was accepted for one header row. When a template changes, that acceptance no longer holds for \
              what changed: columns still there are read as before, the rest is named, so that no column goes unread, \
              or is read for another, in silence.",
    },
    bad: "保存时：门店名称、铺面代号；现在：门店名称、铺面新代号",
    good: "保存时与现在都是：门店名称、铺面代号",
    source: "本程序的约定：已确认的映射只对确认时的表头有效 [D]",
    ..Rule::WARNING
};

/// Path and sheet of the mapping, as they are written, are what was found.
pub(crate) static SHT014: Rule = Rule {
    code: "SHT014",
    name: "mapping-not-used",
    title: ("保存的映射没有用上", "saved mapping not used"),
    zh: Text {
        message: "这一段映射说的文件或工作表，这次一张也没有读到",
        remedy: "文件改了名或换了文件夹的，改这一段的 path；工作表改了名的，改 sheet；以后都不会再来的，删去这一段。\
                 这次本来就没有这份文件的，不用管",
        why: "映射按文件路径和工作表名称起作用。对方换个文件名，映射就不再生效，原来确认过的列又成了未识别的列；\
              说出来，才知道是文件没来，还是名字变了。",
    },
    en: Text {
        message: "no file or sheet this mapping speaks for was read",
        remedy: "correct its path when the file was renamed or moved, its sheet when the sheet was renamed; remove it when \
                 such a file will not come again. Nothing is to be done when the file was not due this time",
        why: "A mapping works by the path of a file and the name of a sheet. When a file comes under another name, the \
              mapping is silent and the columns it explained are unknown again; naming it tells a file that did not \
              come from one that was renamed.",
    },
    bad: "path = \"门店.xlsx\"，而文件夹里只有 门店202611.xlsx",
    good: "path = \"门店*.xlsx\"",
    source: "本程序的约定：没有用上的设置要说出来 [D]",
    ..Rule::NOTE
};

/// The sheet's name is what was found.
pub(crate) static SHT001: Rule = Rule {
    code: "SHT001",
    name: "sheet-not-recognised",
    title: ("表格未识别", "sheet not recognised"),
    zh: Text {
        message: "没有一种版式与此表的表头相符，整张表未读取",
        remedy: "说明页、字典页可以不管；若是数据，请核对表头，或在 jinjian.toml 的 [[sources]] 中写明 kind",
        why: "表格按表头内容识别，与文件名、表名无关。没读的表要说出来，免得一份门店表因表头写法不同而悄悄漏掉。",
    },
    en: Text {
        message: "the headers fit no layout; nothing was read from this sheet",
        remedy: "ignore this for instructions or drop-down lists; for data, check the headers or state kind under [[sources]] in jinjian.toml",
        why: "A sheet is recognised by its headers, never by its name. One that was not read is named, so that \
              a store sheet with unusual headers cannot go missing in silence.",
    },
    bad: "填写说明",
    good: "表头含 自用编码、门店名称、营业执照号 …",
    source: "表头识别是本程序的约定 [D]",
    ..Rule::NOTE
};

/// The sheet's name is what was found, the key of the nearest kind what it may be: `{0}` `{1}` that kind's name in
/// Chinese and English, `{2}` the headers it knows, `{3}` `{4}` what it misses.
pub(crate) static SHT015: Rule = Rule {
    code: "SHT015",
    name: "sheet-nearly-recognised",
    title: ("像是数据，但没有读", "like data, and not read"),
    proposal: (
        "最像{0}（{fix}）：认出 {2}；{3}。若确实是，请补上缺的列，或把写法不同的表头改成标准名称；不是数据的可以不管",
        "most like {1} ({fix}): it has {2} and {4}; if that is what it is, add what is missing or give the columns their usual headers; if it is no data, let it be",
    ),
    zh: Text {
        message: "表头只认出一部分，不足以确定是哪种表，整张表未读取",
        remedy: "核对表头",
        why: "认出三列以上、又明显偏向一种表的，多半就是数据，只是缺了必有的列或表头写法特别。里面的门店一家也没有读，不能只当作一张说明页。",
    },
    en: Text {
        message: "only some of the headers are known, too few to be sure of the kind; nothing was read from this sheet",
        remedy: "check the headers",
        why: "A sheet with three known columns or more that leans clearly to one kind is most likely data with a \
              column missing or headers of its own. None of its rows was read, which is more than can be said of a \
              page of instructions.",
    },
    bad: "门店名称、联系人、营业时间、经度、纬度",
    good: "自用编码、门店名称、公司名称、详细地址、结算账号",
    source: "表头识别是本程序的约定 [D]",
    ..Rule::WARNING
};

/// `{0}` `{1}` what it is in Chinese and English, `{2}` `{3}` what the job prescribes.
pub(crate) static SHT010: Rule = Rule {
    code: "SHT010",
    name: "wrong-template",
    title: ("用错了模板", "wrong template"),
    proposal: (
        "若文件没放错，请把 [[sources]] 中的 kind 改为 \"{fix}\" 或删去；若放错了，请换成正确的文件",
        "if the file is in its place, set kind to \"{fix}\" under [[sources]] or drop it; if not, put the right file there",
    ),
    zh: Text {
        message: "jinjian.toml 指定为{2}，表头却是{0}；整张表未读取",
        remedy: "换成正确的文件，或改 [[sources]] 的 path 和 kind",
        why: "把商品表交到门店表的位置，是最常见的交错。按指定的种类读不出来，按内容却清楚是另一种：两边都说出来，不擅自改读。",
    },
    en: Text {
        message: "the job prescribes {3}, but the headers are those of {1}; nothing was read from this sheet",
        remedy: "put the right file in place, or change path and kind under [[sources]]",
        why: "A SKU export where the store sheet should be is the most common mix-up. What does not fit the kind prescribed \
              and clearly fits another is named with both, and never read as the other on its own.",
    },
    bad: "kind = \"stores\"，文件是商品导出",
    good: "kind = \"stores\"，文件是门店信息表",
    source: "[[sources]] 是本程序的约定 [D]",
    ..Rule::WARNING
};
