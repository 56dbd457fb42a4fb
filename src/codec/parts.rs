//! The parts of a bracket: its fields or its items, and where they are.
//!
//! Invariant: a part never reaches out of its bracket. Looks only at brackets that `outline` has accepted.

use super::fault::{Fault, Span, quote};
use super::outline::closer;
use super::token::{Token, TokenKind, Tokens};

/// A part of a bracket, between commas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// What stands before the colon.
    pub name: Option<Span>,
    /// What stands after it.
    pub value: Span,
}

/// A part with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub name: Span,
    pub value: Span,
}

/// The fields of a bracket `Name( … )` or `( … )`.
pub(super) fn fields(text: &str, span: &Span) -> Result<Vec<Field>, Fault> {
    let named = |part: Part| match part.name {
        Some(name) => Ok(Field { name, value: part.value }),
        None => Err(unnamed(text, part.value)),
    };
    parts(text, span, "(")?.into_iter().map(named).collect()
}

/// The entries of a map `{ … }`, keys first.
pub(super) fn entries(text: &str, span: &Span) -> Result<Vec<Field>, Fault> {
    let unkeyed = |value: Span| {
        let found = quote(text.get(value.clone()).unwrap_or_default());
        Fault::new(value, format!("{found} has no key"), "an entry, as `\"key\": \"value\"`")
    };
    let keyed = |part: Part| {
        let name = part.name.ok_or_else(|| unkeyed(part.value.clone()))?;
        Ok(Field { name, value: part.value })
    };
    parts(text, span, "{")?.into_iter().map(keyed).collect()
}

/// The items of a list `[ … ]`.
pub(super) fn items(text: &str, span: &Span) -> Result<Vec<Span>, Fault> {
    let plain = |part: Part| match part.name {
        Some(name) => Err(Fault::new(name, "a list has no named parts", "a value")),
        None => Ok(part.value),
    };
    parts(text, span, "[")?.into_iter().map(plain).collect()
}

/// The word before the bracket of `Name( … )`, where there is one.
pub(super) fn name<'a>(text: &'a str, span: &Span) -> Option<&'a str> {
    let first = Tokens::within(text, span).find_map(Result::ok)?;
    if first.kind == TokenKind::Word { text.get(first.span) } else { None }
}

fn unnamed(text: &str, value: Span) -> Fault {
    let found = quote(text.get(value.clone()).unwrap_or_default());
    Fault::new(value, format!("{found} has no name"), "a field, as `name: \"Nginx\"`")
}

/// Splits a bracket at its commas.
fn parts(text: &str, span: &Span, opener: &str) -> Result<Vec<Part>, Fault> {
    let mut tokens = Tokens::within(text, span).filter_map(Result::ok);
    let mut splitter =
        Splitter { text, is_map: opener == "{", parts: Vec::new(), name: None, value: None, depth: 0 };
    let open = tokens.by_ref().find(|token| !matches!(token.kind, TokenKind::Word | TokenKind::Comment));
    if open.and_then(|open| text.get(open.span)) != Some(opener) {
        let found = quote(text.get(span.clone()).unwrap_or_default());
        let what = match opener {
            "[" => "list",
            "{" => "map",
            _ => "group of fields",
        };
        let fault = format!("{found} is no {what}");
        return Err(Fault::new(span.clone(), fault, format!("`{opener} … {}`", closer(opener))));
    }
    for token in tokens {
        splitter.token(token)?;
    }
    Ok(splitter.parts)
}

struct Splitter<'a> {
    text: &'a str,
    /// Whether names may be texts.
    is_map: bool,
    parts: Vec<Part>,
    name: Option<Span>,
    /// The value so far, and whether it may still grow (a word that a bracket may follow).
    value: Option<(Span, bool)>,
    /// Open brackets inside the value.
    depth: usize,
}

