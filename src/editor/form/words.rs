//! The words of the forms: what can be chosen, with a note on each, and how typed numbers are read.

use super::field::{Choice, Fault, Value};
use crate::geometry::{LIMIT, Point, SIZE_LIMIT, Size};
use crate::model::{
    Access, Algorithm, Failover, Hours, Id, LinkKind, Need, Probability, RecordKind, RequestClass, Role, Tls,
    Trust,
};
use crate::text::Label;

/// Values with their words and a note on each.
pub type Words<V> = &'static [(V, &'static str, &'static str)];

/// Yes and no.
pub const FACT: Words<bool> = &[(true, "yes", ""), (false, "no", "")];

/// Parts in a replication.
pub const ROLES: Words<Role> = &[
    (Role::Standalone, "standalone", "alone"),
    (Role::Primary, "primary", "takes the writes"),
    (Role::Replica, "replica", "follows the primary"),
    (Role::Member, "member", "one of equals"),
];

/// Trust of a network.
pub const TRUSTS: Words<Trust> = &[
    (Trust::Untrusted, "untrusted", "anybody may be there"),
    (Trust::Dmz, "dmz", "between outside and inside"),
    (Trust::Internal, "internal", "ours only"),
];

/// How backends are chosen.
pub const ALGORITHMS: Words<Algorithm> = &[
    (Algorithm::RoundRobin, "round robin", "one after the other"),
    (Algorithm::LeastConn, "least connections", "the least busy one"),
    (Algorithm::IpHash, "by client address", "a client stays with one"),
    (Algorithm::Random, "random", "by chance"),
    (Algorithm::Weighted, "weighted", "by stated weights"),
];

/// What a link carries.
pub const LINK_KINDS: Words<LinkKind> = &[
    (LinkKind::Request, "request", "requests of users"),
    (LinkKind::Resolution, "resolution", "questions for an address"),
    (LinkKind::Replication, "replication", "copies of data"),
    (LinkKind::Heartbeat, "heartbeat", "signs of life"),
    (LinkKind::Monitoring, "monitoring", "measurements"),
    (LinkKind::Management, "management", "administration"),
    (LinkKind::Async, "async", "nobody waits for it"),
];

/// Stated protection.
pub const TLS: Words<Tls> = &[
    (Tls::Yes, "yes", "encrypted"),
    (Tls::No, "no", "plain"),
    (Tls::Mutual, "mutual", "both ends prove who they are"),
    (Tls::Tunnel, "tunnel", "inside an encrypted tunnel"),
];

/// What a link is used for.
pub const ACCESS: Words<Access> = &[
    (Access::ReadWrite, "read and write", ""),
    (Access::Read, "read", "reads only"),
    (Access::Write, "write", "writes only"),
];

/// Whether the source needs the target.
pub const NEEDS: Words<Need> =
    &[(Need::Hard, "hard", "cannot do without"), (Need::Soft, "soft", "can do without")];

/// Who takes over.
pub const FAILOVERS: Words<Failover> = &[
    (Failover::None, "none", "nobody takes over"),
    (Failover::Manual, "manual", "a person switches"),
    (Failover::Auto, "automatic", "the system switches"),
];

/// Types of DNS records.
pub const RECORD_KINDS: Words<RecordKind> = &[
    (RecordKind::A, "A", "name to IPv4 address"),
    (RecordKind::Aaaa, "AAAA", "name to IPv6 address"),
    (RecordKind::Cname, "CNAME", "name to another name"),
    (RecordKind::Mx, "MX", "mail"),
    (RecordKind::Txt, "TXT", "text"),
    (RecordKind::Ns, "NS", "name servers"),
];

/// What requests want.
pub const REQUESTS: Words<RequestClass> = &[
    (RequestClass::Static, RequestClass::Static.name(), "files that do not change"),
    (RequestClass::Read, RequestClass::Read.name(), "answers from data"),
    (RequestClass::Write, RequestClass::Write.name(), "changes of data"),
];

