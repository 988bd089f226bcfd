//! A finding as people and machines read it: places by name, sentences in the chosen language, and
//! personal data hidden unless the operator asked to see it.

use std::borrow::Cow;

use crate::model::field::Form;
use crate::model::sentence::fill;
use crate::model::{Field, Finding, Kind, Lang, Place, Privacy, Source};
use crate::value::mask;
use crate::value::mask::MaskKind;
use crate::value::{id_card, licence, name, name_difference, personal_data};

/// The file of findings about the job as a whole.
const JOB_FILE: &str = "jinjian.toml";

/// Names that are compared with one another.
const NAMES: [Field; 6] = [
    Field::MerchantName,
    Field::CardName,
    Field::LegalName,
    Field::StoreName,
    Field::AliasName,
    Field::ItemName,
];

/// How findings are shown in this run.
#[derive(Clone, Copy)]
pub struct FindingFormatter<'a> {
    pub sources: &'a [Source],
    pub lang: Lang,
    /// Show personal data as it is.
    pub reveal: bool,
}

impl<'a> FindingFormatter<'a> {
    /// The file and, unless it is a CSV, the sheet of a place.
    pub fn file(&self, place: Place) -> (&'a str, Option<&'a str>) {
        match self.sources.get(place.source as usize) {
            Some(source) => (&source.file, source.sheet.as_deref()),
            None => (JOB_FILE, None),
        }
    }

    /// `E1024`, `7` for a whole row, nothing for a whole sheet.
    pub fn spot(&self, place: Place) -> String {
        match place.cell_name() {
            Some(cell) => cell,
            None if place.row > 0 => place.row.to_string(),
            None => String::new(),
        }
    }

    /// `门店信息表.xlsx › 门店信息 › E1024`.
    pub fn path(&self, place: Place) -> String {
        let (file, sheet) = self.file(place);
        let mut path = file.to_owned();
        for part in [sheet.unwrap_or_default(), &self.spot(place)] {
            if !part.is_empty() {
                path.push_str(" › ");
                path.push_str(part);
            }
        }
        path
    }

    /// A field's text with personal data hidden, and numbers of persons where none belongs. A star in a file
    /// does not mean that enough is hidden, so masks are masked again unless almost nothing is visible.
    pub fn hide<'t>(&self, field: Option<Field>, text: &'t str) -> Cow<'t, str> {
        if self.reveal || is_formula_error(text) {
            return text.into();
        }
        match field.and_then(|field| mask_kind(field, text)) {
            Some(kind) => hidden(kind, text),
            None if field.is_some_and(is_key) => text.into(),
            None => personal_data::masked_within(text),
        }
    }

    /// What sets the two sides of a comparison of names apart.
    fn reason(&self, finding: &Finding) -> Option<String> {
        let (field, other) = (finding.field?, finding.other.as_deref()?);
        let masked = [&finding.found, other]
            .iter()
            .any(|name| mask::is_masked(name));
        if masked || !NAMES.contains(&field) {
            return None;
        }
        let is_open = |name| self.reveal || mask_kind(field, name).is_none();
        let difference = name_difference::between(&finding.found, other)?;
        Some(difference.words(self.lang, is_open(&finding.found) && is_open(other)))
    }

    /// The finding, ready to be shown.
    pub fn view(&self, finding: &'a Finding) -> FindingView<'a> {
        let (rule, text) = (finding.rule, finding.rule.text(self.lang));
        // What is found about a sheet is a header, whatever field it was nearly taken for.
        let field = finding.field.filter(|_| rule.family() != "SHT");
        let hide = |value: &'a Option<String>| value.as_deref().map(|v| self.hide(field, v));
        let (other, fix) = (hide(&finding.other), hide(&finding.fix));
        let filled = |sentence| {
            let (other, fix) = (other.as_deref(), fix.as_deref());
            fill(
                sentence,
                &finding.args,
                other.unwrap_or_default(),
                fix.unwrap_or_default(),
            )
        };
        let proposal = rule.proposal(self.lang);
        let proposes = fix.is_some() && !proposal.is_empty();
        let (file, sheet) = self.file(finding.place);
        let mut hint = filled(if proposes { proposal } else { text.remedy });
        if let Some(reason) = self.reason(finding) {
            hint = self
                .lang
                .pick(format!("{reason}。{hint}"), format!("{reason}. {hint}"));
        }
        FindingView {
            finding,
            file,
            sheet,
            message: filled(text.message),
            expected: filled(rule.expected(self.lang)),
            hint,
            found: self.hide(field, &finding.found),
            other,
            fix,
        }
    }
}

