//! The outline of a file: where its body and its comments are.
//!
//! Invariant: what [`scan`] accepts has matching brackets, closed strings and a bounded depth, so whatever reads the
//! parts later cannot run out of stack or out of the text.

use super::fault::{Fault, Span, quote};
use super::parts::missing_comma;
use super::token::{Token, TokenKind, Tokens};

/// The deepest nesting of brackets. A diagram needs 5: itself, a list, an element, a list, an element.
const DEPTH: usize = 16;

/// What a file is to begin with, and the words for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head {
    /// The name before the first bracket, which may be left out.
    pub name: &'static str,
    /// What the file is, as `diagram`.
    pub title: &'static str,
    /// How it is written.
    pub expected: &'static str,
}

/// A drawing.
pub(super) const DIAGRAM: Head = Head {
    name: "Diagram",
    title: "diagram",
    expected: "a diagram: `Diagram(format: 1, nodes: [ … ], links: [ … ])`",
};

/// A file as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Outline {
    /// The first attribute (`#![enable(…)]`), empty at 0 where there is none.
    pub attributes: Span,
    /// As `Diagram( … )`.
    pub body: Span,
    /// All comments.
    pub comments: Vec<Span>,
}

/// Reads the outline of a file.
pub(super) fn scan(text: &str, head: Head) -> Result<Outline, Fault> {
    let mut scanner =
        Scanner { text, head, outline: Outline::default(), open: Vec::new(), begun: None, last: None };
    for token in Tokens::of(text) {
        scanner.token(token.map_err(|fault| scanner.lost_quote().unwrap_or(fault))?)?;
    }
    scanner.finish()
}

struct Scanner<'a> {
    text: &'a str,
    head: Head,
    outline: Outline,
    open: Vec<Span>,
    /// Where the body begins.
    begun: Option<usize>,
    /// The last token that is no comment.
    last: Option<Token>,
}

impl Scanner<'_> {
    fn token(&mut self, token: Token) -> Result<(), Fault> {
        if token.kind == TokenKind::Comment {
            self.outline.comments.push(token.span);
            return Ok(());
        }
        self.follows(&token)?;
        match token.kind {
            TokenKind::Attribute => self.attribute(&token)?,
            _ if self.outline.body.end > 0 => return Err(self.trailing(token.span)),
            TokenKind::Open => self.opens(&token)?,
            TokenKind::Close => self.closes(&token)?,
            TokenKind::Comma | TokenKind::Colon | TokenKind::Word | TokenKind::Text
                if self.open.is_empty() =>
            {
                self.begins(&token)?;
            }
            TokenKind::Comma | TokenKind::Colon | TokenKind::Word | TokenKind::Text | TokenKind::Comment => {}
        }
        self.last = Some(token);
        Ok(())
    }

    /// A string is followed by a comma or a bracket, and in a map by a colon.
    fn follows(&self, token: &Token) -> Result<(), Fault> {
        let after_text = self.last.as_ref().is_some_and(|last| last.kind == TokenKind::Text);
        let in_map = self.open.last().is_some_and(|open| self.slice(open) == "{");
        let key = in_map && token.kind == TokenKind::Colon;
        if !after_text || key || matches!(token.kind, TokenKind::Comma | TokenKind::Close) {
            return Ok(());
        }
        Err(self.lost_quote().unwrap_or_else(|| missing_comma(self.text, token.span.clone())))
    }

    /// A string over several lines that something unexpected follows has lost its end in its first line.
    fn lost_quote(&self) -> Option<Fault> {
        let last = self.last.as_ref().filter(|last| last.kind == TokenKind::Text)?;
        let line = self.slice(&last.span).find('\n')?;
        Some(Fault::new(
            last.span.start..last.span.start + line,
            "this string is not closed in its line",
            "a closing quote before the line ends",
        ))
    }

    fn attribute(&mut self, token: &Token) -> Result<(), Fault> {
        let tight: String = self.slice(&token.span).chars().filter(|c| !c.is_whitespace()).collect();
        let known = ["#![enable(implicit_some)]", "#![enable(implicit_some,)]"].contains(&tight.as_str());
        if self.begun.is_some() || !known {
            return Err(Fault::new(
                token.span.clone(),
                "this attribute is not known here",
                format!("`#![enable(implicit_some)]` before the {}, and no other", self.head.title),
            ));
        }
        if self.outline.attributes.is_empty() {
            self.outline.attributes = token.span.clone();
        }
        Ok(())
    }

    /// What stands outside all brackets before the body: its name.
    fn begins(&mut self, token: &Token) -> Result<(), Fault> {
        if self.begun.is_none() && self.slice(&token.span) == self.head.name {
            self.begun = Some(token.span.start);
            return Ok(());
        }
        Err(self.no_beginning(token.span.clone()))
    }

    fn opens(&mut self, token: &Token) -> Result<(), Fault> {
        if self.open.is_empty() {
            if self.slice(&token.span) != "(" {
                return Err(self.no_beginning(token.span.clone()));
            }
            self.begun.get_or_insert(token.span.start);
        }
        if self.open.len() >= DEPTH {
            return Err(Fault::new(
                token.span.clone(),
                format!("brackets are nested deeper than {DEPTH} levels"),
                "at most 5 levels: the diagram, a list, an element, a list, an element",
            ));
        }
        self.open.push(token.span.clone());
        Ok(())
    }

    fn closes(&mut self, token: &Token) -> Result<(), Fault> {
        let Some(open) = self.open.pop() else {
            return Err(self.no_beginning(token.span.clone()));
        };
        let (opener, found) = (self.slice(&open), self.slice(&token.span));
        if closer(opener) != found {
            let line = line_of(self.text, token.span.start);
            return Err(Fault::new(
                open,
                format!("this `{opener}` is not closed before the `{found}` of line {line}"),
                format!("a closing `{}`", closer(opener)),
            ));
        }
        if self.open.is_empty() {
            self.outline.body = self.begun.unwrap_or_default()..token.span.end;
        }
        Ok(())
    }

    fn trailing(&self, span: Span) -> Fault {
        let found = quote(self.slice(&span));
        Fault::new(
            span,
            format!("{found} stands after the end of the {}", self.head.title),
            "nothing but comments",
        )
    }

    fn finish(self) -> Result<Outline, Fault> {
        if self.outline.body.end > 0 {
            return Ok(self.outline);
        }
        let end = self.text.trim_end().len();
        let here = end..end;
        if let Some(open) = self.open.last() {
            let (opener, line) = (self.slice(open), line_of(self.text, open.start));
            return Err(Fault::new(
                here,
                format!("the file ends before the `{opener}` of line {line} is closed"),
                format!("a closing `{}`; the file may be truncated", closer(opener)),
            ));
        }
        let what = if self.last.is_some() { "the file ends here" } else { "the file is empty" };
        Err(Fault::new(here, what, self.head.expected))
    }

    fn no_beginning(&self, span: Span) -> Fault {
        let found = quote(self.slice(&span));
        Fault::new(span, format!("{found} does not begin a {}", self.head.title), self.head.expected)
    }

    fn slice(&self, span: &Span) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }
}