/// Protocols that are offered; any other word is one as well.
pub const PROTOCOLS: Words<()> = &[
    ((), "https", "encrypted"),
    ((), "http", "plain"),
    ((), "sql", ""),
    ((), "mysql", ""),
    ((), "postgres", ""),
    ((), "redis", "plain"),
    ((), "rediss", "encrypted"),
    ((), "fastcgi", "plain"),
    ((), "grpc", ""),
    ((), "grpcs", "encrypted"),
    ((), "ws", "plain"),
    ((), "wss", "encrypted"),
    ((), "amqp", "plain"),
    ((), "amqps", "encrypted"),
    ((), "memcached", "plain"),
    ((), "dns", ""),
    ((), "tcp", ""),
    ((), "udp", ""),
    ((), "tls", "encrypted"),
    ((), "ssh", "encrypted"),
    ((), "smtp", "plain"),
    ((), "ldap", "plain"),
    ((), "ldaps", "encrypted"),
    ((), "ftp", "plain"),
];

/// The choices of a table.
pub fn choices<V>(words: Words<V>) -> Vec<Choice> {
    let choice = |(_, word, note): &(V, &str, &str)| Choice {
        key: (*word).to_owned(),
        title: (*word).to_owned(),
        note: (*note).to_owned(),
    };
    words.iter().map(choice).collect()
}

/// The word for a value.
pub fn word<V: PartialEq>(words: Words<V>, value: &V) -> &'static str {
    words.iter().find(|row| row.0 == *value).map_or("", |row| row.1)
}

/// What is stated, in the words of a table.
pub fn told<V: PartialEq>(words: Words<V>, value: Option<V>) -> Value {
    Value::of(value.map(|value| word(words, &value)))
}

/// What the words of a table mean.
///
/// # Errors
/// When it is none of them.
pub fn meant<V: Copy>(words: Words<V>, value: &Value) -> Result<Option<V>, Fault> {
    let Some(text) = value.one() else { return Ok(None) };
    let found = words.iter().find(|row| row.1 == text).map(|row| Some(row.0));
    let known = || words.iter().map(|row| row.1).collect::<Vec<_>>().join(", ");
    found.ok_or_else(|| Fault(format!("expected one of {}", known())))
}

/// A line of text without blanks around it; nothing when nothing is left.
pub fn label(value: &Value) -> Option<Label> {
    let text = value.one().map(str::trim).filter(|text| !text.is_empty());
    text.map(Label::new)
}

/// The id of a thing.
///
/// # Errors
/// When the text is none.
pub fn id(text: &str) -> Result<Id, Fault> {
    Id::new(text).map_err(|error| Fault(error.to_string()))
}

/// The ids of several things, each once.
///
/// # Errors
/// When one of the texts is none.
pub fn ids(value: &Value) -> Result<Vec<Id>, Fault> {
    let mut found = Vec::new();
    for item in value.items() {
        let id = id(item)?;
        if !found.contains(&id) {
            found.push(id);
        }
    }
    Ok(found)
}

/// Reads what is typed, if anything is.
fn read<V>(value: &Value, parse: fn(&str) -> Option<V>, expected: &str) -> Result<Option<V>, Fault> {
    let Some(text) = value.one().map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    parse(text).map(Some).ok_or_else(|| Fault(format!("expected {expected}")))
}

/// A port.
///
/// # Errors
/// When it is none.
pub fn port(value: &Value) -> Result<Option<u16>, Fault> {
    let parse = |text: &str| text.parse::<u16>().ok().filter(|port| *port > 0);
    read(value, parse, "a whole number from 1 to 65535, as 443")
}

/// How many.
///
/// # Errors
/// When it is no whole number from 1.
pub fn count(value: &Value) -> Result<Option<u32>, Fault> {
    let parse = |text: &str| text.parse::<u32>().ok().filter(|count| *count > 0);
    read(value, parse, "a whole number, 1 or more")
}

/// A probability, also in percent.
///
/// # Errors
/// When it is none.
pub fn probability(value: &Value) -> Result<Option<Probability>, Fault> {
    read(value, parse_probability, "a number from 0 to 1, as 0.999, or a percentage, as 99.9%")
}

fn parse_probability(text: &str) -> Option<Probability> {
    match text.strip_suffix('%') {
        // The exponent shifts the digits without rounding: 99.9 % is 0.999 and no other number close to it.
        Some(percent) => Probability::new(format!("{}e-2", percent.trim()).parse().ok()?),
        None => Probability::new(text.parse().ok()?),
    }
}

