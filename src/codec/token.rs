//! The tokens of RON with their places: enough to find where every value begins and ends.
//!
//! Invariant: iterative and in one pass; the tokens of a text never overlap and never split a character.

use super::fault::{Fault, Span, quote};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    /// `,`.
    Comma,
    /// `:`.
    Colon,
    /// A name or a number.
    Word,
    /// A string or a character in quotes.
    Text,
    /// A comment of either kind, without the line feed that ends it.
    Comment,
    /// `#![…]`.
    Attribute,
}

/// A token and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub span: Span,
}

/// The tokens of a stretch of text; ends after the first fault.
#[derive(Clone, Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    /// The tokens of a whole text.
    pub fn of(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The tokens of a stretch of it, which begins and ends between tokens.
    pub fn within(text: &'a str, span: &Span) -> Self {
        Self { text: text.get(..span.end).unwrap_or_default(), at: span.start }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        // Almost all blanks are ASCII; characters are decoded only behind those.
        let plain = rest.bytes().position(|byte| !matches!(byte, b' ' | b'\t'..=b'\r')).unwrap_or(rest.len());
        let rest = rest.get(plain..).unwrap_or_default();
        self.at += plain;
        if !rest.starts_with(|c: char| c.is_ascii()) {
            self.at += rest.find(|c| !is_blank(c)).unwrap_or(rest.len());
        }
    }

    /// The kind and length of the token that `rest` begins with.
    fn measure(&self, rest: &str) -> Result<(TokenKind, usize), Fault> {
        let token = match rest.as_bytes().first() {
            Some(b'(' | b'[' | b'{') => Some((TokenKind::Open, 1)),
            Some(b')' | b']' | b'}') => Some((TokenKind::Close, 1)),
            Some(b',') => Some((TokenKind::Comma, 1)),
            Some(b':') => Some((TokenKind::Colon, 1)),
            Some(b'/') => comment(rest).map(|length| (TokenKind::Comment, length)),
            Some(b'#') => attribute(rest).map(|length| (TokenKind::Attribute, length)),
            Some(b'"' | b'\'' | b'r' | b'b') => text_or_word(rest),
            _ => word(rest),
        };
        token.ok_or_else(|| self.fault(rest))
    }

    fn fault(&self, rest: &str) -> Fault {
        let line = rest.find('\n').unwrap_or(rest.len());
        let here = |length: usize| self.at..self.at + length;
        if rest.starts_with("/*") {
            return Fault::new(here(2), "this comment is not closed", "`*/` at its end");
        }
        if rest.starts_with(['"', '\'', 'r', 'b']) {
            return Fault::new(
                here(line.max(1)),
                "this string is not closed",
                "a closing quote; the file may be truncated",
            );
        }
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let found = quote(rest.get(..first).unwrap_or_default());
        Fault::new(here(first), format!("{found} has no meaning here"), "a field, a value or a bracket")
    }
}

impl Iterator for Tokens<'_> {
    type Item = Result<Token, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        self.skip_blanks();
        let rest = self.rest();
        if rest.is_empty() {
            return None;
        }
        let measured = self.measure(rest);
        let start = self.at;
        self.at = measured.as_ref().map_or(self.text.len(), |(_, length)| start + length);
        Some(measured.map(|(kind, length)| Token { kind, span: start..start + length }))
    }
}

/// The blanks of RON: the pattern white space of Unicode.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r' | '\u{85}' | '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}')
}

/// The length of the comment that `rest` begins with. Block comments nest.
fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        let line = rest.split('\n').next().unwrap_or_default();
        return Some(line.trim_end_matches('\r').len());
    }
    let mut at = rest.strip_prefix("/*").map(|_| 2)?;
    let mut depth = 1_usize;
    while depth > 0 {
        at += rest.get(at..)?.find(['/', '*'])?;
        let tail = rest.get(at..)?;
        let step = if tail.starts_with("/*") {
            depth += 1;
            2
        } else if tail.starts_with("*/") {
            depth -= 1;
            2
        } else {
            1
        };
        at += step;
    }
    Some(at)
}