/// A finding ready to be shown.
pub struct FindingView<'a> {
    pub finding: &'a Finding,
    pub file: &'a str,
    pub sheet: Option<&'a str>,
    pub found: Cow<'a, str>,
    pub other: Option<Cow<'a, str>>,
    pub fix: Option<Cow<'a, str>>,
    pub message: String,
    pub expected: String,
    pub hint: String,
}

impl FindingView<'_> {
    /// The code of the store, or of the SKU, and whether it is a SKU's.
    pub fn key(&self) -> (&str, bool) {
        let is_sku = matches!(self.finding.row, Some((Kind::Skus | Kind::Items, _)));
        (&self.finding.store_code, is_sku)
    }
}

/// As many visible characters of a mask give nobody away.
const FEW: usize = 4;

fn hidden(kind: MaskKind, text: &str) -> Cow<'_, str> {
    let visible = |char: &char| char.is_alphanumeric();
    match kind {
        _ if text.is_empty() || !mask::is_masked(text) => mask::mask_for_report(kind, text).into(),
        // The first character that can be seen stays where it is: `*三`, `张**`.
        MaskKind::Name => match text.char_indices().find(|(_, char)| visible(char)) {
            Some((first, _)) => text
                .char_indices()
                .map(|(at, char)| if at > first { '*' } else { char })
                .collect(),
            None => text.into(),
        },
        MaskKind::Email => mask::mask_for_report(kind, text).into(),
        _ if text.chars().filter(visible).count() <= FEW => text.into(),
        _ => mask::mask_for_report(kind, text).into(),
    }
}

fn mask_kind(field: Field, text: &str) -> Option<MaskKind> {
    match field.spec().privacy {
        Privacy::Public if field == Field::BusinessLicense && is_citizen_id(text) => {
            Some(MaskKind::IdNumber)
        }
        Privacy::Public => None,
        Privacy::PersonName if is_organisation(text) => None,
        Privacy::PersonName => Some(MaskKind::Name),
        Privacy::IdNumber => Some(MaskKind::IdNumber),
        Privacy::Phone => Some(MaskKind::Phone),
        Privacy::Card => Some(MaskKind::Card),
        Privacy::Email => Some(MaskKind::Email),
        Privacy::Logon if text.contains('@') => Some(MaskKind::Email),
        Privacy::Logon => Some(MaskKind::Phone),
    }
}

/// Whether a field's values are what people look a row up by, or are meant to be called.
fn is_key(field: Field) -> bool {
    matches!(field.spec().form, Form::Code | Form::Licence | Form::Phone)
}

/// Whether it is `#N/A`, `#REF!` or their like, which are nobody's data.
fn is_formula_error(text: &str) -> bool {
    let of_errors = |byte: u8| byte.is_ascii_uppercase() || b"/!?0_".contains(&byte);
    let word = text.trim().strip_prefix('#').unwrap_or_default();
    !word.is_empty() && word.bytes().all(of_errors)
}

/// Whether a licence column holds a person's ID: the form of one, and no valid licence.
fn is_citizen_id(text: &str) -> bool {
    let canonical: String = name::fold_width(text)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|char| char.to_ascii_uppercase())
        .collect();
    // Fifteen digits are an old licence as well: only the birth date distinguishes them.
    let is_id = match canonical.len() {
        18 => id_card::division(&canonical).is_some(),
        15 => id_card::birth(&canonical).is_some(),
        _ => false,
    };
    is_id && licence::parse(&canonical).is_err()
}

