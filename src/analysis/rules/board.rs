//! Boards: drawings in a tiny notation with the expected findings in them, the fixtures of the rules.
//!
//! ```text
//! # a comment
//! c: client
//! s1: server                      ! OPS002
//!   w: web_server "Nginx"         ! REL001 also=s1 requests=static,read,write
//! c > w http:80
//! group db primary_replica none: db-1 db-2
//! service foobar.com static,read: c www=8.8.8.8@lb slo=0.999
//! allow OPS002 s1 until=2027-01-31: why
//! ! SEC004 lb->w1 lb->w2
//! = REL001 if Nginx fails, every request fails
//! ```
//!
//! Two blanks of indentation put a node inside the one above. After `!` stands what is expected of a rule: on the line
//! of a thing about that thing, on a line of its own about the subjects that it lists. `also`, `requests` and
//! `severity` are compared where they are given. After `=` stands a message that some finding of the rule must have. The findings of the rule under test must be exactly these, those of
//! all standard rules where a line says `whole`.

use std::sync::Arc;

use super::{Pack, Rule};
use crate::analysis::{Context, Finding, analyse};
use crate::model::{
    Access, Allowance, Change, Date, Document, Edit, Failover, Group, Id, Kind, Link, LinkId, LinkKind, Mode,
    Need, Node, Probability, Protocol, Record, RecordKind, RequestClass, RequestClasses, Role, Service, Tls,
    Transaction, Trust,
};

/// What a fixture shows of its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// It fires.
    Positive,
    /// The cure: it does not fire.
    Negative,
    /// Looks like it, but is not.
    NearMiss,
    /// Nothing is stated, so nothing fires.
    Unstated,
}

/// A board and what it shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fixture {
    /// What it shows.
    pub sort: Sort,
    /// The board.
    pub board: &'static str,
}

/// A board on which the rule fires.
pub(crate) const fn positive(board: &'static str) -> Fixture {
    Fixture { sort: Sort::Positive, board }
}

/// A board on which the trouble is cured.
pub(crate) const fn negative(board: &'static str) -> Fixture {
    Fixture { sort: Sort::Negative, board }
}

/// A board that looks like trouble and is none.
pub(crate) const fn near_miss(board: &'static str) -> Fixture {
    Fixture { sort: Sort::NearMiss, board }
}

/// A board that does not say enough.
pub(crate) const fn unstated(board: &'static str) -> Fixture {
    Fixture { sort: Sort::Unstated, board }
}

/// A finding that a board asks for.
#[derive(Clone, Debug, Default)]
struct Expected {
    code: String,
    subjects: Vec<String>,
    also: Option<Vec<String>>,
    requests: Option<RequestClasses>,
    severity: Option<String>,
}

/// A drawing with what is expected of it.
#[derive(Debug, Default)]
pub(crate) struct Board {
    edits: Vec<Edit>,
    expected: Vec<Expected>,
    /// Messages that must be said, by code.
    messages: Vec<(String, String)>,
    whole: bool,
    /// The ids of the open containers, outermost first.
    open: Vec<Id>,
}

