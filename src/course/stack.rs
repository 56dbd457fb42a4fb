//! What the first task asks for and all later ones keep: a user, a name, and a stack that answers.

use std::fmt;

use super::requirement::Answer;
use super::survey::Survey;
use crate::analysis::NodeIx;
use crate::model::{Kind, LinkKind, Record, RecordKind, RequestClass};
use crate::text::Label;

/// The domain and the address that the course gives.
pub const DOMAIN: &str = "foobar.com";
/// The name of the record.
pub const RECORD: &str = "www";
/// The address of the record.
pub const ADDRESS: &str = "8.8.8.8";
/// A tag of an application server that says: the application files are on it, without a box of their own.
pub const CODE_TAG: &str = "code base";

/// The site is called foobar.com.
pub fn domain(survey: &Survey<'_>) -> Answer {
    let services = survey.document.services().keys().map(Label::as_str);
    let nodes = survey.document.topology().nodes().filter_map(|(_, node)| node.domain.as_ref());
    match services.chain(nodes.map(Label::as_str)).find(|name| is_domain(name)) {
        Some(name) => Answer::met(name),
        None => Answer::missing(
            "no service is called www.foobar.com: say under which name the user asks for the site (`services` in the \
             file)",
        ),
    }
}

/// Whether a name is that of the course, or within it.
pub fn is_domain(name: &str) -> bool {
    name == DOMAIN || name.ends_with(&format!(".{DOMAIN}"))
}

/// `www` is an A record with the address 8.8.8.8.
pub fn record(survey: &Survey<'_>) -> Answer {
    let records = survey.document.services().values().flat_map(|service| &service.records);
    let www: Vec<&Record> = records.filter(|record| is_www(record)).collect();
    let right = |record: &&Record| record.kind == RecordKind::A && record.value.as_str() == ADDRESS;
    if www.iter().any(right) || drawn_record(survey) {
        return Answer::met("www is an A record to 8.8.8.8");
    }
    match www.first() {
        None => Answer::missing(
            "the www record is not drawn: add an A record called www with the value 8.8.8.8 to the service \
             (`records` in the file)",
        ),
        Some(record) if record.kind != RecordKind::A => Answer::missing(
            "www leads to the IPv4 address of a server, so its type is A; CNAME leads to another name, AAAA to an \
             IPv6 address",
        ),
        Some(record) => Answer::missing(format!(
            "www leads to {}; the task gives the server the address 8.8.8.8",
            if record.value.is_empty() { "no address" } else { record.value.as_str() }
        )),
    }
}

/// Whether a record is that of the site.
pub fn is_www(record: &Record) -> bool {
    record.name.as_str() == RECORD || record.name.as_str() == format!("{RECORD}.{DOMAIN}")
}

/// Whether a line to a name server says what the record says.
fn drawn_record(survey: &Survey<'_>) -> bool {
    let links = survey.document.topology().links();
    let says = |label: &str| label.contains("A record") && label.contains(ADDRESS);
    links.into_iter().any(|link| link.kind == LinkKind::Resolution && says(link.label.as_str()))
}

/// Requests go the right way: reading and writing are answered.
pub fn answered(survey: &Survey<'_>) -> Answer {
    if survey.serves(RequestClass::Read) && survey.serves(RequestClass::Write) {
        return Answer::met("the user's requests are answered");
    }
    if let Some(client) = survey.of(Kind::Client).into_iter().find(|client| asks_nobody(survey, *client)) {
        let name = survey.name(client);
        return Answer::missing(format!(
            "no line leads from {name} to the site: draw one from {name}, in the direction of the request"
        ))
        .about(survey, &[client]);
    }
    let reason = survey.findings("MOD003").find_map(|finding| finding.proof().why.lines.first().cloned());
    let reason = reason.map_or_else(String::new, |line| format!(": {line}"));
    Answer::missing(format!(
        "a request of the user is not answered{reason}; check that every line points from whoever \
         asks to whoever answers"
    ))
}

fn asks_nobody(survey: &Survey<'_>, client: NodeIx) -> bool {
    survey.links_from(client, LinkKind::Request).next().is_none()
}

