//! Alipay's own identifiers: partner ids, bill accounts and logon ids.
//!
//! A PID and a SMID have the same shape, 16 digits beginning 2088, so shape cannot tell them apart:
//! only the column can. Canonical text in, a verdict out; the forms are those of Alipay's SDK comments.

use super::{excel_digits, phone};

/// A partner id or uid: 16 digits beginning 2088. There is no check digit.
pub(crate) fn is_pid(text: &str) -> bool {
    text.len() == 16 && text.starts_with("2088") && excel_digits::all(text.as_bytes())
}

/// The PID inside a bill account, which is the PID followed by `0156`; `None` for anything else.
pub(crate) fn of_bill_account(text: &str) -> Option<&str> {
    text.strip_suffix("0156").filter(|pid| is_pid(pid))
}

/// What a merchant logs on with: an e-mail address or a mainland mobile.
pub(crate) fn is_logon_id(text: &str) -> bool {
    phone::is_mobile(text) || is_email(text)
}

/// A plain e-mail address: `local@host.domain` in the unquoted ASCII form of RFC 5321.
///
/// Stars are refused although the RFC allows them: here they are always a mask.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    text.len() <= 254 && is_local(local) && is_domain(domain)
}

fn is_local(local: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'+-/=?^_`{|}~".contains(&byte);
    local.len() <= 64
        && local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.bytes().all(plain))
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    domain.contains('.') && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pids() {
        assert!(is_pid("2088100191421638"));
        assert!(!is_pid("2088***********3"));
        assert_eq!(
            of_bill_account("20880211096256330156"),
            Some("2088021109625633")
        );
        assert_eq!(of_bill_account("2088021109625633"), None);
        assert_eq!(of_bill_account("0156"), None);
    }

    #[test]
    fn logon_ids() {
        for text in [
            "merchant@example.com",
            "a.b-c_d@mail.example.cn",
            "13800138000",
        ] {
            assert!(is_logon_id(text), "{text}");
        }
        for text in [
            "mer***@example.com",
            "merchant@example",
            "a..b@example.com",
            "@example.com",
            "a b@example.com",
            "a@-x.com",
            "a@x..com",
            "店@example.com",
        ] {
            assert!(!is_logon_id(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_safe(text: String) {
            let _ = (is_pid(&text), of_bill_account(&text), is_logon_id(&text));
        }
    }
}
