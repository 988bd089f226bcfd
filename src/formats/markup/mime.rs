//! The pages inside a single-file web page (.mht), which Excel writes too: those parts of the message
//! that are HTML, decoded from their transfer encoding (RFC 2045) and joined.

/// The pages of a multipart message; anything else is the page itself.
pub(crate) fn pages(bytes: Vec<u8>) -> Vec<u8> {
    let begin = bytes.trim_ascii_start();
    let begin = begin.get(..13).unwrap_or_default();
    if !begin.eq_ignore_ascii_case(b"mime-version:") {
        return bytes;
    }
    let Some(boundary) = boundary(&bytes) else {
        return bytes;
    };
    let pages: Vec<u8> = html_parts(&bytes, &boundary)
        .flat_map(|(header, body)| {
            if contains(header, b"quoted-printable") {
                from_quoted_printable(body)
            } else if contains(header, b"base64") {
                from_base64(body)
            } else {
                body.to_vec()
            }
        })
        .collect();
    if pages.is_empty() { bytes } else { pages }
}

/// Header and body of each part whose type is HTML.
fn html_parts<'a>(
    message: &'a [u8],
    boundary: &[u8],
) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
    let starts: Vec<usize> = memchr::memmem::find_iter(message, boundary).collect();
    let ends = starts.clone().into_iter().skip(1).chain([message.len()]);
    let length = boundary.len();
    let part = move |(start, end)| split_header(message.get(start + length..end)?);
    let parts = starts.into_iter().zip(ends).filter_map(part);
    parts.filter(|(header, _)| contains(header, b"text/html"))
}

/// The line between the parts.
fn boundary(message: &[u8]) -> Option<Vec<u8>> {
    let at = memchr::memmem::find(message, b"boundary=")? + b"boundary=".len();
    let value = message[at..].split(|b| b"\r\n;".contains(b)).next()?;
    let value = value.iter().filter(|b| !b"\" \t".contains(b));
    Some(b"--".iter().chain(value).copied().collect())
}

/// A part up to its first blank line, and the rest.
fn split_header(part: &[u8]) -> Option<(&[u8], &[u8])> {
    let part = part.trim_ascii_start();
    let blank: [&[u8]; 2] = [b"\r\n\r\n", b"\n\n"];
    let ends = blank
        .iter()
        .filter_map(|b| Some((memchr::memmem::find(part, b)?, b.len())));
    let (at, length) = ends.min()?;
    Some((&part[..at], &part[at + length..]))
}

fn contains(header: &[u8], what: &[u8]) -> bool {
    memchr::memmem::find(&header.to_ascii_lowercase(), what).is_some()
}

/// `=E9=97=A8` → the bytes; `=` at the end of a line joins it with the next.
fn from_quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        match (first, tail) {
            (b'=', [b'\r', b'\n', after @ ..] | [b'\n', after @ ..]) => rest = after,
            (b'=', [high, low, after @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high * 16 + low);
                    rest = after;
                }
                _ => bytes.push(b'='),
            },
            _ => bytes.push(*first),
        }
    }
    bytes
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|d| d as u8)
}

/// Four characters of six bits each → three bytes; line ends and all other characters are skipped.
fn from_base64(body: &[u8]) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut held) = (0u32, 0);
    let mut bytes = Vec::with_capacity(body.len() / 4 * 3);
    let values = body
        .iter()
        .filter_map(|b| ALPHABET.iter().position(|a| a == b));
    for value in values {
        bits = bits << 6 | value as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_of_a_message() {
        let message = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"--=x\"\r\n\r\n\
            ----=x\r\nContent-Type: text/plain\r\n\r\nno\r\n\
            ----=x\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html\r\n\r\n\
            <td class=3Dx>=E9=97=A8=\r\n=E5=BA=97</td>=ZZ\r\n\
            ----=x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n\
            PHRkPumX\r\nqOW6lw==\r\n----=x--\r\n";
        let pages_of = pages(message.to_vec());
        let expected = "<td class=x>门店</td>=ZZ\r\n<td>门店";
        assert_eq!(String::from_utf8_lossy(&pages_of), expected);
        for page in [&b"<html>"[..], b"MIME-Version: 1.0", b""] {
            assert_eq!(pages(page.to_vec()), page);
        }
    }
}