impl Board {
    /// Reads a board; panics with the line that it does not understand.
    pub(crate) fn parse(text: &str) -> Self {
        let mut board = Self::default();
        let margin = text.lines().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            board.line(line.get(margin..).unwrap_or_default());
        }
        board
    }

    /// The drawing.
    pub(crate) fn document(&self) -> Document {
        let mut document = Document::default();
        document.apply(&Transaction::from_distinct(self.edits.clone())).expect("a valid board");
        document
    }

    /// What is wrong with the findings of `rule` on this board; `None`: they are exactly as expected.
    pub(crate) fn mismatch(&self, rule: &'static Rule) -> Option<String> {
        let mut found = self.findings(rule, &self.document());
        let mut wrong = self.unsaid(rule, &found);
        for expected in self.expected.iter().filter(|expected| self.whole || expected.code == rule.code) {
            match found.iter().position(|finding| expected.is(finding)) {
                Some(index) => drop(found.remove(index)),
                None => wrong.push(format!("missing: {expected:?}")),
            }
        }
        wrong.extend(found.iter().map(|finding| format!("not expected: {} {finding:#?}", finding.rule.code)));
        (!wrong.is_empty()).then(|| wrong.join("\n"))
    }

    /// The findings of `rule` that nobody allows, of all standard rules where the board is whole.
    fn findings(&self, rule: &'static Rule, document: &Document) -> Vec<Finding> {
        let context = Context { today: Date::new(2026, 11, 25), strict: rule.pack == Pack::Strict };
        let report = analyse(document, &context, &|| false).expect("nobody cancels");
        report
            .findings
            .into_iter()
            .filter(|finding| finding.allowed.is_none() && (self.whole || finding.rule == rule))
            .collect()
    }

    /// The findings of `rule` that are left when each is allowed by its first subject.
    pub(crate) fn left_when_allowed(&self, rule: &'static Rule) -> Vec<Finding> {
        let mut document = self.document();
        let mut transaction = Transaction::default();
        for finding in self.findings(rule, &document).iter().filter(|finding| finding.rule == rule) {
            let subject = finding.subjects.first().expect("a subject").to_string();
            let allowance = Allowance {
                rule: rule.code.into(),
                subject: subject.as_str().into(),
                severity: None,
                reason: "known".into(),
                until: None,
            };
            let key = (allowance.rule.clone(), allowance.subject.clone());
            transaction.push(Edit::Allowance(Change::birth(key, allowance)));
        }
        document.apply(&transaction).expect("allowances");
        self.findings(rule, &document).into_iter().filter(|finding| finding.rule == rule).collect()
    }

    /// The messages of `rule` that no finding says.
    fn unsaid(&self, rule: &Rule, found: &[Finding]) -> Vec<String> {
        let said = |message: &str| found.iter().any(|finding| finding.message == message);
        let wanted = self.messages.iter().filter(|(code, message)| code == rule.code && !said(message));
        wanted.map(|(_, message)| format!("nobody says: {message}")).collect()
    }

    /// Whether the board expects a finding of the rule.
    pub(crate) fn expects(&self, rule: &Rule) -> bool {
        self.expected.iter().any(|expected| expected.code == rule.code)
    }

    fn line(&mut self, line: &str) {
        if line.starts_with('#') {
            return;
        }
        if let Some(said) = line.strip_prefix("= ") {
            let (code, message) = said.split_once(' ').expect("a code and a message");
            self.messages.push((code.to_owned(), message.to_owned()));
            return;
        }
        let mut parts = line.split('!');
        let head = parts.next().unwrap_or_default();
        let subject = self.declaration(head);
        for part in parts {
            self.expected.push(Expected::parse(part, subject.as_deref()));
        }
    }

    /// Reads what stands before the `!`; answers what an expectation on this line is about.
    fn declaration(&mut self, head: &str) -> Option<String> {
        let words = words(head);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            [] => None,
            ["whole"] => {
                self.whole = true;
                None
            }
            ["group", id, rest @ ..] => Some(self.group(id, rest)),
            ["allow", rule, subject, rest @ ..] => {
                self.allow(rule, subject.trim_end_matches(':'), rest);
                None
            }
            ["service", domain, rest @ ..] => Some(self.service(domain, rest)),
            [from, ">", to, rest @ ..] => Some(self.links(from, to, rest)),
            [id, kind, rest @ ..] if id.ends_with(':') => {
                Some(self.node(indent(head) / 2, id.trim_end_matches(':'), kind, rest))
            }
            other => panic!("not understood: {other:?}"),
        }
    }

    fn node(&mut self, depth: usize, id: &str, kind: &str, words: &[&str]) -> String {
        let id = self::id(id);
        let kind = Kind::from_name(kind).unwrap_or_else(|| panic!("no kind {kind}"));
        let mut node = Node::new(kind, "".into());
        self.open.truncate(depth);
        node.parent = self.open.last().cloned();
        self.open.push(id.clone());
        for word in words {
            attribute(&mut node, word);
        }
        self.edits.push(Edit::Node(Change::birth(id.clone(), Arc::new(node))));
        id.to_string()
    }

    fn links(&mut self, from: &str, to: &str, words: &[&str]) -> String {
        let mut written = Vec::new();
        for to in to.split(',') {
            let mut link = Link::new(LinkId::new(id(from), id(to)));
            for word in words {
                link_attribute(&mut link, word);
            }
            written.push(link.id.to_string());
            self.edits.push(Edit::Link(Change::birth(link.id.clone(), Arc::new(link))));
        }
        written.join(" ")
    }

    fn group(&mut self, id: &str, words: &[&str]) -> String {
        let colon = words.iter().position(|word| word.ends_with(':')).expect("members after a colon");
        let (mode, members) = words.split_at(colon + 1);
        let mut members: Vec<Id> = members.iter().map(|member| self::id(member)).collect();
        members.sort();
        let mode: Vec<&str> = mode.iter().map(|word| word.trim_end_matches(':')).collect();
        let group = Group { name: "".into(), mode: mode_of(&mode), members, vip: None };
        self.edits.push(Edit::Group(Change::birth(self::id(id), Arc::new(group))));
        id.to_owned()
    }

    /// `allow RULE SUBJECT until=YYYY-MM-DD: why`; the day may be left out.
    fn allow(&mut self, rule: &str, subject: &str, words: &[&str]) {
        let until =
            words.iter().find_map(|word| Date::parse(word.strip_prefix("until=")?.trim_end_matches(':')));
        let allowance = Allowance {
            rule: rule.into(),
            subject: subject.into(),
            severity: None,
            reason: words.join(" ").as_str().into(),
            until,
        };
        let key = (allowance.rule.clone(), allowance.subject.clone());
        self.edits.push(Edit::Allowance(Change::birth(key, allowance)));
    }

    fn service(&mut self, domain: &str, words: &[&str]) -> String {
        let mut service = Service::new(domain.trim_end_matches(':').into());
        for word in words.iter().map(|word| word.trim_end_matches(':')) {
            match word.split_once('=') {
                Some(("slo", promised)) => service.slo = probability(promised),
                Some((name, record)) => service.records.push(address_record(name, record)),
                None if word.split(',').all(|name| class(name).is_some()) => service.requests = classes(word),
                None => service.clients.push(id(word)),
            }
        }
        self.edits.push(Edit::Service(Change::birth(service.domain.clone(), service)));
        domain.trim_end_matches(':').to_owned()
    }
}

