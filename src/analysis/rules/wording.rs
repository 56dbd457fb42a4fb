//! The words of findings: how things are named, lists, and what a failure means to users.

use crate::analysis::{Facts, GroupFacts, Lack, LinkFacts, LinkIx, NodeIx, Shortfall};
use crate::model::{Capability, Encryption, Id, RequestClass, RequestClasses, Subject, Tier};

/// The most names in a sentence; the rest is counted.
const NAMES: usize = 6;

/// The name of a node; with its id where another node is called the same: `Nginx (web-1)`.
pub(super) fn name(facts: &Facts, node: NodeIx) -> String {
    let (id, title) = (facts.id(node), facts.title(node));
    if facts.shares_title(node) { format!("{title} ({id})") } else { title.to_owned() }
}

/// The names of nodes as a list; of many the first few and how many more.
pub(super) fn names(facts: &Facts, nodes: &[NodeIx]) -> String {
    let mut shown: Vec<String> = nodes.iter().take(NAMES).map(|node| name(facts, *node)).collect();
    if nodes.len() > NAMES {
        shown.push(format!("{} more", nodes.len() - NAMES));
    }
    list(&shown)
}

/// As [`names`], in the order of the request flow.
pub(super) fn names_in_flow(facts: &Facts, nodes: &[NodeIx]) -> String {
    names(facts, &in_flow(facts, nodes))
}

/// The nodes in the order of the request flow.
pub(super) fn in_flow(facts: &Facts, nodes: &[NodeIx]) -> Vec<NodeIx> {
    let mut nodes = nodes.to_vec();
    nodes.sort_by_key(|node| (facts.tier(*node), *node));
    nodes
}

/// The name of a group.
pub(super) fn group_name(group: &GroupFacts) -> String {
    group.group.title(&group.id).to_owned()
}

/// The name of a written end of a link.
pub(super) fn end_name(facts: &Facts, id: &Id) -> String {
    match facts.find(id.as_str()) {
        Some(node) => name(facts, node),
        None => facts.group_called(id).map_or_else(|| id.to_string(), group_name),
    }
}

/// A link by the names of its written ends: `User → HAProxy`.
pub(super) fn link_name(facts: &Facts, link: &LinkFacts<'_>) -> String {
    let id = &link.link.id;
    format!("{} → {}", end_name(facts, &id.from), end_name(facts, &id.to))
}

/// Sentences that name the links with what is spoken on them; of many the first few and how many more.
pub(super) fn link_lines(facts: &Facts, links: &[LinkIx]) -> Vec<String> {
    let line = |link| format!("{}: {}", link_name(facts, &link), spoken(&link));
    let mut told: Vec<String> = links.iter().take(NAMES).map(|link| line(facts.link(*link))).collect();
    if links.len() > NAMES {
        told.push(format!("and {} more links", links.len() - NAMES));
    }
    told
}

/// The links as subjects, sorted as they are written.
pub(super) fn link_subjects(facts: &Facts, links: &[LinkIx]) -> Vec<Subject> {
    let subject = |link: &LinkIx| Subject::Link(facts.link(*link).link.id.clone());
    let mut subjects: Vec<Subject> = links.iter().map(subject).collect();
    subjects.sort_by_cached_key(Subject::to_string);
    subjects
}

/// What is spoken on a link; where no protocol is stated, what else is known of it.
pub(super) fn spoken(link: &LinkFacts<'_>) -> String {
    let protection = match link.encryption() {
        Encryption::Encrypted => "encrypted",
        Encryption::Plain => "unencrypted",
        Encryption::Unstated => "no protocol stated",
    };
    link.link.protocol.as_ref().map_or(protection, |protocol| protocol.as_str()).to_owned()
}

/// Who lacks what, as a sentence.
pub(super) fn shortfall(facts: &Facts, shortfall: &Shortfall) -> String {
    let who = name(facts, shortfall.node);
    match &shortfall.lack {
        Lack::NoTarget => format!("{who} has nothing to pass requests on to"),
        Lack::ReadOnly if facts.does(shortfall.node, Capability::Stores) => format!("{who} takes no writes"),
        Lack::ReadOnly => format!("{who} may only read from its data"),
        Lack::TooFew { needed, targets } => format!("{who} needs {}", choice(facts, *needed, targets)),
    }
}

/// Who is left without what after a failure, as a sentence.
pub(super) fn left_without(facts: &Facts, shortfall: &Shortfall) -> String {
    let who = name(facts, shortfall.node);
    match &shortfall.lack {
        Lack::TooFew { targets, .. } if targets.len() == 1 => {
            format!("{who} is left without {}", names(facts, targets))
        }
        Lack::TooFew { needed: 1, targets } => {
            format!("{who} is left with none of {}", names(facts, targets))
        }
        Lack::TooFew { needed, targets } => {
            format!("{who} is left with too few: it needs {}", choice(facts, *needed, targets))
        }
        Lack::NoTarget | Lack::ReadOnly => self::shortfall(facts, shortfall),
    }
}

/// `HAProxy`, `one of a and b`, `2 of a, b and c`.
fn choice(facts: &Facts, needed: u32, targets: &[NodeIx]) -> String {
    let names = names(facts, targets);
    match (needed, targets) {
        (_, [_]) => names,
        (1, _) => format!("one of {names}"),
        _ => format!("{needed} of {names}"),
    }
}

/// The things of a tier in a sentence: `the web servers`.
pub(super) const fn tier_plural(tier: Tier) -> &'static str {
    match tier {
        Tier::Client => "the clients",
        Tier::Naming => "the name servers",
        Tier::Edge => "the edge",
        Tier::Balancer => "the load balancers",
        Tier::Proxy => "the proxies",
        Tier::Web => "the web servers",
        Tier::App => "the app servers",
        Tier::Cache => "the caches",
        Tier::Data => "the data stores",
        Tier::External => "third parties",
        Tier::Container => "the servers",
        Tier::Beside => "other parts",
    }
}

