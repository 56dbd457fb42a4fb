//! A request on its way, for people and for programs.

use serde::Serialize;

use super::cut::named;
use super::json::written;
use super::{Format, Ink, Inked, WriteTrace};
use crate::analysis::trace::{
    Answer, By, Candidate, Cause, Choice, Ending, Fate, Hop, Protection, State, Walk,
};
use crate::model::{Document, Id, LinkId, LinkKind};
use crate::text;

/// For people: a numbered line a hop.
pub(super) const TEXT: Format<WriteTrace> =
    Format { name: "text", title: "for people: a line a hop", write: text_of };
/// For programs: an array with one object a request.
pub(super) const JSON: Format<WriteTrace> = Format { name: "json", title: "for programs", write: json };

/// The ways of requests through a drawing.
#[derive(Clone, Debug)]
pub struct Traced {
    /// Where it came from, as it was asked for.
    pub path: String,
    /// The drawing.
    pub document: Document,
    /// What is down, as it was asked for.
    pub failed: Vec<Id>,
    /// The links that do not work.
    pub links: Vec<LinkId>,
    /// The requests.
    pub walks: Vec<Walk>,
}

fn text_of(traced: &Traced) -> Inked {
    let mut page = Inked::new();
    if traced.walks.is_empty() {
        page.plain(format!("{}: nobody asks for that in this drawing", traced.path)).end();
    }
    for (n, walk) in traced.walks.iter().enumerate() {
        if n > 0 {
            page.end();
        }
        one(&mut page, traced, walk);
    }
    page
}

fn one(page: &mut Inked, traced: &Traced, walk: &Walk) {
    let links = traced.links.iter().map(ToString::to_string);
    let down: Vec<String> = traced.failed.iter().map(ToString::to_string).chain(links).collect();
    let down = if down.is_empty() { String::new() } else { format!(", with {} down", down.join(", ")) };
    let client = named(&traced.document, &walk.client);
    page.ink(Ink::Strong, format!("{}: a {} request of {client}{down}", traced.path, walk.class.name()))
        .end();
    let ways: Vec<String> = walk.hops.iter().map(|hop| format!("{} → {}", hop.from, hop.to)).collect();
    let wide = ways.iter().map(|way| text::width(way)).max().unwrap_or(0);
    let spoken = walk.hops.iter().map(|hop| text::width(&sent(hop))).max().unwrap_or(0);
    let drawn = walk.hops.iter().any(|hop| hop.kind == LinkKind::Resolution);
    for answer in walk.records.iter().filter(|_| !drawn) {
        page.ink(Ink::Faint, "  looks up  ").plain(lookup_words(answer)).end();
    }
    for (n, (hop, way)) in walk.hops.iter().zip(&ways).enumerate() {
        page.plain(format!("  {:>2}  {way}{}  ", n + 1, " ".repeat(wide - text::width(way))));
        let (sent, said) = (sent(hop), remarks(hop, &walk.records).join("; "));
        let gap = if said.is_empty() { 0 } else { spoken - text::width(&sent) + 2 };
        page.ink(ink(hop), sent).plain(format!("{}{said}", " ".repeat(gap))).end();
    }
    ending(page, &traced.document, &walk.ending);
}

/// What a lookup answers: `www.foobar.com → 8.8.8.8 (lb-1)`.
pub fn lookup_words(answer: &Answer) -> String {
    let target = answer.target.as_ref().map(|target| format!(" ({target})")).unwrap_or_default();
    format!("{} → {}{target}", answer.name, answer.value)
}

/// What is spoken on a hop and whether it can be read on the way, why this target, and what becomes of the request there;
/// `records` are those of the service.
pub fn hop_words(hop: &Hop, records: &[Answer]) -> Vec<String> {
    [sent(hop)].into_iter().chain(remarks(hop, records)).collect()
}

/// How a request ends: by whom it is answered, or where it dies and why.
pub fn ending_words(ending: &Ending, document: &Document) -> String {
    match ending {
        Ending::Answered(by) => {
            let names: Vec<String> = by.iter().map(|id| named(document, id)).collect();
            format!("answered by {}", names.join(" and "))
        }
        Ending::Dies { at, cause } => format!("dies at {}: {}", named(document, at), because(cause)),
    }
}

/// What is spoken on a hop, and whether it can be read on the way.
fn sent(hop: &Hop) -> String {
    let protection = match hop.protection {
        Protection::Local => "on one machine",
        Protection::Encrypted => "encrypted",
        Protection::Plain => "in clear",
        Protection::Unstated if hop.kind == LinkKind::Resolution => "",
        Protection::Unstated => "encryption not stated",
    };
    let spoken = if hop.kind == LinkKind::Resolution && hop.spoken.is_empty() {
        "lookup"
    } else {
        hop.spoken.as_str()
    };
    let words = [spoken, protection];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ")
}

fn ink(hop: &Hop) -> Ink {
    match hop.protection {
        Protection::Encrypted => Ink::Good,
        Protection::Plain => Ink::Warning,
        Protection::Local | Protection::Unstated => Ink::Faint,
    }
}

