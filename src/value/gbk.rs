//! Which characters GBK has: what a system that stores text in it can hold. GB18030 has all the others in
//! four bytes, GBK has none of them.

/// Whether the character is one of GBK's: emoji, rare Han of the later extensions and Manchu are not.
pub(crate) fn holds(char: char) -> bool {
    let mut bytes = [0; 4];
    let (_, _, is_lossy) = encoding_rs::GBK.encode(char.encode_utf8(&mut bytes));
    !is_lossy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_bytes_are_not_enough_for_all() {
        assert!("A1（）·江龘".chars().all(holds));
        assert!("😀𠮷ᡥ㐂".chars().all(|char| !holds(char)));
    }
}