/// One word for a tier: `web`.
pub(super) const fn tier_word(tier: Tier) -> &'static str {
    match tier {
        Tier::Client => "client",
        Tier::Naming => "DNS",
        Tier::Edge => "edge",
        Tier::Balancer => "load balancer",
        Tier::Proxy => "proxy",
        Tier::Web => "web",
        Tier::App => "app",
        Tier::Cache => "cache",
        Tier::Data => "data",
        Tier::External => "third-party",
        Tier::Container => "server",
        Tier::Beside => "other",
    }
}

/// A share of time as people write it, rounded down so that it promises nothing too much: `99.95 %`.
pub(super) fn percent(share: f64) -> String {
    let digits = (share * 1e6 + 1e-6).floor() / 1e4;
    format!("{digits} %")
}

/// A span of hours: `3 days 15 h`, `21 h`, `26 min`.
pub(super) fn span(hours: f64) -> String {
    let (days, rest) = ((hours / 24.0).floor(), (hours % 24.0).floor());
    if hours < 1.0 {
        format!("{:.0} min", hours * 60.0)
    } else if hours < 48.0 {
        format!("{hours:.0} h")
    } else {
        format!("{days} days {rest} h")
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    joined(items, "and")
}

/// `a`, `a or b`, `a, b or c`.
pub(super) fn either<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    joined(items, "or")
}

fn joined<T: AsRef<str>>(items: impl IntoIterator<Item = T>, word: &str) -> String {
    let items: Vec<T> = items.into_iter().collect();
    let texts: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match texts.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, rest)) => format!("{} {word} {last}", rest.join(", ")),
    }
}

/// The classes in words: `static pages, reads and writes`.
pub(super) fn requests(classes: RequestClasses) -> String {
    list(classes.iter().map(word))
}

/// What users see when `lost` of the `offered` classes fail: `every request fails`, `dynamic requests fail, static
/// pages survive`, `every write fails, static pages and reads go on`.
pub(super) fn consequence(lost: RequestClasses, offered: RequestClasses) -> String {
    let kept: RequestClasses = offered.iter().filter(|class| !lost.contains(*class)).collect();
    let dynamic = [RequestClass::Read, RequestClass::Write].into_iter().collect();
    if kept.is_empty() {
        return "every request fails".to_owned();
    }
    if lost == dynamic {
        return "dynamic requests fail, static pages survive".to_owned();
    }
    let go_on =
        if kept.iter().count() == 1 && kept.contains(RequestClass::Static) { "survive" } else { "go on" };
    format!("{}, {} {go_on}", all_fail(lost), requests(kept))
}

fn all_fail(lost: RequestClasses) -> String {
    let mut classes = lost.iter();
    match (classes.next(), classes.next()) {
        (Some(RequestClass::Static), None) => "static pages fail".to_owned(),
        (Some(only), None) => format!("every {} fails", only.name()),
        _ => format!("{} fail", requests(lost)),
    }
}

fn word(class: RequestClass) -> &'static str {
    match class {
        RequestClass::Static => "static pages",
        RequestClass::Read => "reads",
        RequestClass::Write => "writes",
    }
}

#[cfg(test)]
mod tests {
    use super::super::board::Board;
    use super::*;

    fn set(classes: &[RequestClass]) -> RequestClasses {
        classes.iter().copied().collect()
    }

    #[test]
    fn lists_read_as_people_write_them() {
        assert_eq!(list(Vec::<String>::new()), "");
        assert_eq!(list(["a"]), "a");
        assert_eq!(list(["a", "b"]), "a and b");
        assert_eq!(list(["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn shares_and_spans_read_as_people_write_them() {
        assert_eq!(
            [0.99, 0.999, 0.999_999_99, 0.978_949_186].map(percent),
            ["99 %", "99.9 %", "99.9999 %", "97.8949 %"]
        );
        assert_eq!([0.44, 21.3, 87.6].map(span), ["26 min", "21 h", "3 days 15 h"]);
    }

    #[test]
    fn evidence_claims_nothing_of_a_bare_link() {
        let board =
            "a: app_server\nb: app_server\na > b\na > b plain key=p\na > b tls key=t\na > b tcp key=u";
        let document = Board::parse(board).document();
        let facts = Facts::new(&document);
        let links: Vec<LinkIx> = facts.links().map(|link| link.number).collect();
        let told = ["no protocol stated", "unencrypted", "encrypted", "tcp"];
        assert_eq!(link_lines(&facts, &links), told.map(|said| format!("a → b: {said}")));
    }

    #[test]
    fn a_consequence_says_what_is_lost_and_what_stays() {
        use RequestClass::{Read, Static, Write};
        let all = RequestClasses::ALL;
        assert_eq!(consequence(all, all), "every request fails");
        assert_eq!(consequence(set(&[Read, Write]), all), "dynamic requests fail, static pages survive");
        assert_eq!(consequence(set(&[Write]), all), "every write fails, static pages and reads go on");
        assert_eq!(consequence(set(&[Static]), all), "static pages fail, reads and writes go on");
        assert_eq!(consequence(set(&[Static, Read]), all), "static pages and reads fail, writes go on");
        assert_eq!(consequence(set(&[Read, Write]), set(&[Read, Write])), "every request fails");
        assert_eq!(consequence(set(&[Read]), set(&[Static, Read])), "every read fails, static pages survive");
    }
}