/// The record `name=value@target`.
fn address_record(name: &str, text: &str) -> Record {
    let (value, target) =
        text.split_once('@').map_or((text, None), |(value, target)| (value, Some(id(target))));
    Record { kind: RecordKind::A, name: name.into(), value: value.into(), target }
}

fn probability(text: &str) -> Option<Probability> {
    Probability::new(text.parse().expect("a number"))
}

impl Expected {
    fn parse(text: &str, subject: Option<&str>) -> Self {
        let mut words = text.split_whitespace();
        let code = words.next().expect("a rule after !").to_owned();
        let mut expected = Self { code, ..Self::default() };
        let list = |text: &str| text.split(',').filter(|word| !word.is_empty()).map(str::to_owned).collect();
        for word in words {
            match word.split_once('=') {
                Some(("also", ids)) => expected.also = Some(list(ids)),
                Some(("requests", names)) => expected.requests = Some(classes(names)),
                Some(("severity", name)) => expected.severity = Some(name.to_owned()),
                Some((other, _)) => panic!("no expectation {other}"),
                None => expected.subjects.push(word.to_owned()),
            }
        }
        expected.subjects.extend(subject.into_iter().flat_map(str::split_whitespace).map(str::to_owned));
        expected.subjects.sort();
        expected
    }

