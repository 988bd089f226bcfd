//! The untidiness of honest sheets: other brackets, blanks around a value, phones with dashes, a province without
//! its 省. None of it is a fault, and no finding may come of it.

use super::model::{Field, Store, World};
use super::rng::Rng;

/// A habit: the column, and what the person who filled it in typed instead.
struct Habit {
    field: Field,
    percent: usize,
    typed: fn(&str) -> String,
}

#[rustfmt::skip]
const HABITS: &[Habit] = &[
    Habit { field: Field::MerchantName, percent: 30, typed: half_width_brackets },
    Habit { field: Field::CardName, percent: 15, typed: half_width_brackets },
    Habit { field: Field::StoreName, percent: 5, typed: |v| format!(" {v}\u{3000}") },
    Habit { field: Field::StoreName, percent: 3, typed: |v| format!("{v}\u{200b}") },
    Habit { field: Field::LegalName, percent: 4, typed: |v| format!("{v} ") },
    Habit { field: Field::LegalIdNo, percent: 50, typed: |v| v.to_lowercase() },
    Habit { field: Field::ContactMobile, percent: 8, typed: |v| grouped(v, &[3, 4, 4], "-") },
    Habit { field: Field::ContactMobile, percent: 4, typed: |v| format!("\u{a0}{v}") },
    Habit { field: Field::ServicePhone, percent: 6, typed: |v| v.replace('-', "－") },
    Habit { field: Field::Mcc, percent: 3, typed: full_width_digits },
    Habit { field: Field::Province, percent: 8, typed: |v| without(v, &["省", "市"]) },
    Habit { field: Field::City, percent: 6, typed: |v| without(v, &["市"]) },
    Habit { field: Field::CardNo, percent: 5, typed: |v| grouped(v, &[4, 4, 4, 4, 4], " ") },
    Habit { field: Field::BankName, percent: 20, typed: without_country },
    Habit { field: Field::BankName, percent: 10, typed: |v| format!("{v}股份有限公司") },
    Habit { field: Field::AccountKind, percent: 4, typed: with_blank },
    Habit { field: Field::BusinessTime, percent: 6, typed: full_width_hours },
    Habit { field: Field::Pid, percent: 4, typed: with_tab },
];

fn with_blank(value: &str) -> String {
    format!("{value} ")
}

fn with_tab(value: &str) -> String {
    format!("{value}\t")
}

/// 工商银行 for 中国工商银行; 中国银行 has no other name.
fn without_country(bank: &str) -> String {
    match bank.strip_prefix("中国") {
        Some(rest) if rest != "银行" => rest.to_owned(),
        _ => bank.to_owned(),
    }
}

pub fn sprinkle(world: &mut World, rng: &mut Rng) {
    for store in &mut world.stores {
        for habit in HABITS {
            if rng.chance(habit.percent) && !store.get(habit.field).is_empty() {
                apply(store, habit);
            }
        }
    }
}

fn apply(store: &mut Store, habit: &Habit) {
    let typed = (habit.typed)(store.get(habit.field));
    store.set(habit.field, typed);
}

fn half_width_brackets(value: &str) -> String {
    value.replace('（', "(").replace('）', ")")
}

fn full_width_digits(value: &str) -> String {
    let wide = |c: char| c.to_digit(10).and_then(|d| char::from_u32('０' as u32 + d));
    value.chars().map(|c| wide(c).unwrap_or(c)).collect()
}

/// `９：００～22:00`: the punctuation of a Chinese input method.
fn full_width_hours(value: &str) -> String {
    value.replace(':', "：").replace('-', "～")
}

fn without(value: &str, endings: &[&str]) -> String {
    endings
        .iter()
        .find_map(|ending| value.strip_suffix(ending))
        .unwrap_or(value)
        .to_owned()
}

/// `13800138000` → `138-0013-8000`.
fn grouped(value: &str, sizes: &[usize], by: &str) -> String {
    let mut rest = value;
    let mut groups = Vec::new();
    for &size in sizes {
        if !value.is_ascii() || rest.len() <= size {
            break;
        }
        let (group, tail) = rest.split_at(size);
        groups.push(group);
        rest = tail;
    }
    groups.push(rest);
    groups.join(by)
}
