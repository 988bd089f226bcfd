//! What a row below a header is when it is no data, and the form in which its words are compared.

/// What a row is when it is no data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NonData {
    Example,
    Instruction,
    Total,
    Footer,
    Header,
}

impl NonData {
    /// In Chinese and in English.
    pub(crate) fn names(self) -> [&'static str; 2] {
        match self {
            NonData::Example => ["示例行", "an example"],
            NonData::Instruction => ["填写说明", "an instruction"],
            NonData::Total => ["合计行", "a total"],
            NonData::Footer => ["表尾说明", "a footer"],
            NonData::Header => ["重复的表头", "the header again"],
        }
    }
}

/// A cell that is not blank: its column and its text.
pub(crate) type Cell<'a> = (u16, &'a str);

/// The words without white space, full-width colons and capitals.
pub(crate) fn plain(text: &str) -> String {
    let letters = text.chars().filter(|c| !c.is_whitespace());
    let plain = letters.map(|c| if c == '：' { ':' } else { c });
    plain.map(|c| c.to_ascii_lowercase()).collect()
}