    fn is(&self, hit: &Finding) -> bool {
        let subjects: Vec<String> = hit.subjects.iter().map(ToString::to_string).collect();
        let also: Vec<String> = hit.also.iter().map(ToString::to_string).collect();
        self.code == hit.rule.code
            && self.subjects == subjects
            && self.also.as_ref().is_none_or(|expected| *expected == also)
            && self.requests.is_none_or(|expected| expected == hit.requests)
            && self.severity.as_deref().is_none_or(|expected| expected == hit.severity.name())
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The words of a line; a quoted text is one word that keeps its quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (n, part) in line.split('"').enumerate() {
        if n % 2 == 1 {
            words.push(format!("\"{part}\""));
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

fn id(text: &str) -> Id {
    Id::new(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn class(name: &str) -> Option<RequestClass> {
    RequestClass::ALL.into_iter().find(|class| class.name() == name)
}

fn classes(text: &str) -> RequestClasses {
    text.split(',').map(|name| class(name).unwrap_or_else(|| panic!("no class {name}"))).collect()
}

fn attribute(node: &mut Node, word: &str) {
    if word.starts_with('"') {
        node.name = word.trim_matches('"').into();
        return;
    }
    match word.split_once('=').unwrap_or((word, "")) {
        ("standalone", _) => node.role = Some(Role::Standalone),
        ("primary", _) => node.role = Some(Role::Primary),
        ("replica", _) => node.role = Some(Role::Replica),
        ("member", _) => node.role = Some(Role::Member),
        ("managed", _) => node.managed = Some(true),
        ("unmanaged", _) => node.managed = Some(false),
        ("untrusted", _) => node.trust = Some(Trust::Untrusted),
        ("internal", _) => node.trust = Some(Trust::Internal),
        ("checks", _) => node.health_check = Some(true),
        ("unchecked", _) => node.health_check = Some(false),
        ("instances", number) => node.instances = Some(number.parse().expect("a number")),
        ("availability", value) => node.availability = probability(value),
        ("address", value) => node.address = Some(value.into()),
        ("guards", ids) => node.guards = ids.split(',').map(id).collect(),
        (other, _) => panic!("no attribute {other}"),
    }
}

fn link_attribute(link: &mut Link, word: &str) {
    match word.split_once('=').unwrap_or((word, "")) {
        ("resolution", _) => link.kind = LinkKind::Resolution,
        ("replication", _) => link.kind = LinkKind::Replication,
        ("heartbeat", _) => link.kind = LinkKind::Heartbeat,
        ("monitoring", _) => link.kind = LinkKind::Monitoring,
        ("management", _) => link.kind = LinkKind::Management,
        ("async", _) => link.kind = LinkKind::Async,
        ("read", _) => link.access = Access::Read,
        ("write", _) => link.access = Access::Write,
        ("soft", _) => link.need = Some(Need::Soft),
        ("hard", _) => link.need = Some(Need::Hard),
        ("plain", _) => link.tls = Some(Tls::No),
        ("tls", _) => link.tls = Some(Tls::Yes),
        ("mutual", _) => link.tls = Some(Tls::Mutual),
        ("tunnel", _) => link.tls = Some(Tls::Tunnel),
        ("slot", name) => link.slot = Some(name.into()),
        ("key", name) => link.id.key = Some(id(name)),
        (protocol, _) => {
            let (name, port) = protocol.split_once(':').unwrap_or((protocol, ""));
            link.protocol = Some(Protocol::new(name));
            link.port = port.parse().ok();
        }
    }
}

fn mode_of(words: &[&str]) -> Mode {
    let failover = |word: &str| match word {
        "none" => Failover::None,
        "manual" => Failover::Manual,
        "auto" => Failover::Auto,
        other => panic!("no failover {other}"),
    };
    match words {
        ["active_active", min] => Mode::ActiveActive { min: min.parse().expect("a number") },
        ["active_passive", switch, active] => {
            Mode::ActivePassive { active: id(active), failover: failover(switch) }
        }
        ["primary_replica", switch] => Mode::PrimaryReplica { failover: failover(switch) },
        ["quorum"] => Mode::Quorum { votes: None, stale_reads: false },
        ["quorum", votes] => Mode::Quorum { votes: votes.parse().ok(), stale_reads: false },
        other => panic!("no mode {other:?}"),
    }
}