fn attribute(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix("#!")?;
    let end = inner.find([']', '\n'])?;
    inner.get(end..)?.starts_with(']').then_some(end + 3)
}

/// A string in quotes, raw or not, of characters or bytes; else a word that begins with `r` or `b`.
fn text_or_word(rest: &str) -> Option<(TokenKind, usize)> {
    let prefix = rest.find(|c| c != 'b' && c != 'r').unwrap_or(rest.len());
    let (head, tail) = rest.split_at(prefix);
    let quoted = tail.starts_with(['"', '\'']);
    let hashes = tail.find(|c| c != '#').unwrap_or(tail.len());
    let raw = tail.get(hashes..).is_some_and(|tail| tail.starts_with('"'));
    match head {
        "" | "b" if quoted => Some((TokenKind::Text, prefix + escaped(tail)?)),
        "r" | "br" if raw => Some((TokenKind::Text, prefix + raw_string(tail, hashes)?)),
        _ => word(rest),
    }
}

/// The length of a string with escapes, quotes included.
fn escaped(tail: &str) -> Option<usize> {
    let bytes = tail.as_bytes();
    let quote = *bytes.first()?;
    let mut at = 1;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == quote || *byte == b'\\')?;
        if *bytes.get(at)? == quote {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// The length of a raw string from its first hash on, hashes and quotes included.
fn raw_string(tail: &str, hashes: usize) -> Option<usize> {
    let end = format!("\"{}", "#".repeat(hashes));
    let body = tail.get(hashes + 1..)?;
    Some(hashes + 1 + body.find(&end)? + end.len())
}

fn word(rest: &str) -> Option<(TokenKind, usize)> {
    let part_of_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '+' | '-');
    let raw = if rest.starts_with("r#") { 2 } else { 0 };
    let body = rest.get(raw..)?;
    let plain = body.bytes().position(|byte| !(byte.is_ascii() && part_of_word(char::from(byte))));
    let length = match plain.filter(|at| body.as_bytes().get(*at).is_some_and(u8::is_ascii)) {
        Some(length) => length,
        None => body.find(|c| !part_of_word(c)).unwrap_or(body.len()),
    };
    (length > 0).then_some((TokenKind::Word, raw + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(TokenKind, &str)> {
        Tokens::of(text)
            .map(|token| token.unwrap())
            .map(|token| (token.kind, text.get(token.span).unwrap()))
            .collect()
    }

    #[test]
    fn brackets_in_strings_and_comments_are_no_brackets() {
        use TokenKind::{Close, Colon, Comma, Comment, Open, Text, Word};
        assert_eq!(
            kinds("(id: \"a)\\\"\", /* ( /* [ */ */ k: r#\"\"]\"#) // )"),
            [
                (Open, "("),
                (Word, "id"),
                (Colon, ":"),
                (Text, "\"a)\\\"\""),
                (Comma, ","),
                (Comment, "/* ( /* [ */ */"),
                (Word, "k"),
                (Colon, ":"),
                (Text, "r#\"\"]\"#"),
                (Close, ")"),
                (Comment, "// )"),
            ]
        );
    }

    #[test]
    fn words_that_begin_like_strings_are_words() {
        use TokenKind::Word;
        assert_eq!(kinds("role b r#x brr"), [(Word, "role"), (Word, "b"), (Word, "r#x"), (Word, "brr")]);
        assert_eq!(kinds("-1.5e3 日本"), [(Word, "-1.5e3"), (Word, "日本")]);
    }

    #[test]
    fn what_is_not_closed_is_told() {
        let what = |text| Tokens::of(text).find_map(Result::err).unwrap().what;
        assert_eq!(what("\"abc"), "this string is not closed");
        assert_eq!(what("r#\"abc\""), "this string is not closed");
        assert_eq!(what("/* /* */"), "this comment is not closed");
        assert_eq!(what("a ; b"), "`;` has no meaning here");
        assert_eq!(what("\\"), "`\\` has no meaning here");
        assert_eq!(what("\"\\"), "this string is not closed");
    }

    #[test]
    fn a_carriage_return_is_no_part_of_a_comment() {
        assert_eq!(kinds("// a\r\nb")[0], (TokenKind::Comment, "// a"));
    }
}
