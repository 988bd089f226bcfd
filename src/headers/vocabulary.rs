//! The words headers are put together from: whose value it is (法人, 门店, 结算) and what it is (姓名, 编码, 账号),
//! in Chinese, English, the abbreviations of payment interfaces, and pinyin. Headers are folded before they are
//! taken apart, so each word stands here in its folded form. Words of column headers are facts, no text of anybody's.

/// A word of a header, whatever it was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Word {
    // Whose.
    Legal,
    /// 负责人: of a store its contact, of a company its legal person.
    Manager,
    Contact,
    /// Who holds the settlement account.
    Holder,
    /// The settlement account itself.
    Settlement,
    Bank,
    Branch,
    /// 网点: a store, or a bank's.
    Outlet,
    Store,
    Merchant,
    Company,
    SubMerchant,
    Alipay,
    Service,
    Acquirer,
    Confirm,
    Origin,
    Item,
    Sku,
    /// The other side of an entry.
    Opposite,
    /// The account's own side of an entry.
    Own,
    Payer,
    Payee,
    /// 注册地, 住所, 开票: a place or a name of another purpose.
    Registered,
    /// Somebody, or some system, whose value no field holds.
    Other,
    // What.
    Name,
    PersonName,
    Short,
    Code,
    Number,
    IdCard,
    Document,
    Licence,
    Credit,
    Mobile,
    Phone,
    Email,
    Address,
    /// 详细: of two addresses the one meant.
    Detail,
    Province,
    City,
    District,
    Longitude,
    Latitude,
    Hours,
    Expiry,
    Start,
    Picture,
    Front,
    Inside,
    Status,
    Level,
    Type,
    Account,
    Cnaps,
    Mcc,
    Category,
    Pid,
    Smid,
    User,
    Brand,
    // Of entries.
    Trade,
    Date,
    Time,
    Amount,
    Income,
    Outgo,
    Balance,
    Side,
    Currency,
    Summary,
    Purpose,
    Remark,
    Serial,
    // Of goods.
    Price,
    BuyPrice,
    TagPrice,
    Stock,
    Unit,
    Spec,
    Model,
    Barcode,
    Title,
    OnSale,
    /// Two values in one column: 账号及开户行.
    Both,
    /// Says nothing: 所属, 信息, 的.
    Filler,
}

use Word::{
    Account, Acquirer, Address, Alipay, Amount, Balance, Bank, Barcode, Both, Branch, Brand,
    BuyPrice, Category, City, Cnaps, Code, Company, Confirm, Contact, Credit, Currency, Date,
    Detail, District, Document, Email, Expiry, Filler, Front, Holder, Hours, IdCard, Income,
    Inside, Item, Latitude, Legal, Level, Licence, Longitude, Manager, Mcc, Merchant, Mobile,
    Model, Name, Number, OnSale, Opposite, Origin, Other, Outgo, Outlet, Own, Payee, Payer,
    PersonName, Phone, Picture, Pid, Price, Province, Purpose, Registered, Remark, Serial, Service,
    Settlement, Short, Side, Sku, Smid, Spec, Start, Status, Stock, Store, SubMerchant, Summary,
    TagPrice, Time, Title, Trade, Type, Unit, User,
};

