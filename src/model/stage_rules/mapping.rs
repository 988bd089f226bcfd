//! Rules about saved mappings: what a person said of a sheet's columns, held against the sheet of today.

use crate::model::rule::{Level, Rule, Test, Text};

/// `{0}` `{1}` the headers that are new, in Chinese and in English; `{2}` `{3}` those that are gone.
/// The new ones are what was found.
pub static SHT009: Rule = Rule {
    code: "SHT009",
    name: "header-drift",
    level: Level::Warning,
    blocks: None,
    kinds: &[],
    reads: &[],
    zh: Text {
        title: "表头有变化",
        message: "表头与保存的映射（jinjian.maps.toml）不一致；新增：{0}；缺少：{2}",
        expected: "与保存映射时相同的表头",
        remedy: "缺少的列没有读到。运行 jinjian map 文件 看新表头；改了名的列用 --set \"新表头=字段\" 指明，确认后加 --save 重新保存",
        proposal: "",
        why: "映射是按当时的表头确认的。对方换了模板、改了列名，原来的确认就不再作数：同名的列照旧读取，\
              变了的列说出来请人再看一眼，免得整列数据悄悄没有读，或读错了列。",
    },
    en: Text {
        title: "header changed",
        message: "the header differs from the saved mapping (jinjian.maps.toml): new {1}; gone {3}",
        expected: "the header the mapping was saved for",
        remedy: "columns that are gone were not read. Run jinjian map FILE to see the new header, name renamed columns \
                 with --set \"HEADER=field\", and save again with --save",
        proposal: "",
        why: "A mapping was accepted for one header row. When a template changes, that acceptance no longer holds for \
              what changed: columns still there are read as before, the rest is named, so that no column goes unread, \
              or is read for another, in silence.",
    },
    bad: "保存时：门店名称、铺面代号；现在：门店名称、铺面新代号",
    good: "保存时与现在都是：门店名称、铺面代号",
    source: "本程序的约定：已确认的映射只对确认时的表头有效 [D]",
    test: Test::Stage,
};

/// Path and sheet of the mapping, as they are written, are what was found.
pub static SHT014: Rule = Rule {
    code: "SHT014",
    name: "mapping-not-used",
    level: Level::Note,
    blocks: None,
    kinds: &[],
    reads: &[],
    zh: Text {
        title: "保存的映射没有用上",
        message: "这一段映射说的文件或工作表，这次一张也没有读到",
        expected: "",
        remedy: "文件改了名或换了文件夹的，改这一段的 path；工作表改了名的，改 sheet；以后都不会再来的，删去这一段。\
                 这次本来就没有这份文件的，不用管",
        proposal: "",
        why: "映射按文件路径和工作表名称起作用。对方换个文件名，映射就不再生效，原来确认过的列又成了未识别的列；\
              说出来，才知道是文件没来，还是名字变了。",
    },
    en: Text {
        title: "saved mapping not used",
        message: "no file or sheet this mapping speaks for was read",
        expected: "",
        remedy: "correct its path when the file was renamed or moved, its sheet when the sheet was renamed; remove it when \
                 such a file will not come again. Nothing is to be done when the file was not due this time",
        proposal: "",
        why: "A mapping works by the path of a file and the name of a sheet. When a file comes under another name, the \
              mapping is silent and the columns it explained are unknown again; naming it tells a file that did not \
              come from one that was renamed.",
    },
    bad: "path = \"门店.xlsx\"，而文件夹里只有 门店202611.xlsx",
    good: "path = \"门店*.xlsx\"",
    source: "本程序的约定：没有用上的设置要说出来 [D]",
    test: Test::Stage,
};
