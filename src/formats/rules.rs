//! Rules about whole files: why one was not read, and what to do. The other files go on.

use crate::model::rule::{Rule, Text};

pub(crate) static RULES: &[&Rule] = &[
    &FIL001, &FIL002, &FIL003, &FIL004, &FIL005, &FIL006, &FIL007, &FIL008, &FIL009, &FIL010,
    &SHT003,
];

/// No arguments.
pub(crate) static FIL001: Rule = Rule {
    code: "FIL001",
    name: "file-empty",
    title: ("空文件", "empty file"),
    zh: Text {
        message: "文件是空的，一个字节也没有",
        remedy: "向提供者重新要一份；下载中断也会留下空文件",
        why: "空文件多半是导出或下载失败。它不含数据，但要说出来，免得以为已经读过。",
    },
    en: Text {
        message: "the file is empty, not a single byte",
        remedy: "ask for it again; an interrupted download leaves an empty file too",
        why: "An empty file is usually a failed export or download. It holds nothing, but it is named so that \
              nobody believes it was read.",
    },
    bad: "0 字节的 门店信息表.csv",
    good: "含表头与数据的文件",
    source: "本程序的约定：每个文件都有交代",
    ..Rule::WARNING
};

/// `{0}` what protects it.
pub(crate) static FIL002: Rule = Rule {
    code: "FIL002",
    name: "file-encrypted",
    blocks: None,
    title: ("文件已加密", "file encrypted"),
    expected: ("没有密码的文件", "a file without a password"),
    zh: Text {
        message: "{0} 有打开密码，无法读取",
        remedy: "用密码打开后另存：Excel 里 文件 › 信息 › 保护工作簿 › 用密码进行加密，清空密码再保存；压缩包请解压",
        why: "加密的工作簿和压缩包要密码才能读，程序不索要也不保存密码。",
    },
    en: Text {
        message: "the {0} asks for a password to open and cannot be read",
        remedy: "open it with the password and save it without: in Excel, File › Info › Protect Workbook › Encrypt \
                 with Password, clear the field, save; unpack an archive",
        why: "An encrypted workbook or archive needs its password; the program neither asks for passwords nor \
              keeps them.",
    },
    bad: "设有打开密码的 .xlsx",
    good: "取消密码后另存的 .xlsx",
    source: "ECMA-376 part 2; MS-OFFCRYPTO (EncryptedPackage)",
    ..Rule::ERROR
};

/// `{0}` what it seems to be, `{1}` what the reader said, `{2}` what that means, in Chinese.
pub(crate) static FIL003: Rule = Rule {
    code: "FIL003",
    name: "file-damaged",
    blocks: None,
    title: ("文件已损坏", "file damaged"),
    zh: Text {
        message: "看起来是 {0}，但{2}，无法读取",
        remedy: "用 Excel 或 WPS 打开并另存为 .xlsx；打不开的请重新下载或重新索取",
        why: "传输中断、改扩展名或导出程序的错误会弄坏工作簿和压缩包。半份数据比没有更危险，所以整份不读。",
    },
    en: Text {
        message: "looks like {0}, but its structure is incomplete and it cannot be read ({1})",
        remedy: "open it in Excel or WPS and save it as .xlsx; if that fails, download or ask for it again",
        why: "An interrupted transfer, a changed extension or a faulty exporter breaks workbooks and archives. \
              Half the data is more dangerous than none, so the whole file is left unread.",
    },
    bad: "下载到一半的 .xlsx",
    good: "能正常打开的 .xlsx",
    source: "ECMA-376 part 2; APPNOTE.TXT 4.3",
    ..Rule::ERROR
};

/// `{0}` the row in which the quote is opened.
pub(crate) static FIL004: Rule = Rule {
    code: "FIL004",
    name: "quote-never-closed",
    blocks: None,
    title: ("引号没有闭合", "quote never closed"),
    expected: ("成对的双引号", "quotes in pairs"),
    zh: Text {
        message: "第 {0} 行的双引号一直没有闭合，其后的行无法分清",
        remedy: "在该行补上或删去多余的双引号，再重新导出",
        why: "CSV 里双引号内的逗号和换行属于单元格。引号不闭合，后面的所有行都会被吞进一个单元格，门店就悄悄没了。",
    },
    en: Text {
        message: "a quote opened in row {0} is never closed, so the rows after it cannot be told apart",
        remedy: "add or remove the quote in that row and export again",
        why: "Within quotes, commas and line ends belong to the cell. A quote that stays open swallows every row \
              after it, and stores vanish without a word.",
    },
    bad: "s1,\"甲店,某路",
    good: "s1,\"甲店\",某路",
    source: "RFC 4180 section 2",
    ..Rule::ERROR
};

