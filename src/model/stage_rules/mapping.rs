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
