//! The glossary of the lessons: what `explain round robin` prints. The texts are in `assets/glossary.ron`.
//!
//! Invariant, held by tests: names and aliases are unique, and every cross-reference names a term.

use std::sync::LazyLock;

use serde::Deserialize;

use super::claim::Support;
use crate::text;

/// How wide a page is, in cells.
const WIDTH: usize = 80;
/// The most names that are suggested for an unknown one.
const SUGGESTIONS: usize = 5;
/// Nothing longer than this many bytes is a mistyped term.
const LONGEST_NAME: usize = 64;

static TERMS: LazyLock<Vec<Term>> = LazyLock::new(read);

/// A term and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// What it is called.
    pub name: String,
    /// Other words for it.
    #[serde(default)]
    pub also: Vec<String>,
    /// Two to six sentences in one line.
    pub text: String,
    /// The names of related terms.
    #[serde(default)]
    pub see: Vec<String>,
    /// What of the text the engine must agree with.
    #[serde(default)]
    pub claims: Vec<Support>,
}

impl Term {
    /// The term as plain text in lines of at most 80 cells: name, other names, text, related terms.
    pub fn page(&self) -> String {
        let mut parts = vec![self.name.clone()];
        if !self.also.is_empty() {
            parts.push(wrapped(&format!("Also: {}.", self.also.join(", "))));
        }
        parts.push(wrapped(&self.text));
        if !self.see.is_empty() {
            parts.push(wrapped(&format!("See: {}.", self.see.join(", "))));
        }
        parts.join("\n\n") + "\n"
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.also).map(String::as_str)
    }

    /// The fewest typing errors between `asked`, already plain, and one of the names.
    fn distance(&self, asked: &str) -> usize {
        let far = |name: &str| {
            let name = plain(name);
            let begins = asked.len() > 2 && name.split(' ').any(|word| word.starts_with(asked));
            if begins { 1 } else { text_distance(asked, &name) }
        };
        self.names().map(far).min().unwrap_or(usize::MAX)
    }
}

/// All terms in the order of the file: by subject, the simple ones first.
pub fn all() -> &'static [Term] {
    &TERMS
}

/// The term that is called `query`, in any case, by its name or another word for it.
///
/// # Errors
/// The names of the terms that may have been meant, nearest first; empty when nothing is near.
pub fn find(query: &str) -> Result<&'static Term, Vec<&'static str>> {
    let asked = plain(query);
    let exact = |term: &&Term| term.names().any(|name| plain(name) == asked);
    all().iter().find(exact).ok_or_else(|| suggestions(&asked))
}