/// `{0}` the byte, counted from 1, `{1}` the encoding the job prescribes.
pub(crate) static FIL005: Rule = Rule {
    code: "FIL005",
    name: "encoding-contradicted",
    blocks: None,
    title: ("编码与作业文件不符", "encoding contradicted"),
    expected: ("{1} 文本", "{1} text"),
    zh: Text {
        message: "作业文件写明 {1}，但第 {0} 字节起不是这种编码",
        remedy: "改正 jinjian.toml 中该来源的 encoding，或删去它让程序自行判断",
        why: "编码错了，汉字会变成别的汉字而不报错。作业文件写明的编码按写明的执行，不符时拒收而不猜。",
    },
    en: Text {
        message: "the job file says {1}, but from byte {0} on the text is not",
        remedy: "correct `encoding` of this source in jinjian.toml, or remove it and let the program find out",
        why: "In the wrong encoding characters turn into other characters without an error. What the job file \
              prescribes is obeyed, and contradicted text is refused rather than guessed at.",
    },
    bad: "encoding = \"utf-8\" 而文件是 GB18030",
    good: "encoding = \"gb18030\"",
    source: "本程序的约定",
    ..Rule::ERROR
};

/// `{0}` the key below `[limits]`, `{1}` what it allows, `{2}` what the file needs.
pub(crate) static FIL006: Rule = Rule {
    code: "FIL006",
    name: "limit-exceeded",
    blocks: None,
    title: ("超过读取上限", "limit exceeded"),
    expected: ("不超过 {1}", "no more than {1}"),
    zh: Text {
        message: "超过 {0} 的上限：允许 {1}，此文件 {2}",
        remedy: "确认文件可信后，在 jinjian.toml 的 [limits] 中调高 {0}；或把文件拆小",
        why: "一个几百 KB 的压缩炸弹能展开成几百 GB。上限让坏文件只得到一句话，而不拖垮整个作业。",
    },
    en: Text {
        message: "more than {0} allows: the limit is {1}, this file has {2}",
        remedy: "if the file can be trusted, raise {0} under [limits] in jinjian.toml; or split the file",
        why: "A bomb of some hundred kilobytes unpacks into hundreds of gigabytes. Limits answer a bad file with \
              one sentence instead of letting it bring the whole job down.",
    },
    bad: "展开后 40 GB 的 .xlsx",
    good: "展开后 40 MB 的 .xlsx",
    source: "本程序的约定",
    ..Rule::ERROR
};

/// `{0}` what the system said, `{1}` what that means, in Chinese.
pub(crate) static FIL007: Rule = Rule {
    code: "FIL007",
    name: "file-unopenable",
    blocks: None,
    title: ("文件打不开", "file cannot be opened"),
    zh: Text {
        message: "系统无法打开此文件（{1}）",
        remedy: "检查读取权限，关闭正在使用它的程序；失效的链接请移走",
        why: "没有权限、被占用或链接失效的文件读不到，要说出来。",
    },
    en: Text {
        message: "the system cannot open this file ({0})",
        remedy: "check the permission to read and close programs that use it; remove dead links",
        why: "A file without permission, in use, or behind a dead link cannot be read, and that is said.",
    },
    bad: "权限 000 的文件",
    good: "可读的文件",
    source: "本程序的约定：每个文件都有交代",
    ..Rule::ERROR
};

/// `{0}` the kind of archive.
pub(crate) static FIL008: Rule = Rule {
    code: "FIL008",
    name: "archive-not-unpacked",
    blocks: None,
    title: ("压缩包需先解压", "archive to be unpacked first"),
    expected: (
        "解压后的文件，或普通的 .zip",
        "the files themselves, or an ordinary .zip",
    ),
    zh: Text {
        message: "{0} 压缩包无法读取，里面的内容都没有读",
        remedy: "解压后把里面的文件放进来，再移走压缩包",
        why: "RAR、7z 等压缩包里可能有整份门店表。程序不解压它们，要说出来，免得以为已经读过。",
    },
    en: Text {
        message: "a {0} archive cannot be read; nothing inside was",
        remedy: "unpack it, put the files inside here and move the archive away",
        why: "A RAR or 7z archive may hold a whole store sheet. The program does not unpack it, and says so, so \
              that nobody believes it was read.",
    },
    bad: "门店资料.rar",
    good: "门店资料.zip",
    source: "本程序的约定：每个文件都有交代",
    ..Rule::ERROR
};

