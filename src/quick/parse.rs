//! Reading a quick line.
//!
//! ```text
//! line  = chain { ";" chain }
//! chain = [ step ] { arrow step }
//! step  = item { "," item }
//! item  = [ count [ "*" ] ] ( word | "text" ) [ ":" name ] [ "(" line ")" ] [ "~" | "~~" ]
//! arrow = ( ">" | "->" ) [ "!" ] [ protocol [ ":" port ] ] [ "label" ]
//! ```
//!
//! A protocol or a label is one only where a thing follows it without a sign between the two.

use super::mistake::Mistake;
use super::token::{Token, tokens};
use super::tree::{Arrow, Chain, Copies, Item, Line, Spot, Step, Word};
use super::words::{is_protocol, meaning};
use crate::model::Protocol;

/// The longest line that is read, in bytes.
pub const MOST_BYTES: usize = crate::limits::QUICK_BYTES;
/// How deep parentheses may stand in each other.
pub const MOST_DEPTH: usize = crate::limits::QUICK_DEPTH;

/// What may begin where a thing is expected.
const THING: &str = "expected a thing, as w, web or lb-1";

/// Reads a line. A text without anything in it is a line without chains.
///
/// # Errors
/// The first mistake, with its column.
pub fn parse(text: &str) -> Result<Line, Mistake> {
    if text.len() > MOST_BYTES {
        return Err(Mistake::new(0, format!("this line is too long: at most {MOST_BYTES} bytes are read")));
    }
    let tokens = tokens(text)?;
    let mut reader = Reader { tokens: &tokens, end: text.chars().count(), next: 0, depth: 0 };
    let line = reader.line()?;
    match reader.peek() {
        None => Ok(line),
        Some(Token::Close) => Err(Mistake::new(reader.column(), "nothing is open here that `)` could close")),
        Some(token) => Err(Mistake::new(reader.column(), between(token))),
    }
}

/// What is missing before a piece that cannot stand there.
fn between(token: &Token) -> String {
    match token {
        Token::Word(word) => format!("expected `>`, `,` or `;` before {word}"),
        Token::Quoted(_) => "expected `>`, `,`, `;` or `:` before this text".to_owned(),
        Token::Colon => "one thing has one name: expected `>`, `,` or `;`".to_owned(),
        Token::Bang => "`!` belongs right behind an arrow, as in `lb>!w`".to_owned(),
        Token::Star => "`*` belongs behind a count, as in `2*w`".to_owned(),
        Token::Tilde => "`~` stands once or twice, at the end of a thing".to_owned(),
        Token::Open => "parentheses follow the thing that holds what is in them".to_owned(),
        Token::Arrow | Token::Comma | Token::Semicolon | Token::Close => THING.to_owned(),
    }
}

