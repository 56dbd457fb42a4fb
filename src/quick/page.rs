//! The page of the quick line: what `topoboard explain quick-line` prints. Its examples are drawn by a test.

use std::fmt::Write as _;

use super::draw::{MOST_COUNT, MOST_NODES};
use super::words::words;
use crate::text;

/// What the page is called.
pub const NAME: &str = "quick-line";

/// How wide the page is, in cells.
const WIDTH: usize = 80;

/// A line and what it draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The line.
    pub line: &'static str,
    /// What it draws, in words.
    pub draws: &'static str,
    /// How many nodes and links that is on an empty drawing.
    pub counts: (usize, usize),
}

const fn example(line: &'static str, draws: &'static str, counts: (usize, usize)) -> Example {
    Example { line, draws, counts }
}

/// Lines that show everything a line can say, the simple ones first.
pub const EXAMPLES: &[Example] = &[
    example(
        "c>lb>w>p>d",
        "a client, a load balancer, a web server, an app server and a database in a row",
        (5, 4),
    ),
    example("lb>3w", "three web servers behind a load balancer", (4, 3)),
    example("s(w>p>d)", "one server that runs a web server, an app server and a database", (4, 2)),
    example(
        "lb>2s(w>p>d)",
        "two such servers behind a load balancer, which passes requests to their web servers",
        (9, 6),
    ),
    example("lb>2s(w>p>d~)", "the same, and the first database is copied to the second", (9, 7)),
    example(
        "lb>2s(w>p>d~~)",
        "the same with a primary and a replica: both app servers write to the one and read from both",
        (9, 9),
    ),
    example("c>2lb~>2w", "two load balancers that stand in for each other, before two web servers", (5, 6)),
    example("p>d,k", "an app server that uses a database and a cache", (3, 2)),
    example(
        "c>n; c-1>w",
        "a client that asks a DNS and then a web server: `;` begins anew, c-1 is client-1 again",
        (3, 2),
    ),
    example("2s:\"Server #\"(w:Nginx)", "two servers with names of their own; # becomes the number", (4, 0)),
    example(
        "haproxy>2s(nginx>gunicorn>mysql~)",
        "the products that everybody knows give kind and name",
        (9, 7),
    ),
    example("c>https:443 lb>!w", "https on port 443, then a hop that is stated to be plaintext", (3, 2)),
    example("p>\"reads only\" d", "a link with a text of its own", (2, 1)),
    example(
        "s(f,w,m)",
        "a firewall inside a server without links guards that server; an agent watches it",
        (4, 0),
    ),
    example("d>r", "a database and a replica that follows it", (2, 1)),
];

/// The rules that the examples do not show, a paragraph each.
const RULES: &[&str] = &[
    "A word is first the id of something in the drawing, then a kind, then the name of something in the drawing: \
     lb-1>w links a new web server to the load balancer that is there, server-1(k) puts a cache into a server. \
     \"Server 1\"(k) does the same by its name.",
    "In the editor a line that begins with > goes on from the focus.",
    "The protocol of a link that states none is suggested by what it joins, in brackets, as with the keys. A link to \
     a server goes to the first component in it.",
];

/// The page as plain text in lines of at most 80 cells.
pub fn page() -> String {
    let mut page = String::from(
        "quick line\n\nA drawing in one line of text: press A in the editor, or write it in a shell as\n\n  \
         topoboard new 'lb>2s(w>p>d~)'\n\nExamples\n",
    );
    for example in EXAMPLES {
        let _ = write!(page, "\n  {}\n{}", example.line, indented(example.draws, 6));
    }
    page.push_str("\nRules\n\n");
    for rule in RULES {
        let _ = writeln!(page, "{}", indented(rule, 2));
    }
    let _ = writeln!(
        page,
        "{}",
        indented(&format!("At most {MOST_COUNT} of one thing, and {MOST_NODES} things in a line."), 2)
    );
    page.push_str("Words: the letter of the keys, or a word; products give the name too\n\n");
    for (_, letter, words, products) in words() {
        page.push_str(&row(
            letter,
            &words.into_iter().chain(products.iter().copied()).collect::<Vec<_>>().join(", "),
        ));
    }
    page.push_str(&row("r", "replica: a database that follows the one before it"));
    page.push_str("\nGrammar\n\n");
    page.push_str(GRAMMAR);
    page
}

const GRAMMAR: &str = "  \
  line  = chain { \";\" chain }
  chain = [ step ] { arrow step }
  step  = thing { \",\" thing }
  thing = [ count ] ( word | \"text\" ) [ \":\" name ] [ \"(\" line \")\" ]
          [ \"~\" | \"~~\" ]
  arrow = \">\" [ \"!\" ] [ protocol [ \":\" port ] ] [ \"label\" ]
";

/// A letter and its words.
fn row(letter: &str, words: &str) -> String {
    format!("  {letter}  {}", indented(words, 5).trim_start())
}

/// The words in lines that begin with so many blanks.
fn indented(words: &str, by: usize) -> String {
    let margin = " ".repeat(by);
    let mut lines = String::new();
    for line in text::wrap(words, WIDTH - by) {
        lines.extend([&margin, &line, "\n"]);
    }
    lines
}
