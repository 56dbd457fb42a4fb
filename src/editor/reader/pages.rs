//! The pages of the reader: a term, a rule, an answer, and what a thing of the drawing is.

use super::page::{Goal, Page};
use crate::analysis::Finding;
use crate::analysis::rules::{self, Rule};
use crate::course::{self, Question};
use crate::editor::Editor;
use crate::editor::command::CommandError;
use crate::editor::focus::Focus;
use crate::editor::live;
use crate::model::{Algorithm, Id, Link, Node, Subject};
use crate::stage::glossary::{self, Term};

/// The most terms that a page about a rule leads to.
const MOST_TERMS: usize = 6;

/// The page of a term.
pub fn term(name: &str) -> Page {
    glossary::find(name).map_or_else(|_| index(), page_of_term)
}

fn page_of_term(term: &'static Term) -> Page {
    let also = if term.also.is_empty() { String::new() } else { format!("Also: {}.", term.also.join(", ")) };
    Page::new(term.name.clone())
        .text(also)
        .text(term.text.clone())
        .references("See also", terms(&term.see))
        .references("Questions of the course", questions(&term.name))
        .references("The rule that finds it", rules::find(&term.name).map(rule_row))
}

fn rule_row(rule: &'static Rule) -> (String, Goal) {
    (format!("{} {}", rule.code, rule.summary), Goal::Rule(rule.code))
}

/// The page of a rule.
pub fn rule(code: &str) -> Page {
    rules::find(code).map_or_else(index, page_of_rule)
}

fn page_of_rule(rule: &'static Rule) -> Page {
    let severity = rule.severity.name();
    let told = [rule.summary, rule.why, rule.remedy].join(" ");
    Page::new(format!("{} {} ({severity})", rule.code, rule.name))
        .text(rule.summary)
        .heading("Why it matters")
        .text(rule.why)
        .heading("What to do")
        .text(rule.remedy)
        .heading("When it is no problem")
        .text(rule.false_positive)
        .references("Terms", mentioned(&told))
}

/// The page of the answer to a question.
pub fn answer(question: &'static Question) -> Page {
    Page::new("answer")
        .heading(question.ask.clone())
        .text(question.answer.clone())
        .references("Terms", terms(&question.terms))
}

/// All terms.
pub fn index() -> Page {
    let all = glossary::all().iter().map(|term| (term.name.clone(), Goal::Term(&term.name)));
    Page::new("glossary").references("Terms", all)
}

/// The page of a word: a term, or a rule by its code or its name.
///
/// # Errors
/// When nothing is called that or nearly that.
pub fn word(word: &str) -> Result<Page, CommandError> {
    match glossary::find(word) {
        Ok(term) => Ok(page_of_term(term)),
        Err(_) if rules::find(word).is_some() => Ok(rule(word)),
        Err(near) if near.is_empty() => Err(CommandError::Missing(format!(
            "nothing is called `{}`: `:explain` lists all terms",
            crate::text::sanitise(word)
        ))),
        Err(near) => Ok(suggestions(word, near)),
    }
}

fn suggestions(word: &str, near: Vec<&'static str>) -> Page {
    let rows = near.into_iter().map(|name| (name.to_owned(), Goal::Term(name)));
    Page::new("glossary")
        .text(format!("There is no term called `{}`.", crate::text::sanitise(word)))
        .references("Did you mean", rows)
}

/// References to terms.
pub fn terms(names: &'static [String]) -> impl Iterator<Item = (String, Goal)> {
    names.iter().map(|name| (name.clone(), Goal::Term(name)))
}

/// References to the questions of the course that a term belongs to, each once.
fn questions(term: &str) -> Vec<(String, Goal)> {
    let mut rows: Vec<(String, Goal)> = Vec::new();
    let concerned = |question: &&Question| question.terms.iter().any(|name| name == term);
    let all = course::Task::ALL.into_iter().flat_map(|task| course::questions(None, task));
    for question in all.filter(concerned) {
        if rows.iter().all(|(ask, _)| *ask != question.ask) {
            rows.push((question.ask.clone(), Goal::Answer(question)));
        }
    }
    rows
}

