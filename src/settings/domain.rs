//! Domains as they are compared. The same one is written in several ways.

/// A label that stands for other letters begins so (RFC 5890).
const ENCODED: &str = "xn--";
/// The most bytes of a label of a domain.
const LONGEST: usize = 63;

/// A domain in small letters, each label in the letters it stands for, without a last dot.
pub fn comparable(domain: &str) -> String {
    let bare = domain.strip_suffix('.').unwrap_or(domain).to_lowercase();
    if !bare.contains(ENCODED) {
        return bare;
    }
    let label = |label: &str| {
        let letters = label.strip_prefix(ENCODED).filter(|rest| (1..=LONGEST).contains(&rest.len())).and_then(decoded);
        letters.map_or_else(|| label.to_owned(), |letters| letters.to_lowercase())
    };
    bare.split('.').map(label).collect::<Vec<_>>().join(".")
}

/// The letters of a label in Punycode (RFC 3492), which is in small letters; none where it is broken.
fn decoded(label: &str) -> Option<String> {
    const BASE: u32 = 36;
    let (plain, digits) = label.rsplit_once('-').unwrap_or(("", label));
    let mut letters: Vec<char> = plain.chars().collect();
    let (mut code, mut bias, mut at) = (0x80_u32, 72_u32, 0_usize);
    let mut digits = digits.bytes().peekable();
    while digits.peek().is_some() {
        // How far to the next letter: a number whose digits weigh more and more.
        let (mut delta, mut weight, mut place) = (0_u32, 1_u32, BASE);
        loop {
            let digit = match digits.next()? {
                byte @ b'a'..=b'z' => u32::from(byte - b'a'),
                byte @ b'0'..=b'9' => u32::from(byte - b'0') + 26,
                _ => return None,
            };
            delta = delta.checked_add(digit.checked_mul(weight)?)?;
            let least = place.saturating_sub(bias).clamp(1, 26);
            if digit < least {
                break;
            }
            weight = weight.checked_mul(BASE - least)?;
            place += BASE;
        }
        let count = letters.len() + 1;
        let moved = at + usize::try_from(delta).ok()?;
        bias = next_bias(delta, u32::try_from(count).ok()?, at == 0);
        code = code.checked_add(u32::try_from(moved / count).ok()?)?;
        at = moved % count;
        letters.insert(at, char::from_u32(code)?);
        at += 1;
    }
    Some(letters.into_iter().collect())
}

fn next_bias(delta: u32, count: u32, is_first: bool) -> u32 {
    let mut delta = delta / if is_first { 700 } else { 2 };
    delta += delta / count;
    let mut bias = 0;
    while delta > 455 {
        delta /= 35;
        bias += 36;
    }
    bias + 36 * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_the_same_however_it_is_written() {
        for (written, expected) in [
            ("Client.EXAMPLE", "client.example"),
            ("client.example.", "client.example"),
            ("MÜNCHEN.example", "münchen.example"),
            ("XN--mnchen-3ya.example.", "münchen.example"),
            ("mail.xn--bcher-kva.xn--p1ai", "mail.bücher.рф"),
            ("xn--e1afmkfd.xn--p1ai", "пример.рф"),
            ("xn--fsqu00a.xn--0zwm56d", "例子.测试"),
            // Broken ones stay what they are.
            ("xn--a!.example", "xn--a!.example"),
            ("xn--99999999.example", "xn--99999999.example"),
            ("xn--.example", "xn--.example"),
            ("", ""),
        ] {
            assert_eq!(comparable(written), expected, "{written}");
        }
        let long = format!("xn--{}", "a".repeat(100_000));
        assert_eq!(comparable(&long), long);
    }

    #[test]
    fn the_samples_of_the_standard_are_read() {
        for (label, expected) in [
            ("ihqwcrb4cv8a8dqg056pqjye", "他们为什么不说中文"),
            ("porqunopuedensimplementehablarenespaol-fmd56a", "porquénopuedensimplementehablarenespañol"),
            ("b1abfaaepdrnnbgefbadotcwatmq2g4l", "почемужеонинеговорятпорусски"),
            ("de-jg4avhby1noc0d", "パフィーdeルンバ"),
            ("d9juau41awczczp", "そのスピードで"),
        ] {
            assert_eq!(decoded(label).as_deref(), Some(expected));
        }
    }
}
