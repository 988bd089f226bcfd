//! What the English message of a reader means, in Chinese.

/// Words of a message, in lower case, and what a message with any of them means. The first entry that fits counts.
const MEANINGS: &[&str] = &[
    "eocd|central directory|its own directory is missing => 末尾的目录不见了，多半没有下载完",
    "checksum|crc => 内容与校验值不符，传输或保存时坏了",
    "unexpected end|unexpectedeof|unexpected eof|failed to fill whole buffer|ends within|early eof\
     |not enough data|truncated => 内容在中途断了，多半没有下载完",
    "declared uncompressed size|declares|exceeds limit => 写明的大小与实际不符",
    "deflate|corrupt|invalid zip|inflate|window => 压缩的内容已损坏",
    "two members with one name|two sheets stand => 里面有两部分重名或重叠",
    "no workbook|names no workbook|no sheet is named|not found|is missing|has no part|cannot find \
     => 里面缺了工作簿必需的部分",
    "not text => 里面不是文字",
    "too many columns => 有一行超过 65535 列",
    "xml|ill-formed|syntax|tag|attribute|utf-8|utf8 => 里面的 XML 不合格式",
    "text => 里面是普通文字，不是工作簿",
    "permission denied => 没有读取权限",
    "no such file => 文件已不在，或链接失效",
    "being used|locked|resource busy => 正被其他程序使用",
    "is a directory => 这是文件夹",
];

/// What a reader's message means; `None` when that is not known.
pub(crate) fn in_chinese(message: &str) -> Option<&'static str> {
    let message = message.to_lowercase();
    let fits = |words: &str| words.split('|').any(|word| message.contains(word));
    let mut entries = MEANINGS.iter().filter_map(|entry| entry.split_once(" => "));
    entries
        .find(|(words, _)| fits(words))
        .map(|(_, meaning)| meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_readers() {
        let no_end = "末尾的目录不见了，多半没有下载完";
        let cut_off = "内容在中途断了，多半没有下载完";
        for (message, meaning) in [
            ("invalid Zip archive: Could not find EOCD", no_end),
            ("Invalid checksum", "内容与校验值不符，传输或保存时坏了"),
            ("failed to fill whole buffer", cut_off),
            ("corrupt deflate stream", "压缩的内容已损坏"),
            ("xl/workbook.xml is missing", "里面缺了工作簿必需的部分"),
            ("there is no workbook in it", "里面缺了工作簿必需的部分"),
            ("not text", "里面不是文字"),
            ("text", "里面是普通文字，不是工作簿"),
            ("Permission denied (os error 13)", "没有读取权限"),
        ] {
            assert_eq!(in_chinese(message), Some(meaning), "{message}");
        }
        assert_eq!(in_chinese("jinjian gave up at 12"), None);
    }
}