/// Whether the holder of an account is no person, whose name is nobody's secret.
fn is_organisation(name: &str) -> bool {
    const ENDINGS: &str =
        "公司 店 厂 部 行 社 中心 超市 合伙) 合伙） 集团 个体工商户) 个体工商户） 馆 铺 商场";
    let mut endings = ENDINGS.split(' ');
    name.chars().count() > 4 && endings.any(|ending| name.trim_end().ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::rules::accounts::{ACC003, ACC005};

    #[test]
    fn personal_data_is_hidden_and_companies_are_not() {
        let formatter = FindingFormatter {
            sources: &[],
            lang: Lang::Zh,
            reveal: false,
        };
        let hidden = |field, text| formatter.hide(Some(field), text).into_owned();
        // Field, what stands in the file, what is shown.
        let table = "
            legal_name|张三丰|张**
            card_name|杭州甲商贸有限公司|杭州甲商贸有限公司
            logon_id|13800138000|138****8000
            logon_id|shop1@example.com|sho***@example.com
            legal_name|*三|*三
            legal_name|张三*|张**
            card_no|****1230|****1230
            legal_id_no|330106198001010012*|330**************2*
            contact_mobile|13800138000*|138*****000*
            logon_id|138****8000|138****8000
            card_no|6222020200112230*|6222*********230*
            logon_id|shop1@example.com*|sho***@example.com*
            business_license|330106198001010012|330*************12
            business_license|３３0106 198001010012|３３0**************12
            business_license|330106800101001|330**********01
            business_license|91330106MA2H1ABC7V|91330106MA2H1ABC7V
            store_name|一店|一店
            address|13800138000|138****8000
            cnaps|13800138000|138****8000
            store_code|13800138000|13800138000
            service_phone|13800138000|13800138000";
        let rows: Vec<_> = table.trim().lines().collect();
        assert_eq!(rows.len(), 21);
        for row in rows {
            let cells: Vec<&str> = row.trim().split('|').collect();
            let field = Field::from_key(cells[0]).expect(cells[0]);
            assert_eq!(hidden(field, cells[1]), cells[2], "{row}");
        }
        assert_eq!(formatter.hide(None, "13800138000"), "138****8000");
        for error in ["#N/A", "#REF!", "#DIV/0!", "#NAME?"] {
            assert_eq!(hidden(Field::LegalName, error), error);
        }
        assert_eq!(hidden(Field::LegalIdNo, "#330106"), "#******");
        let open = FindingFormatter {
            reveal: true,
            ..formatter
        };
        assert_eq!(open.hide(Some(Field::LegalName), "张三丰"), "张三丰");
    }

    #[test]
    fn a_hint_says_what_sets_two_names_apart() {
        let place = Place::sheet(0);
        let hint = |rule, field, found: &str, other: &str, lang| {
            let finding = Finding {
                field: Some(field),
                other: Some(other.to_owned()),
                ..Finding::about(rule, place).found(found)
            };
            let formatter = FindingFormatter {
                sources: &[],
                lang,
                reveal: false,
            };
            formatter.view(&finding).hint
        };
        let company = hint(
            &ACC005,
            Field::MerchantName,
            "甲已有限公司",
            "甲己有限公司",
            Lang::Zh,
        );
        let remedy = ACC005.zh.remedy;
        assert_eq!(
            company,
            format!("只差一个字：第 2 个字这里是「已」，那边是「己」，字形相近。{remedy}")
        );
        let person = hint(&ACC003, Field::LegalName, "章三丰", "张三丰", Lang::En);
        let remedy = ACC003.en.remedy;
        assert_eq!(
            person,
            format!("one character differs, homophones. {remedy}")
        );
        let masked = hint(&ACC003, Field::LegalName, "张*", "李三", Lang::Zh);
        assert_eq!(masked, ACC003.zh.remedy);
        let other = hint(&ACC003, Field::LegalName, "张三", "李四", Lang::Zh);
        assert_eq!(other, ACC003.zh.remedy);
    }
}