/// References to the terms that a text speaks of, in the order of the glossary.
fn mentioned(words: &str) -> Vec<(String, Goal)> {
    let plain = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    let flat = |words: &str| {
        let words: String = words.to_lowercase().chars().map(plain).collect();
        format!(" {} ", words.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let said = flat(words);
    let speaks = |name: &str| {
        let name = flat(name);
        said.contains(&name) || said.contains(&format!("{}s ", name.trim_end()))
    };
    let found = glossary::all().iter().filter(|term| speaks(&term.name));
    found.take(MOST_TERMS).map(|term| (term.name.clone(), Goal::Term(&term.name))).collect()
}

/// What was found before what the rule says in general.
fn page_of_finding(finding: &Finding) -> Page {
    let said = page_of_rule(finding.rule);
    let proof = finding.proof();
    Page::new(said.title.clone()).text(finding.message.clone()).text(proof.fix.clone()).and(said)
}

impl Editor {
    /// The page of what the focus is; of the finding whose evidence is shown; without either, of all terms.
    pub(super) fn page_of_focus(&self) -> Page {
        if let Some(finding) = self.live.current().filter(|_| self.live.explained) {
            return page_of_finding(finding);
        }
        let topology = self.document().topology();
        match &self.focus {
            Focus::Node(id) => {
                topology.node(id.as_str()).map_or_else(index, |node| self.page_of_node(id, node))
            }
            Focus::Link(id) => topology.link(id).map_or_else(index, |link| self.page_of_link(link)),
            Focus::Note(_) | Focus::Cell { .. } => index(),
        }
    }

    fn page_of_node(&self, id: &Id, node: &Node) -> Page {
        let reason = course::reason(node);
        let term = reason.and_then(|reason| glossary::find(&reason.term).ok());
        let stated = node.algorithm.map(Algorithm::title);
        let group = self.document().topology().group_of(id).map(|(_, group)| group.mode.name());
        let here = [stated, group].into_iter().flatten().filter_map(|name| glossary::find(name).ok());
        Page::new(format!("{} · {}", self.document().title(id), node.kind.title()))
            .text(reason.map_or("", |reason| &reason.why))
            .text(term.map_or("", |term| &term.text))
            .references("As drawn here", here.map(|term| (term.name.clone(), Goal::Term(&term.name))))
            .references("Found here", self.found_about(&Subject::Node(id.clone())))
            .references("Questions of the course", term.map_or(Vec::new(), |term| questions(&term.name)))
            .references("See also", term.into_iter().flat_map(|term| terms(&term.see)))
    }

    fn page_of_link(&self, link: &Link) -> Page {
        let row = course::line(link);
        let first = row.and_then(|row| row.terms.first());
        let term = first.and_then(|name| glossary::find(name).ok());
        let subject = Subject::Link(link.id.clone());
        Page::new(format!("{} · link", live::words(&subject, self.document())))
            .text(row.map_or("", |row| &row.why))
            .text(term.map_or("", |term| &term.text))
            .references("Found here", self.found_about(&subject))
            .references("Questions of the course", term.map_or(Vec::new(), |term| questions(&term.name)))
            .references("See also", row.into_iter().flat_map(|row| terms(&row.terms)))
    }

    /// References to the rules that find something about a thing.
    fn found_about(&self, subject: &Subject) -> Vec<(String, Goal)> {
        let about = self.live.report().open().filter(|finding| finding.subjects.contains(subject));
        about.map(|one| (format!("{} {}", one.rule.code, one.message), Goal::Rule(one.rule.code))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_leads_on_and_so_does_every_rule_about_sites() {
        let about_sites = |rule: &&&Rule| !["model", "allowances"].contains(&rule.family());
        for rule in rules::ALL.iter().filter(about_sites) {
            assert!(page_of_rule(rule).goal(0).is_some(), "{} leads nowhere", rule.code);
        }
        for term in glossary::all() {
            assert!(page_of_term(term).goal(0).is_some(), "{} leads nowhere", term.name);
        }
    }

    #[test]
    fn a_text_leads_to_the_terms_that_it_speaks_of() {
        let names = |words| mentioned(words).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names("Two load-balancers ask a database."), ["database", "load balancer"]);
        assert_eq!(names("support for transport"), [""; 0], "no word within a word");
    }

    #[test]
    fn a_word_is_found_suggested_or_refused() {
        assert_eq!(word("spof").unwrap().title, "SPOF", "the term; the rule of that name stands under it");
        assert_eq!(word("rel001").unwrap().title, rule("REL001").title);
        assert_eq!(word("Quorum").unwrap().title, "quorum");
        assert_eq!(word("qourum").unwrap().goal(0), Some(&Goal::Term("quorum")));
        assert!(word("zzzzzzzzzzzzzzzz").unwrap_err().to_string().contains("`:explain` lists"));
    }
}
