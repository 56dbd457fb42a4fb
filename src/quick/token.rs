//! The pieces of a quick line: words, quoted texts and signs, each with its column.

use std::iter::Peekable;
use std::str::Chars;

use super::mistake::Mistake;

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// Letters, digits and the signs of ids: `lb-1`, `2s`.
    Word(String),
    /// A text in quotes.
    Quoted(String),
    /// `>`, `->` or `→`.
    Arrow,
    /// `!`
    Bang,
    /// `:`
    Colon,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// `~`
    Tilde,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `*`
    Star,
}

/// The signs that may stand in a word, besides letters and digits.
const SIGNS: &str = "-_./@+";

/// What a sign is.
const PUNCTUATION: &[(char, Token)] = &[
    ('>', Token::Arrow),
    ('→', Token::Arrow),
    ('!', Token::Bang),
    (':', Token::Colon),
    (',', Token::Comma),
    (';', Token::Semicolon),
    ('~', Token::Tilde),
    ('(', Token::Open),
    (')', Token::Close),
    ('*', Token::Star),
    ('×', Token::Star),
];

/// Whether a text needs no quotes where a name is expected.
pub fn is_bare(text: &str) -> bool {
    let arrow = text.ends_with('-') || text.contains("->");
    !text.is_empty() && !arrow && text.chars().all(is_word)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || SIGNS.contains(c)
}

/// The pieces of a text with their columns.
///
/// # Errors
/// At a sign that no line has, and at a quote that is never closed.
pub fn tokens(text: &str) -> Result<Vec<(usize, Token)>, Mistake> {
    let mut reader = Reader { chars: text.chars().peekable(), column: 0 };
    let mut found = Vec::new();
    while let Some(next) = reader.next()? {
        found.push(next);
    }
    Ok(found)
}

struct Reader<'a> {
    chars: Peekable<Chars<'a>>,
    column: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Result<Option<(usize, Token)>, Mistake> {
        while self.taken(char::is_whitespace).is_some() {}
        let column = self.column;
        let Some(&c) = self.chars.peek() else { return Ok(None) };
        let token = if c == '"' {
            self.quoted()?
        } else if self.at_arrow() {
            self.skip(2);
            Token::Arrow
        } else if let Some((_, token)) = PUNCTUATION.iter().find(|row| row.0 == c) {
            self.skip(1);
            token.clone()
        } else if is_word(c) {
            Token::Word(self.word())
        } else {
            return Err(Mistake::new(column, format!("`{c}` means nothing here: {SIGNS_HERE}")));
        };
        Ok(Some((column, token)))
    }

    /// Letters, digits and signs, up to an arrow.
    fn word(&mut self) -> String {
        let mut word = String::new();
        while !self.at_arrow()
            && let Some(c) = self.taken(is_word)
        {
            word.push(c);
        }
        word
    }

    fn quoted(&mut self) -> Result<Token, Mistake> {
        let begin = self.column;
        self.skip(1);
        let mut text = String::new();
        while let Some(c) = self.taken(|_| true) {
            match c {
                '"' => return Ok(Token::Quoted(text)),
                '\\' => text.extend(self.taken(|_| true)),
                c => text.push(c),
            }
        }
        Err(Mistake::unfinished(begin, "this quote is never closed: expected another `\"`"))
    }

    fn at_arrow(&self) -> bool {
        let mut ahead = self.chars.clone();
        ahead.next() == Some('-') && ahead.next() == Some('>')
    }

    fn taken(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let c = self.chars.next_if(|c| wanted(*c))?;
        self.column += 1;
        Some(c)
    }

    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.taken(|_| true);
        }
    }
}

/// What a line is made of, for whoever typed something else.
const SIGNS_HERE: &str = "a line is made of words, > , ; ( ) ~ and \"names\"";
