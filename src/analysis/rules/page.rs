//! A rule as a page of plain text: what `explain REL001` prints.

use super::{Pack, Rule};
use crate::text;

/// How wide the page is, in cells.
const WIDTH: usize = 80;

/// What is said of the rules of the strict pack.
const STRICT: &str =
    "A rule of the strict pack: it runs only when asked for, as with `topoboard check --strict`.";

impl Rule {
    /// The rule as plain text in lines of at most 80 cells: what it finds, its pack unless it is the standard one, why that matters, what to do, when it is a
    /// false positive, and where it comes from.
    pub fn page(&self) -> String {
        let mut page = format!("{} {} ({})\n", self.code, self.name, self.severity.name());
        paragraph(&mut page, None, self.summary);
        match self.pack {
            Pack::Standard => {}
            Pack::Strict => paragraph(&mut page, None, STRICT),
        }
        paragraph(&mut page, Some("Why it matters"), self.why);
        paragraph(&mut page, Some("What to do"), self.remedy);
        paragraph(&mut page, Some("When it is no problem"), self.false_positive);
        if !self.references.is_empty() {
            page.push_str("\nReferences\n");
            self.references.iter().for_each(|reference| item(&mut page, reference));
        }
        page
    }
}

fn paragraph(page: &mut String, heading: Option<&str>, body: &str) {
    page.push('\n');
    let indent = if heading.is_some() { "  " } else { "" };
    if let Some(heading) = heading {
        page.push_str(heading);
        page.push('\n');
    }
    for line in text::wrap(body, WIDTH - indent.len()) {
        push_line(page, indent, &line);
    }
}

fn item(page: &mut String, body: &str) {
    for (n, line) in text::wrap(body, WIDTH - 4).iter().enumerate() {
        push_line(page, if n == 0 { "  - " } else { "    " }, line);
    }
}

fn push_line(page: &mut String, indent: &str, line: &str) {
    page.push_str(indent);
    page.push_str(line);
    page.push('\n');
}