/// No arguments.
pub(crate) static FIL009: Rule = Rule {
    code: "FIL009",
    name: "numbers-workbook",
    blocks: None,
    title: ("Apple Numbers 表格", "Apple Numbers sheet"),
    expected: (".xlsx", ".xlsx"),
    zh: Text {
        message: "这是 Apple Numbers 表格，无法读取",
        remedy: "在 Numbers 里选 文件 › 导出为 › Excel…，放入导出的 .xlsx；没有 Mac 可在 icloud.com 打开后下载副本",
        why: "Numbers 的格式没有公开说明，里面却多半是要用的表。导出为 Excel 不丢数据。",
    },
    en: Text {
        message: "this is an Apple Numbers sheet and cannot be read",
        remedy: "in Numbers choose File › Export To › Excel… and put the .xlsx here; without a Mac, open it at \
                 icloud.com and download a copy",
        why: "The format of Numbers is not published, and the file most likely holds a table that is needed. An \
              export to Excel loses no data.",
    },
    bad: "门店信息表.numbers",
    good: "门店信息表.xlsx",
    source: "Apple Numbers 用户指南：导出为 Excel",
    ..Rule::ERROR
};

/// `{0}` the byte, counted from 1, and `{1}` the row where the other encoding begins; `{2}` the encoding above,
/// `{3}` the one from there on.
pub(crate) static FIL010: Rule = Rule {
    code: "FIL010",
    name: "encodings-mixed",
    blocks: None,
    title: ("一个文件里有两种编码", "two encodings in one file"),
    expected: ("只有一种编码", "one encoding"),
    zh: Text {
        message: "第 {1} 行（第 {0} 字节）起是 {3}，之前是 {2}，整个文件未读取",
        remedy: "多半是把两份导出拼成了一个文件。请把两份分别放进来，或在表格软件里合成一张表，另存为“CSV UTF-8”；若确实只有一种编码，请在 jinjian.toml 的 [[sources]] 写明 encoding",
        why: "表头是 UTF-8、下面的行是 GBK（或反过来）的文件，按哪一种读都有一半是乱码，公司名会变成别的字。\
              只在某些行整行都能作为另一种编码的汉字时才这样判断；个别坏字只记在那一格。",
    },
    en: Text {
        message: "from row {1} (byte {0}) on the text is {3}, above it {2}; nothing was read from this file",
        remedy: "most likely two exports were joined into one file: put both here, or join them in a spreadsheet and save as \
                 CSV UTF-8; if there is only one encoding, give it as `encoding` under [[sources]] in jinjian.toml",
        why: "With a header in UTF-8 and rows in GBK below it, or the reverse, half of the text is garbled whichever is \
              chosen, and company names turn into others. It is said only where whole lines are Chinese in the other \
              encoding; a single broken character stays with its cell.",
    },
    bad: "UTF-8 的表头，GBK 的行",
    good: "全部是 UTF-8",
    source: "RFC 3629; GB 18030-2022",
    ..Rule::ERROR
};

/// `{0}` what the file is: `PDF`, `PNG`, `Word`; a linked folder by its name.
pub(crate) static SHT003: Rule = Rule {
    code: "SHT003",
    name: "file-not-read",
    title: ("文件未读取", "file not read"),
    expected: (".xlsx .xls .csv 等表格", "a table: .xlsx .xls .csv …"),
    zh: Text {
        message: "{0} 不是表格，未读取",
        remedy: "若其中有数据：PDF、图片请向对方要原始表格或录入为 .xlsx，Word 里的表格请复制到 Excel 另存；用不到的文件请移出此文件夹",
        why: "文件夹里看上去像数据的文件都要有交代：漏读一份 PDF 门店表，结果会像没有这些门店。",
    },
    en: Text {
        message: "{0} is no table; the file was not read",
        remedy: "if it holds data: ask for the table behind a PDF or picture or type it into .xlsx, copy a table in Word \
                 into Excel; move what is not needed out of the folder",
        why: "Every file that looks like data is accounted for: a store sheet as PDF that goes unread looks as if \
              its stores did not exist.",
    },
    bad: "门店信息表.pdf",
    good: "门店信息表.xlsx",
    source: "本程序的约定：不静默丢弃任何输入",
    ..Rule::WARNING
};
