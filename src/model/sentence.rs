//! The sentences of rules, in which `{0}`, `{1}`, `{other}` and `{fix}` stand for what a finding found.

/// Puts arguments, the other side and a proposal into a sentence of the rule table.
pub fn fill(template: &str, args: &[String], other: &str, fix: &str) -> String {
    if !template.contains('{') {
        return template.to_owned();
    }
    let mut out = template.replace("{other}", other).replace("{fix}", fix);
    for (i, arg) in args.iter().enumerate() {
        out = out.replace(&format!("{{{i}}}"), arg);
    }
    out
}

/// A sentence of the rule table with `…` where a finding would put its own values.
pub fn unfilled(sentence: &str) -> String {
    let mut out = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        out.push('…');
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_arguments() {
        assert_eq!(
            fill("校验位 {0}，{other}", &["U".into()], "甲", ""),
            "校验位 U，甲"
        );
    }

    #[test]
    fn leaves_arguments_open() {
        assert_eq!(unfilled("{0} under [a.{1}]"), "… under [a.…]");
        assert_eq!(unfilled("as it is"), "as it is");
    }
}