/// Units of time in hours.
const UNITS: &[(&str, f64)] = &[("min", 1.0 / 60.0), ("h", 1.0), ("d", 24.0), ("y", 8760.0)];

/// A span of time in hours, also with a unit.
///
/// # Errors
/// When it is none.
pub fn hours(value: &Value) -> Result<Option<Hours>, Fault> {
    read(value, parse_hours, "hours above 0, as 720, or with a unit: 30min, 36h, 30d, 2y")
}

fn parse_hours(text: &str) -> Option<Hours> {
    let unit = UNITS.iter().find_map(|(unit, hours)| Some((text.strip_suffix(unit)?, *hours)));
    let (number, factor) = unit.unwrap_or((text, 1.0));
    Hours::new(number.trim().parse::<f64>().ok()? * factor)
}

/// A cell of the canvas.
///
/// # Errors
/// When it is none.
pub fn cell(value: &Value) -> Result<Option<Point>, Fault> {
    let parse = |text: &str| {
        let (x, y) = pair(text)?;
        let at = Point::new(x, y);
        (at == at.clamped()).then_some(at)
    };
    read(value, parse, &format!("column and row, as 12, 4: each from -{LIMIT} to {LIMIT}"))
}

/// A number of columns.
///
/// # Errors
/// When it is none.
pub fn cells(value: &Value) -> Result<Option<u16>, Fault> {
    let parse =
        |text: &str| text.parse::<u16>().ok().filter(|width| (1..=SIZE_LIMIT).contains(&i32::from(*width)));
    read(value, parse, &format!("a number of columns from 1 to {SIZE_LIMIT}"))
}

/// Columns and rows.
///
/// # Errors
/// When it is none.
pub fn size(value: &Value) -> Result<Option<Size>, Fault> {
    let parse = |text: &str| {
        let (width, height) = pair(text)?;
        let is_side = |side: i32| (1..=SIZE_LIMIT).contains(&side);
        (is_side(width) && is_side(height)).then_some(Size::new(width, height))
    };
    read(value, parse, &format!("columns and rows, as 22 x 9: each from 1 to {SIZE_LIMIT}"))
}

fn pair(text: &str) -> Option<(i32, i32)> {
    let inner = text.trim_start_matches('(').trim_end_matches(')');
    let mut numbers = inner.split([',', 'x', '×', ' ']).filter(|part| !part.is_empty());
    let both = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
    numbers.next().is_none().then_some(both)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Value {
        Value::One(text.to_owned())
    }

    #[test]
    fn percentages_are_read_exactly() {
        assert_eq!(probability(&one("99.9%")), Ok(Probability::new(0.999)));
        assert_eq!(probability(&one("99.95 %")), Ok(Probability::new(0.9995)));
        assert_eq!(probability(&one("0.5")), Ok(Probability::new(0.5)));
        assert!(probability(&one("99.9")).is_err());
        assert!(probability(&one("nan")).is_err());
    }

    #[test]
    fn times_have_units() {
        assert_eq!(hours(&one("30d")), Ok(Hours::new(720.0)));
        assert_eq!(hours(&one("30 min")), Ok(Hours::new(0.5)));
        assert_eq!(hours(&one("36")), Ok(Hours::new(36.0)));
        assert!(hours(&one("0")).is_err() && hours(&one("inf")).is_err() && hours(&one("h")).is_err());
    }

    #[test]
    fn pairs_are_read_as_people_write_them() {
        assert_eq!(cell(&one("12, -4")), Ok(Some(Point::new(12, -4))));
        assert_eq!(size(&one("22x9")), Ok(Some(Size::new(22, 9))));
        assert_eq!(size(&one("(22, 9)")), Ok(Some(Size::new(22, 9))));
        assert!(size(&one("0 x 9")).is_err() && cell(&one("1, 2, 3")).is_err() && cell(&one("5")).is_err());
    }

    #[test]
    fn no_text_states_nothing() {
        assert_eq!(port(&one("  ")), Ok(None));
        assert_eq!(label(&one(" ")), None);
        assert_eq!(meant(ROLES, &Value::Unstated), Ok(None));
        assert!(
            meant(ROLES, &one("boss")).unwrap_err().to_string().starts_with("expected one of standalone")
        );
    }
}