/// Words of one or several meanings, and how they are written, separated by spaces.
pub(crate) const WRITTEN: &[(&[Word], &str)] = &[
    (
        &[Legal],
        "法人 法定代表人 法定代表 法定人 法人代表 法人代表人 企业法人 公司法人 法代 经营者 经营人 lawyer \
         legalperson legalrepresentative legalrep legal legalman lawperson lawman corporateperson artificialperson artif \
         artificial principal crp faren fadingdaibiaoren jingyingzhe",
    ),
    (&[Manager], "负责人 店主 业主 fuzeren owner operator"),
    (
        &[Contact],
        "联系人 联系 联络人 对接人 店长 管理员 超级管理员 超管 经办人 联系人员 经理 contact contacts contactperson linkman \
         contactor admin manager lianxiren",
    ),
    (
        &[Holder],
        "持卡人 开户人 结算人 户主 账户持有人 收款方 结算账户人 settleman cardholder accountholder holder chikaren",
    ),
    (
        &[Settlement],
        "结算 收款 入账 到账 提现 对公 对私 清算 打款 settle settlement stl sett jiesuan shoukuan receipt receive",
    ),
    (
        &[Bank],
        "银行 开户行 开户银行 开户 总行 开户总行 bank openbank openingbank kaihuhang yinhang kaihu",
    ),
    (
        &[Branch],
        "支行 分行 分支行 开户网点 分理处 开户机构 subbranch bankbranch zhihang",
    ),
    (&[Outlet], "网点 branch wangdian"),
    (
        &[Store],
        "门店 店铺 商店 分店 店 店面 商铺 经营场所 营业场所 实体店 铺面 store shop outlet mendian dianpu",
    ),
    (&[Store, Name], "店名 招牌名"),
    (&[Store, Number], "店号 店编 店码"),
    (
        &[Merchant],
        "商户 商家 特约商户 商户主体 merchant mer mch mcht merc biz shanghu shangjia",
    ),
    (
        &[Company],
        "公司 企业 单位 主体 经营主体 签约主体 执照主体 company enterprise ent entity firm corp gongsi qiye danwei zhuti",
    ),
    (
        &[Company, Name],
        "法定名称 工商注册名称 工商名称 regname registername registeredname",
    ),
    (
        &[SubMerchant],
        "子商户 二级商户 间连 间联 间连商户 间连子商户 submerchant submch submer",
    ),
    (&[Alipay], "支付宝 alipay zfb ali zhifubao"),
    (
        &[Service],
        "客服 客户服务 售后 service customerservice kefu",
    ),
    (
        &[Service, Phone],
        "服务电话 服务热线 客服热线 客户服务热线 hotline 投诉电话",
    ),
    (&[Acquirer], "受理机构 收单机构 机构 org acquirer"),
    (&[Confirm], "认领 商户确认 商家确认 确认 confirm"),
    (&[Origin], "来源 source origin"),
    (
        &[Item],
        "商品 货品 产品 物料 存货 物品 宝贝 单品 货物 药品 item goods product material commodity prod shangpin wuliao huopin",
    ),
    (&[Sku], "sku 规格 款式"),
    (
        &[Opposite],
        "对方 对手 对手方 交易对方 交易对手 对端 往来单位 往来 对方单位 counterparty opposite opp duifang",
    ),
    (&[Own], "本方 我方 本人 查询 本 own"),
    (&[Payer], "付款人 付款方 汇款人 payer"),
    (&[Payee], "收款人 收款单位 payee beneficiary"),
    (
        &[Registered],
        "注册 户籍 住所 工商登记 登记 开票 开票资料 发票 税务 register registered",
    ),
    (
        &[Other],
        "微信 银联 云闪付 抖音 美团 饿了么 京东 拼多多 银联商务 wechat weixin wx unionpay cup douyin meituan 代理商 代理 \
         服务商 渠道 渠道商 供应商 受益人 受益所有人 股东 控股股东 实际控制人 控制人 财务 收件人 收货人 收货 寄件人 买家 会员 卖家 \
         业务员 客户经理 拓展人 商户拓展人 推荐人 签约人 终端 设备 机具 组织机构 税务登记 预留 密码 紧急 担保 配偶 上级 总部 \
         操作员 收银员 创建 更新 修改 创建人 装机 授权人 被授权人 委托人 代办人 填表人 录入人 英文 曾用 原 旧 账单 小票 \
         agent supplier channel terminal device wechatpay buyer seller shareholder beneficial",
    ),
    (
        &[Name],
        "名称 名字 名 全称 全名 经营名称 注册名称 name nm fullname mingcheng quancheng",
    ),
    (&[PersonName], "姓名 realname xingming"),
    (
        &[Short],
        "简称 别名 shortname shortnm alias abbr abbreviation jiancheng",
    ),
    (
        &[Code],
        "编码 编号 代码 代号 码 标识 id code bianma bianhao daima",
    ),
    (&[Number], "号 号码 no num number nbr hao haoma"),
    (
        &[IdCard],
        "身份证 身份证件 idcard identitycard identity idno idnum idnumber citizenid shenfenzheng",
    ),
    (
        &[Document],
        "证件 证 cert certificate certif certno certid zhengjian",
    ),
    (
        &[Licence],
        "营业执照 执照 证照 工商 工商执照 businesslicense businesslicence license licence lic bizlicense buslicense buslic \
         blicense yingyezhizhao zhizhao 营执",
    ),
    (&[Licence, Number], "注册号 工商注册号 企业注册号"),
    (
        &[Credit],
        "统一社会信用代码 统一社会信用代码证 社会信用代码 信用代码 统一信用代码 社会统一信用代码 统一代码 统一社会信用编码 统一社会信用码 \
         信用编码 信用码 统一社会代码 信用代码证 三证合一 纳税人识别号 纳税识别号 税号 uscc usci creditcode socialcreditcode \
         unifiedsocialcreditcode socialcredit taxno taxid taxcode",
    ),
    (
        &[Mobile],
        "手机 移动电话 手机号 手机号码 mobile mobilephone cellphone cell shouji shoujihao",
    ),
    (
        &[Phone],
        "电话 电话号码 方式 座机 固话 固定电话 热线 phone tel telephone dianhua",
    ),
    (
        &[Email],
        "邮箱 电子邮箱 电子邮件 邮件 邮箱地址 电子邮箱地址 email mail mailbox youxiang",
    ),
    (
        &[Address],
        "地址 街道 街道地址 所在地址 门牌号 位置 addr address street dizhi",
    ),
    (
        &[Detail, Address],
        "详细地址 detailaddr detailaddress addressdetail addrdetail xiangxidizhi",
    ),
    (&[Detail], "详细 detail"),
    (&[Province], "省 省份 省级 province prov sheng shengfen"),
    (&[City], "市 城市 地市 地级市 市级 city chengshi"),
    (
        &[District],
        "区 区县 县 县区 县市 区县级 市区 所在区域 district county area quxian",
    ),
    (&[Longitude], "经度 longitude lng lon jingdu"),
    (&[Latitude], "纬度 latitude lat weidu"),
    (
        &[Hours],
        "营业时间 营业时段 营业起止时间 businesshours businesstime openinghours opentime yingyeshijian",
    ),
    (
        &[Expiry],
        "有效期 有效期至 有效期限 有效期止 有效期截止 有效期截止日期 有效期截止日 有效期结束日期 有效期到期日 到期 到期日 到期日期 到期时间 \
         截止日期 截止日 截止时间 结束日期 结束时间 失效日期 失效时间 失效 期限 终止日期 止期 有效日期 有效截止日期 \
         expire expired expiry expiredate expirydate enddate validto validdate expires validity validityend endtime youxiaoqi",
    ),
    (
        &[Start],
        "生效日期 生效 起始日期 起始 开始日期 开始时间 签发日期 发证日期 有效期起 有效期开始日期 有效期起始日期 成立日期 注册日期 起期 \
         startdate begindate begin effective effectivedate validfrom starttime issuedate start",
    ),
    (
        &[Picture],
        "照片 照 图片 图 影印件 扫描件 复印件 附件 像 正面 反面 人像面 国徽面 正面照 反面照 正面照片 反面照片 正反面 主图 链接 \
         二维码 url pic picture image img photo logo path zhaopian tupian",
    ),
    (
        &[Front],
        "门头 门面 门脸 招牌 门头招牌 storefront front entrance mentou",
    ),
    (
        &[Inside],
        "内景 店内 店内环境 内部 内部环境 环境 indoor inside inner neijing",
    ),
    (
        &[Status],
        "状态 是否有效 是否启用 是否认证 是否可用 是否实名 是否正常 是否已认证 是否停用 有效标志 启用标志 使用状态 status state stat zhuangtai",
    ),
    (&[Level], "等级 级别 level grade"),
    (
        &[Type],
        "类型 性质 类别 属性 种类 标志 标识 type kind nature flag leixing xingzhi",
    ),
    (
        &[Account],
        "账号 账户 账户号 账户号码 账号号码 卡号 卡 银行卡 借记卡 借记卡号 账 account acct acc acctno accountno cardno card \
         bankcard kahao zhanghao zhanghu",
    ),
    (
        &[Account, Name],
        "户名 账户名 开户名 开户名称 开户户名 huming zhanghuming acctname",
    ),
    (
        &[Cnaps],
        "联行号 联行行号 联行号码 联行 行号 行联号 大额行号 支付行号 电子联行号 cnaps unionbankno bankno lianhanghao linkno bankcode",
    ),
    (&[Mcc], "mcc mcc码 商户类别码"),
    (
        &[Category],
        "类目 经营类目 行业类目 行业 category industry leimu",
    ),
    (&[Pid], "pid partnerid 2088 合作伙伴id 合作伙伴身份"),
    (&[Smid], "smid"),
    (&[User], "用户 user uid 会员号"),
    (&[Brand], "品牌 brand pinpai"),
    (
        &[Trade],
        "交易 业务 账务 记账 发生 会计 trade trans transaction txn tran jiaoyi",
    ),
    (&[Date], "日期 日 date riqi"),
    (&[Time], "时间 时刻 日期时间 datetime time shijian"),
    (
        &[Amount],
        "金额 发生额 额 交易额 发生金额 amount amt money jine",
    ),
    (
        &[Income],
        "收入 贷方 贷 存入 转入 收 进账 收方 income credit deposit shouru daifang",
    ),
    (
        &[Outgo],
        "支出 借方 借 支取 取出 转出 付款 付 支 付方 expense debit withdrawal outgo zhichu jiefang",
    ),
    (&[Balance], "余额 结余 结存余额 balance bal yue"),
    (
        &[Side],
        "借贷标志 借贷标识 借贷方向 收支方向 收支类型 收支标志 收付标志 收支 收付 借贷 方向 dc drcr direction",
    ),
    (&[Currency], "币种 币别 货币 currency ccy bizhong"),
    (
        &[Summary],
        "摘要 概要 summary abstract description narrative zhaiyao",
    ),
    (
        &[Purpose],
        "用途 附言 客户附言 purpose usage postscript yongtu fuyan",
    ),
    (&[Remark], "备注 留言 remark memo note comment beizhu"),
    (
        &[Serial],
        "流水号 流水 流水编号 参考号 serial serialno sequence seqno liushuihao",
    ),
    (
        &[Price],
        "售价 零售价 零售价格 销售价 销售价格 价格 单价 一口价 现价 标准售价 price saleprice retailprice jiage shoujia",
    ),
    (
        &[BuyPrice],
        "进价 进货价 采购价 成本价 批发价 会员价 成本 costprice buyprice 供货价 结算价 purchaseprice",
    ),
    (
        &[TagPrice],
        "吊牌价 划线价 市场价 原价 标价 指导价 marketprice originalprice tagprice",
    ),
    (
        &[Stock],
        "库存 库存数 库存量 库存数量 可用库存 现有库存 当前库存 总库存 stock inventory qoh kucun",
    ),
    (
        &[Unit],
        "计量单位 基本单位 销售单位 标准单位 主单位 unit uom",
    ),
    (
        &[Spec],
        "规格参数 规格型号 规格属性 销售属性 颜色分类 spec specification specs variant guige",
    ),
    (&[Model], "型号 model modelno xinghao"),
    (
        &[Barcode],
        "条码 条形码 国际条码 69码 barcode ean upc gtin tiaoma",
    ),
    (&[Title], "标题 品名 title"),
    (
        &[OnSale],
        "上架 上下架 是否上架 在售 销售状态 售卖状态 onsale onshelf",
    ),
    (&[Both], "及 与 和 and"),
    (
        &[Filler],
        "所属 所在 信息 资料 基本 填写 实际 经营 本店 该 对应 外部 自用 自己 系统 或 / 、 | 当前 选中 申请 审核 认证 \
         签约 入网 进件 报备 绑定 默认 登录 验证 真实 对外 明细 后 a of the 银行侧 out ext external",
    ),
];