/// Every web server hands dynamic requests to an application server.
pub fn web_to_app(survey: &Survey<'_>) -> Answer {
    let alone = |web: &NodeIx| survey.asked_by(*web, Kind::AppServer).is_empty();
    let does =
        ["passes dynamic requests to an application server", "pass dynamic requests to application servers"];
    every(survey, Kind::WebServer, alone, does, |them| {
        let lead = them.verb("leads", "lead");
        format!(
            "{them} {lead} to no application server: a web server cannot run the code by itself; draw a line from \
             {them} to its application server"
        )
    })
}

/// Every application server has data to work on.
pub fn app_to_data(survey: &Survey<'_>) -> Answer {
    let alone = |app: &NodeIx| survey.asked_by(*app, Kind::Database).is_empty();
    every(survey, Kind::AppServer, alone, ["asks a database", "ask a database"], |them| {
        let lead = them.verb("leads", "lead");
        format!("{them} {lead} to no database: draw a line from {them} to the database that keeps the data")
    })
}

/// Every application server has the code that it runs.
pub fn code_base(survey: &Survey<'_>) -> Answer {
    let alone = |app: &NodeIx| !has_code(survey, *app);
    every(survey, Kind::AppServer, alone, ["has the code base", "have the code base"], |them| {
        let (have, each) = (them.verb("has", "have"), them.verb("its server", "each of their servers"));
        format!(
            "{them} {have} no application files: add a code base on {each} and draw a line from {them} to it (or \
             state the tag `{CODE_TAG}`)"
        )
    })
}

fn has_code(survey: &Survey<'_>, app: NodeIx) -> bool {
    let tagged = survey.facts.node(app).tags.iter().any(|tag| tag.as_str() == CODE_TAG);
    let linked = || {
        let links = survey.document.topology().links_from(survey.facts.id(app).as_str());
        let files =
            |id: &str| survey.document.topology().node(id).is_some_and(|node| node.kind == Kind::Files);
        links.iter().any(|link| files(link.id.to.as_str()))
    };
    let beside = || survey.of(Kind::Files).into_iter().any(|files| beside(survey, app, files));
    tagged || linked() || beside()
}

/// Whether files lie in an application server, or loose on its machine.
fn beside(survey: &Survey<'_>, app: NodeIx, files: NodeIx) -> bool {
    survey.facts.is_within(files, app) || survey.together(app, files)
}

/// Only application servers ask databases.
pub fn data_behind_app(survey: &Survey<'_>) -> Answer {
    let short = |kind: Kind| {
        let askers = survey.of(kind).into_iter();
        askers.filter(|asker| !survey.asked_by(*asker, Kind::Database).is_empty()).collect::<Vec<_>>()
    };
    let askers: Vec<NodeIx> =
        [Kind::Client, Kind::LoadBalancer, Kind::WebServer].into_iter().flat_map(short).collect();
    if askers.is_empty() {
        return Answer::met("only application servers ask the database");
    }
    let them = Them::of(survey, &askers);
    let lead = them.verb("leads", "lead");
    Answer::missing(format!(
        "{them} {lead} straight to a database: only the application server should ask it; draw the line from there"
    ))
    .about(survey, &askers)
}

/// Whom a sentence is about.
#[derive(Debug)]
pub struct Them {
    names: String,
    is_one: bool,
}

impl Them {
    /// These nodes.
    pub fn of(survey: &Survey<'_>, nodes: &[NodeIx]) -> Self {
        Self { names: survey.names(nodes), is_one: nodes.len() == 1 }
    }

    /// The words for one, or for several.
    pub fn verb<'a>(&self, one: &'a str, several: &'a str) -> &'a str {
        if self.is_one { one } else { several }
    }
}

impl fmt::Display for Them {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.names)
    }
}

/// Whether no node of a kind is `wrong`, in the words for one and for several; else who is, in the words of `help`. Where there is none, the premise of the
/// requirement says so.
pub fn every(
    survey: &Survey<'_>,
    kind: Kind,
    wrong: impl Fn(&NodeIx) -> bool,
    [does, do_it]: [&str; 2],
    help: impl Fn(&Them) -> String,
) -> Answer {
    let all = survey.of(kind);
    let bad: Vec<NodeIx> = all.iter().copied().filter(wrong).collect();
    if bad.is_empty() {
        let them = Them::of(survey, &all);
        return Answer::met(format!("{them} {}", them.verb(does, do_it)));
    }
    Answer::missing(help(&Them::of(survey, &bad))).about(survey, &bad)
}