impl Splitter<'_> {
    fn token(&mut self, token: Token) -> Result<(), Fault> {
        match token.kind {
            TokenKind::Comment | TokenKind::Attribute => Ok(()),
            TokenKind::Open => self.opens(token.span),
            TokenKind::Close if self.depth > 0 => {
                self.depth -= 1;
                self.grow(token.span.end);
                Ok(())
            }
            TokenKind::Close => self.ends(token.span, true),
            _ if self.depth > 0 => Ok(()),
            TokenKind::Comma => self.ends(token.span, false),
            TokenKind::Colon => self.names(token.span),
            TokenKind::Word => self.begins(token.span, true),
            TokenKind::Text => self.begins(token.span, false),
        }
    }

    fn opens(&mut self, span: Span) -> Result<(), Fault> {
        match &self.value {
            _ if self.depth > 0 => {}
            None => self.value = Some((span, false)),
            Some((_, true)) => self.grow(span.end),
            Some((_, false)) => return Err(missing_comma(self.text, span)),
        }
        self.depth += 1;
        Ok(())
    }

    fn grow(&mut self, end: usize) {
        if let Some((value, grows)) = &mut self.value {
            value.end = end;
            *grows = false;
        }
    }

    fn begins(&mut self, span: Span, grows: bool) -> Result<(), Fault> {
        if self.value.is_some() {
            return Err(missing_comma(self.text, span));
        }
        self.value = Some((span, grows));
        Ok(())
    }

    /// What was read so far is a name: a colon follows it.
    fn names(&mut self, colon: Span) -> Result<(), Fault> {
        match self.value.take() {
            Some((name, is_word)) if self.name.is_none() && (is_word || self.is_map) => {
                self.name = Some(name);
                Ok(())
            }
            _ => Err(Fault::new(colon, "`:` has no meaning here", "`:` between a name and its value")),
        }
    }

    fn ends(&mut self, end: Span, last: bool) -> Result<(), Fault> {
        let (name, value) = (self.name.take(), self.value.take());
        match (name, value) {
            (name, Some((value, _))) => self.parts.push(Part { name, value }),
            (Some(name), None) => {
                let found = quote(self.text.get(name.clone()).unwrap_or_default());
                return Err(Fault::new(name, format!("{found} has no value"), "a value after the `:`"));
            }
            (None, None) if last => {}
            (None, None) => return Err(Fault::new(end, "nothing stands before this `,`", "a value")),
        }
        Ok(())
    }
}

/// Something follows where a comma should.
pub(super) fn missing_comma(text: &str, span: Span) -> Fault {
    let found = quote(text.get(span.clone()).unwrap_or_default());
    Fault::new(span, format!("{found} follows without a comma"), "`,`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_split_at_their_own_commas() {
        let text = "X(a: [1, 2], b: y(c: 3), d: \",\",)";
        let found = fields(text, &(0..text.len())).unwrap();
        let shown: Vec<_> = found.iter().map(|f| (&text[f.name.clone()], &text[f.value.clone()])).collect();
        assert_eq!(shown, [("a", "[1, 2]"), ("b", "y(c: 3)"), ("d", "\",\"")]);
        let list = "[(a: 1), \"b\", c]";
        let found = items(list, &(0..list.len())).unwrap();
        assert_eq!(
            found.iter().map(|span| &list[span.clone()]).collect::<Vec<_>>(),
            ["(a: 1)", "\"b\"", "c"]
        );
    }

    #[test]
    fn broken_parts_are_told() {
        let what = |text: &str| fields(text, &(0..text.len())).unwrap_err().what;
        assert_eq!(what("(a: 1 b: 2)"), "`b` follows without a comma");
        assert_eq!(what("(a: )"), "`a` has no value");
        assert_eq!(what("(a: 1,, b: 2)"), "nothing stands before this `,`");
        assert_eq!(what("(1)"), "`1` has no name");
        assert_eq!(what("[1]"), "`[1]` is no group of fields");
        assert_eq!(what("(a: b: 2)"), "`:` has no meaning here");
    }
}
