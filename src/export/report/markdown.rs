//! Markdown, block by block. Text of a drawing goes through [`plain`], so that no name becomes markup.

use crate::text;

/// A document in the making: blocks with a blank line between them.
#[derive(Debug, Default)]
pub struct Markdown {
    blocks: Vec<String>,
}

impl Markdown {
    /// A heading; 1 is the largest.
    pub fn heading(&mut self, level: usize, words: &str) {
        self.blocks.push(format!("{} {words}", "#".repeat(level.clamp(1, 6))));
    }

    /// A paragraph; nothing where there are no words.
    pub fn paragraph(&mut self, words: &str) {
        if !words.trim().is_empty() {
            self.blocks.push(words.trim().to_owned());
        }
    }

    /// A list with dots; nothing where it is empty.
    pub fn list(&mut self, items: impl IntoIterator<Item = String>) {
        let lines: Vec<_> = items.into_iter().map(|item| format!("- {item}")).collect();
        self.paragraph(&lines.join("\n"));
    }

    /// A numbered list; nothing where it is empty.
    pub fn numbered(&mut self, items: impl IntoIterator<Item = String>) {
        let lines: Vec<_> =
            items.into_iter().enumerate().map(|(n, item)| format!("{}. {item}", n + 1)).collect();
        self.paragraph(&lines.join("\n"));
    }

    /// A table.
    pub fn table<const N: usize>(&mut self, head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) {
        let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
        let mut lines = vec![line(&head.map(str::to_owned)), line(&head.map(|_| "---".to_owned()))];
        lines.extend(rows.into_iter().map(|row| line(&row)));
        self.blocks.push(lines.join("\n"));
    }

    /// Text as it is, in a fence longer than any inside it.
    pub fn fence(&mut self, body: &str) {
        let longest = body.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat((longest + 1).max(3));
        self.blocks.push(format!("{fence}text\n{}\n{fence}", body.trim_end_matches('\n')));
    }

    /// Another document under a heading; nothing where it is empty.
    pub fn section(&mut self, level: usize, heading: &str, section: Self) {
        if !section.blocks.is_empty() {
            self.heading(level, heading);
            self.blocks.extend(section.blocks);
        }
    }

    /// The text, ending in a line feed.
    pub fn finish(self) -> String {
        text::sanitise_lines(&(self.blocks.join("\n\n") + "\n")).into_owned()
    }
}

/// Text that means itself: what Markdown would take for markup is escaped.
pub fn plain(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let characters: Vec<char> = words.chars().collect();
    for (place, c) in characters.iter().copied().enumerate() {
        let beside = |offset: isize| {
            let neighbour = place.checked_add_signed(offset).and_then(|place| characters.get(place));
            neighbour.is_some_and(|c| c.is_alphanumeric())
        };
        let escaped = match c {
            '\\' | '`' | '*' | '<' | '|' | '[' | ']' => true,
            '_' => !(beside(-1) && beside(1)),
            _ => false,
        };
        if escaped {
            text.push('\\');
        }
        text.push(if c == '\n' { ' ' } else { c });
    }
    text
}

/// The words with a capital letter.
pub fn capital(words: &str) -> String {
    let mut characters = words.chars();
    let first = characters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", characters.as_str())
}

/// Where a heading can be linked to, as the usual hosts make it.
pub fn anchor(heading: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || *c == ' ' || *c == '-' || *c == '_';
    heading.to_lowercase().chars().filter(kept).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_no_markup() {
        assert_eq!(plain("a|b `c` *d* <e>"), "a\\|b \\`c\\` \\*d\\* \\<e>");
        assert_eq!(plain("app_1 _x_"), "app_1 \\_x\\_");
    }

    #[test]
    fn a_fence_is_longer_than_what_is_in_it() {
        let mut text = Markdown::default();
        text.fence("a ``` b");
        assert_eq!(text.finish(), "````text\na ``` b\n````\n");
    }

    #[test]
    fn empty_blocks_leave_nothing() {
        let mut text = Markdown::default();
        text.paragraph(" ");
        text.list([]);
        text.section(2, "Nothing", Markdown::default());
        assert_eq!(text.finish(), "\n");
    }

    #[test]
    fn headings_can_be_linked_to() {
        assert_eq!(anchor("1. Scale up: more"), "1-scale-up-more");
    }
}