/// Why this target, and what becomes of the request there.
fn remarks(hop: &Hop, records: &[Answer]) -> Vec<String> {
    let mut said = Vec::new();
    said.extend(chosen(&hop.choice));
    said.extend(skipped(&hop.choice));
    if hop.choice.blind {
        said.push("nobody checks: every so many requests still go there".to_owned());
    }
    match hop.fate {
        Fate::Answers if hop.kind == LinkKind::Resolution && records.is_empty() => {
            said.push("gives the address".to_owned());
        }
        Fate::Answers if hop.kind == LinkKind::Resolution => said.extend(records.iter().map(lookup_words)),
        Fate::Answers => said.push("answers".to_owned()),
        Fate::Again => said.push("asked before".to_owned()),
        Fate::Dies => said.push("dies here".to_owned()),
        Fate::Passes => {}
    }
    said
}

fn chosen(choice: &Choice) -> Option<String> {
    let serving = choice.among.iter().filter(|candidate| candidate.state == State::Serves).count();
    let word = match choice.by {
        By::Only => return None,
        By::Algorithm(algorithm) => algorithm.title(),
        By::Unstated => "balanced, how is not stated",
        By::Active => "the active one",
        By::Primary => "the primary",
        By::Member | By::Any => "any",
    };
    match (choice.by, choice.among.first().map(|first| first.state)) {
        (By::Active, Some(State::Serves)) | (By::Primary, _) => Some(word.to_owned()),
        (By::Active, _) => Some("the one that takes over".to_owned()),
        _ => Some(format!("{word}, {serving} of {} can", choice.among.len())),
    }
}

/// Who cannot be taken, and why.
fn skipped(choice: &Choice) -> Option<String> {
    if choice.among.len() < 2 {
        return None;
    }
    let lame = choice.among.iter().filter(|candidate| candidate.state != State::Serves);
    let words: Vec<String> = lame.map(state).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

fn state(candidate: &Candidate) -> String {
    let word = match candidate.state {
        State::Serves => "serves",
        State::Down => "is down",
        State::Lacks => "cannot serve it",
        State::StandsBy => "only stands by",
        State::Unreached => "cannot be reached",
    };
    format!("{} {word}", candidate.id)
}

fn ending(page: &mut Inked, document: &Document, ending: &Ending) {
    let ink = if matches!(ending, Ending::Answered(_)) { Ink::Good } else { Ink::Error };
    page.ink(ink, format!("  {}", ending_words(ending, document))).end();
}

fn because(cause: &Cause) -> String {
    match cause {
        Cause::Down => "it is down".to_owned(),
        Cause::NoTarget => "it has nothing to pass the request on to".to_owned(),
        Cause::ReadOnly => "it takes no writes".to_owned(),
        Cause::Circle => "it waits for an answer that waits for it".to_owned(),
        Cause::TooFew { needed, among } => {
            let states: Vec<String> = among.iter().map(state).collect();
            match among.len() {
                1 => format!("{}, and nothing stands in", states.join(", ")),
                all => format!("it needs {needed} of {all}, but {}", states.join(", ")),
            }
        }
    }
}

#[derive(Serialize)]
struct Request<'a> {
    service: &'a str,
    client: &'a str,
    class: &'a str,
    failed: Vec<String>,
    records: Vec<Record<'a>>,
    hops: Vec<Step<'a>>,
    served: bool,
    answered_by: Vec<&'a str>,
    dies_at: Option<&'a str>,
    because: Option<String>,
}

#[derive(Serialize)]
struct Record<'a> {
    name: &'a str,
    value: &'a str,
    target: Option<&'a str>,
}

#[derive(Serialize)]
struct Step<'a> {
    from: &'a str,
    to: &'a str,
    link: Option<String>,
    kind: &'a str,
    spoken: &'a str,
    encryption: &'a str,
    by: &'a str,
    among: Vec<Who<'a>>,
    fate: &'a str,
}

#[derive(Serialize)]
struct Who<'a> {
    id: &'a str,
    state: &'a str,
}

fn json(traced: &Traced) -> Inked {
    let links = || traced.links.iter().map(ToString::to_string);
    let failed = || traced.failed.iter().map(ToString::to_string).chain(links()).collect();
    written(&traced.walks.iter().map(|walk| request(walk, failed())).collect::<Vec<_>>())
}

fn request(walk: &Walk, failed: Vec<String>) -> Request<'_> {
    let (answered_by, death) = match &walk.ending {
        Ending::Answered(by) => (by.iter().map(Id::as_str).collect(), None),
        Ending::Dies { at, cause } => (Vec::new(), Some((at.as_str(), because(cause)))),
    };
    Request {
        service: walk.service.as_str(),
        client: walk.client.as_str(),
        class: walk.class.name(),
        failed,
        records: walk.records.iter().map(as_record).collect(),
        hops: walk.hops.iter().map(step).collect(),
        served: death.is_none(),
        answered_by,
        dies_at: death.as_ref().map(|(at, _)| *at),
        because: death.map(|(_, because)| because),
    }
}

fn as_record(answer: &Answer) -> Record<'_> {
    Record {
        name: answer.name.as_str(),
        value: answer.value.as_str(),
        target: answer.target.as_ref().map(Id::as_str),
    }
}

fn step(hop: &Hop) -> Step<'_> {
    Step {
        from: hop.from.as_str(),
        to: hop.to.as_str(),
        link: hop.link.as_ref().map(ToString::to_string),
        kind: if hop.kind == LinkKind::Resolution { "resolution" } else { "request" },
        spoken: hop.spoken.as_str(),
        encryption: hop.protection.name(),
        by: hop.choice.by.name(),
        among: hop.choice.among.iter().map(as_who).collect(),
        fate: hop.fate.name(),
    }
}

fn as_who(candidate: &Candidate) -> Who<'_> {
    Who { id: candidate.id.as_str(), state: candidate.state.name() }
}