/// The bracket that closes another.
pub(super) fn closer(opener: &str) -> &'static str {
    match opener {
        "(" => ")",
        "[" => "]",
        _ => "}",
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.get(..offset).unwrap_or_default().matches('\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(text: &str) -> String {
        scan(text, DIAGRAM).unwrap_err().what
    }

    #[test]
    fn body_and_comments_are_found() {
        let text = "// top\n#![enable(implicit_some)]\nDiagram(a: [1], /* in */ b: \")\")\n// end\n";
        let outline = scan(text, DIAGRAM).unwrap();
        assert_eq!(&text[outline.body.clone()], "Diagram(a: [1], /* in */ b: \")\")");
        let comments: Vec<_> = outline.comments.iter().map(|span| &text[span.clone()]).collect();
        assert_eq!(comments, ["// top", "/* in */", "// end"]);
    }

    #[test]
    fn broken_brackets_name_the_one_that_is_open() {
        assert_eq!(
            what("Diagram(\n nodes: [\n (id: 1,\n ]\n)"),
            "this `(` is not closed before the `]` of line 4"
        );
        assert_eq!(what("Diagram(\n nodes: [\n"), "the file ends before the `[` of line 2 is closed");
        assert_eq!(what("Diagram() x"), "`x` stands after the end of the diagram");
        assert_eq!(what(""), "the file is empty");
        assert_eq!(what(" // only\n"), "the file is empty");
        assert_eq!(what("Diagram"), "the file ends here");
        assert_eq!(what("[1]"), "`[` does not begin a diagram");
        assert_eq!(what("Diagramm()"), "`Diagramm` does not begin a diagram");
    }

    #[test]
    fn a_lost_quote_is_told_where_it_was_lost() {
        let text = "Diagram(\n title: \"a,\n about: \"b\",\n)";
        let fault = scan(text, DIAGRAM).unwrap_err();
        assert_eq!(fault.what, "this string is not closed in its line");
        assert_eq!(&text[fault.span], "\"a,");
    }

    #[test]
    fn depth_is_bounded() {
        let text = format!("Diagram(a: {}", "[".repeat(200_000));
        assert_eq!(what(&text), "brackets are nested deeper than 16 levels");
    }
}