/// The file is part of the program; a test reads it, so nobody sees it empty.
fn read() -> Vec<Term> {
    let mut terms: Vec<Term> = ron::from_str(include_str!("../../assets/glossary.ron")).unwrap_or_default();
    for term in &mut terms {
        term.text = term.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    terms
}

/// A name as it is compared: lower case, words apart by one blank; dashes and slashes are blanks, apostrophes nothing.
fn plain(name: &str) -> String {
    let blank = |c: char| c.is_whitespace() || "-–_/.".contains(c);
    name.to_lowercase()
        .replace(['\'', '’'], "")
        .split(blank)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn suggestions(asked: &str) -> Vec<&'static str> {
    if asked.len() > LONGEST_NAME {
        return Vec::new();
    }
    let near = asked.chars().count() / 4 + 1;
    let mut found: Vec<_> = all().iter().map(|term| (term.distance(asked), term.name.as_str())).collect();
    found.retain(|(distance, _)| *distance <= near);
    found.sort_unstable_by_key(|(distance, name)| (*distance, name.len(), *name));
    found.into_iter().map(|(_, name)| name).take(SUGGESTIONS).collect()
}

/// The number of characters to insert, remove or replace to make one text of the other (Levenshtein).
fn text_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, from) in a.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(line + 1);
        for (to, costs) in b.iter().zip(row.windows(2)) {
            let &[diagonal, above] = costs else { continue };
            let left = next.last().copied().unwrap_or_default();
            next.push((diagonal + usize::from(*to != from)).min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

fn wrapped(body: &str) -> String {
    text::wrap(body, WIDTH).join("\n")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Every term that the lessons and the two versions of the course ask for.
    const ASKED: &[&str] = &[
        "web server",
        "application server",
        "web server against application server",
        "load balancer",
        "DNS",
        "DNS A record",
        "DNS record types",
        "A against CNAME",
        "A against CNAME/AAAA",
        "AAAA",
        "primary",
        "replica",
        "primary-replica",
        "primary–replica",
        "master-slave",
        "SPOF",
        "LAMP",
        "QPS",
        "active-active",
        "active-passive",
        "active-active against active-passive",
        "round robin",
        "least connections",
        "IP hash",
        "random",
        "weighted",
        "TLS termination",
        "high availability",
        "horizontal scaling",
        "vertical scaling",
        "horizontal and vertical scaling",
        "horizontal against vertical scaling",
        "load-balancing algorithms",
        "firewall",
        "monitoring",
        "monitoring agent",
        "push against pull",
        "quorum",
        "failover",
        "minimal cut set",
        "blast radius",
        "availability",
        "HTTPS",
        "server",
        "domain name",
        "database",
        "code base",
        "downtime on deploy",
        "heartbeat",
        "VIP",
        "request class",
        "host",
        "health check",
        "redundancy",
        "reverse proxy",
        "certificate",
        "TCP/IP",
        "static and dynamic content",
        "split brain",
        "replication",
        "cluster",
        "capacity",
        "sizing",
        "HTTP request",
        "network basics",
        "client",
        "operating system",
        "tier",
        "modularity",
        "collocation",
        "single point of failure",
        "high availability cluster",
        "avoiding downtime when deploying",
        "evidence-based sizing",
        "persistent storage",
        "HAProxy",
        "Nginx",
        "Sumo Logic",
        "Let's Encrypt",
        "SSL certificate",
        "TLS passthrough",
        "how to monitor QPS",
        "why HTTPS",
        "replication lag",
        "fault tolerance",
    ];

    #[test]
    fn every_term_of_the_course_is_found() {
        for asked in ASKED {
            assert!(find(asked).is_ok(), "{asked}: {:?}", find(asked));
        }
    }

    #[test]
    fn names_are_unique() {
        let mut owners = BTreeMap::<String, &str>::new();
        for term in all() {
            for name in term.names() {
                let other = owners.insert(plain(name), &term.name);
                assert_eq!(other.filter(|other| *other != term.name), None, "{name} means two things");
            }
        }
        assert!(all().len() > 60);
    }

    #[test]
    fn every_reference_names_a_term() {
        for term in all() {
            for see in &term.see {
                assert_eq!(find(see).map(|found| found.name.as_str()), Ok(see.as_str()), "in {}", term.name);
                assert_ne!(*see, term.name);
            }
            assert!(!term.see.is_empty(), "{} leads nowhere", term.name);
        }
    }

    #[test]
    fn texts_are_two_to_six_sentences() {
        for term in all() {
            let ends = term.text.match_indices(". ").count() + 1;
            assert!((2..=6).contains(&ends) && term.text.ends_with('.'), "{}: {ends}", term.name);
            assert!(!term.text.contains("  ") && !term.text.contains('\n'), "{}", term.name);
        }
    }

    #[test]
    fn case_and_dashes_do_not_count() {
        assert_eq!(find(" Round_Robin ").unwrap().name, "round robin");
        assert_eq!(find("spof").unwrap().name, "SPOF");
        assert_eq!(find("Nginx").unwrap().name, "web server");
    }

    #[test]
    fn a_mistyped_term_is_suggested() {
        assert_eq!(find("load ballancer").unwrap_err().first(), Some(&"load balancer"));
        assert_eq!(find("qourum").unwrap_err().first(), Some(&"quorum"));
        assert!(find("passive").unwrap_err().contains(&"active-passive"));
        assert_eq!(find("replic").unwrap_err(), ["replica", "replication", "primary–replica"]);
        assert_eq!(find("lets encrypt").unwrap().name, "certificate");
        assert_eq!(find("zzzzzzzzzzzzzzzzzz"), Err(vec![]));
        assert_eq!(find(&"primary".repeat(100_000)), Err(vec![]));
    }

    #[test]
    fn pages_fit_eighty_cells() {
        for term in all() {
            assert!(term.page().lines().all(|line| text::width(line) <= WIDTH), "{}", term.name);
        }
    }

    #[test]
    fn distance_counts_typing_errors() {
        assert_eq!(text_distance("", "abc"), 3);
        assert_eq!(text_distance("kitten", "sitting"), 3);
        assert_eq!(text_distance("same", "same"), 0);
    }
}