struct Reader<'a> {
    tokens: &'a [(usize, Token)],
    /// The column behind the last character.
    end: usize,
    next: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.ahead(0)
    }

    fn ahead(&self, by: usize) -> Option<&'a Token> {
        self.tokens.get(self.next + by).map(|(_, token)| token)
    }

    /// Where the next piece stands.
    fn column(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(column, _)| *column)
    }

    fn take(&mut self, wanted: &Token) -> bool {
        let there = self.peek() == Some(wanted);
        self.next += usize::from(there);
        there
    }

    /// Chains up to a closing parenthesis or the end. A `;` too many does no harm.
    fn line(&mut self) -> Result<Line, Mistake> {
        let mut chains = Vec::new();
        loop {
            while self.take(&Token::Semicolon) {}
            if matches!(self.peek(), None | Some(Token::Close)) {
                return Ok(Line { chains });
            }
            chains.push(self.chain()?);
            if self.peek() != Some(&Token::Semicolon) {
                return Ok(Line { chains });
            }
        }
    }

    fn chain(&mut self) -> Result<Chain, Mistake> {
        let first = if self.peek() == Some(&Token::Arrow) { None } else { Some(self.step()?) };
        let mut hops = Vec::new();
        while self.peek() == Some(&Token::Arrow) {
            let arrow = self.arrow()?;
            hops.push((arrow, self.step()?));
        }
        Ok(Chain { first, hops })
    }

    fn step(&mut self) -> Result<Step, Mistake> {
        let mut items = vec![self.item()?];
        while self.take(&Token::Comma) {
            items.push(self.item()?);
        }
        Ok(Step { items })
    }

    fn arrow(&mut self) -> Result<Arrow, Mistake> {
        let mut arrow = Arrow { spot: Spot(self.column()), ..Arrow::default() };
        self.next += 1;
        arrow.plain = self.take(&Token::Bang);
        if let Some(Token::Word(word)) = self.peek()
            && self.names_protocol(word)
        {
            arrow.protocol = Some(Protocol::new(word).as_str().to_owned());
            self.next += 1;
            if self.take(&Token::Colon) {
                arrow.port = Some(self.port()?);
            }
        }
        if let Some(Token::Quoted(label)) = self.peek()
            && self.thing_at(1)
        {
            arrow.label = Some(label.clone());
            self.next += 1;
        }
        Ok(arrow)
    }

    /// Whether a word behind an arrow is its protocol: something to link with follows at once, or nothing of that
    /// name can be linked with.
    fn names_protocol(&self, word: &str) -> bool {
        let ported = self.ahead(1) == Some(&Token::Colon) && self.ahead(2).is_some_and(is_number);
        let behind = if ported { 3 } else { 1 };
        is_protocol(word) && (self.thing_at(behind) || meaning(word).is_none())
    }

    fn thing_at(&self, ahead: usize) -> bool {
        matches!(self.ahead(ahead), Some(Token::Word(_) | Token::Quoted(_)))
    }

    fn port(&mut self) -> Result<u16, Mistake> {
        let column = self.column();
        let port = match self.peek() {
            Some(Token::Word(word)) => word.parse().ok().filter(|port| *port > 0),
            _ => None,
        };
        self.next += 1;
        port.ok_or_else(|| Mistake::new(column, "expected a port from 1 to 65535"))
    }

    fn item(&mut self) -> Result<Item, Mistake> {
        let spot = Spot(self.column());
        let (count, word) = self.counted()?;
        let name = if self.take(&Token::Colon) { Some(self.name()?) } else { None };
        let mut copies = self.copies();
        let inside = self.inside()?;
        // `2s~(w)` says the same as `2s(w)~`.
        copies = copies.or_else(|| self.copies());
        Ok(Item { spot, count, word, name, copies, inside })
    }

    /// A count, if there is one, and the word behind it.
    fn counted(&mut self) -> Result<(Option<u32>, Word), Mistake> {
        let column = self.column();
        match self.peek() {
            Some(Token::Quoted(text)) => {
                self.next += 1;
                Ok((None, Word::Quoted(text.clone())))
            }
            Some(Token::Word(word)) => {
                self.next += 1;
                let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
                let digits = word.len() - letters.len();
                let count = word.get(..digits).filter(|digits| !digits.is_empty());
                let count = count.map(|digits| number(digits, column)).transpose()?;
                if !letters.is_empty() {
                    return Ok((count, Word::Bare(letters.to_owned())));
                }
                self.take(&Token::Star);
                self.word_behind(word).map(|word| (count, word))
            }
            None => Err(Mistake::unfinished(column, THING)),
            Some(Token::Close) => Err(Mistake::new(column, format!("{THING}, before `)`"))),
            Some(token @ (Token::Bang | Token::Star | Token::Tilde | Token::Open)) => {
                Err(Mistake::new(column, between(token)))
            }
            Some(_) => Err(Mistake::new(column, THING)),
        }
    }

    fn word_behind(&mut self, count: &str) -> Result<Word, Mistake> {
        let column = self.column();
        match self.peek() {
            Some(Token::Word(word)) if !word.starts_with(|c: char| c.is_ascii_digit()) => {
                self.next += 1;
                Ok(Word::Bare(word.clone()))
            }
            None => Err(Mistake::unfinished(column, format!("{count} of what? {THING}"))),
            Some(_) => Err(Mistake::new(column, format!("{count} of what? {THING}"))),
        }
    }

    fn name(&mut self) -> Result<String, Mistake> {
        let column = self.column();
        let name = match self.peek() {
            Some(Token::Word(text) | Token::Quoted(text)) if !text.is_empty() => text.clone(),
            None => return Err(Mistake::unfinished(column, "expected a name, as in `w:Nginx`")),
            Some(_) => {
                return Err(Mistake::new(column, "expected a name, as in `w:Nginx` or `s:\"Server 1\"`"));
            }
        };
        self.next += 1;
        Ok(name)
    }

    fn copies(&mut self) -> Option<(Copies, Spot)> {
        let spot = Spot(self.column());
        if !self.take(&Token::Tilde) {
            return None;
        }
        let copies = if self.take(&Token::Tilde) { Copies::Followed } else { Copies::Linked };
        Some((copies, spot))
    }

    fn inside(&mut self) -> Result<Option<Line>, Mistake> {
        let column = self.column();
        if !self.take(&Token::Open) {
            return Ok(None);
        }
        if self.depth == MOST_DEPTH {
            let words = format!("parentheses stand at most {MOST_DEPTH} deep in each other");
            return Err(Mistake::new(column, words));
        }
        self.depth += 1;
        let line = self.line()?;
        self.depth -= 1;
        if self.take(&Token::Close) {
            return Ok(Some(line));
        }
        match self.peek() {
            Some(token) => Err(Mistake::new(self.column(), between(token))),
            None => Err(Mistake::unfinished(column, "this `(` is never closed: expected `)`")),
        }
    }
}

fn is_number(token: &Token) -> bool {
    matches!(token, Token::Word(word) if word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A count; one that is far too large is refused when it is drawn.
fn number(digits: &str, column: usize) -> Result<u32, Mistake> {
    let count = digits.parse().unwrap_or(u32::MAX);
    if count == 0 { Err(Mistake::new(column, "a count begins at 1")) } else { Ok(count) }
}
