//! The words for things of a quick line: one row a word. Kinds by the letters of the keys, by the words of files and
//! ids, and by the products that everybody knows, which also give the name.

use crate::codec;
use crate::model::{Kind, Protocol};

/// What a word stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The kind.
    pub kind: Kind,
    /// Whether it is a database that follows what is linked to it.
    pub replica: bool,
    /// The name that the word gives, as `nginx` does.
    pub name: Option<&'static str>,
}

/// Letters as in `assets/keymap.ron`, words that are neither the name nor the stem of the kind, products with their
/// usual spelling.
#[rustfmt::skip]
const ROWS: &[(Kind, &str, &[&str], &[&str])] = &[
    (Kind::Client,           "c", &["user", "browser"],             &[]),
    (Kind::Internet,         "i", &["www"],                         &[]),
    (Kind::Dns,              "n", &[],                              &[]),
    (Kind::Cdn,              "D", &[],                              &["Cloudflare"]),
    (Kind::Firewall,         "f", &[],                              &[]),
    (Kind::Waf,              "W", &[],                              &[]),
    (Kind::LoadBalancer,     "l", &["balancer", "loadbalancer"],    &["HAProxy"]),
    (Kind::Proxy,            "x", &[],                              &["Squid", "Varnish"]),
    (Kind::Region,           "R", &[],                              &[]),
    (Kind::Zone,             "z", &["az"],                          &[]),
    (Kind::Network,          "v", &["subnet", "vpc", "lan"],        &[]),
    (Kind::Server,           "s", &["host", "vm", "srv"],           &[]),
    (Kind::WebServer,        "w", &["webserver"],                   &["Nginx", "Apache", "Caddy"]),
    (Kind::AppServer,        "p", &["appserver", "api"],            &["Gunicorn", "PHP-FPM", "Tomcat", "uWSGI", "Puma"]),
    (Kind::Worker,           "b", &["job"],                         &["Celery", "Sidekiq"]),
    (Kind::Cache,            "k", &[],                              &["Redis", "Memcached"]),
    (Kind::Queue,            "q", &["mq"],                          &["RabbitMQ", "Kafka"]),
    (Kind::Database,         "d", &["primary"],                     &["MySQL", "MariaDB", "PostgreSQL", "Postgres", "MongoDB"]),
    (Kind::ObjectStore,      "o", &["bucket"],                      &["S3", "MinIO"]),
    (Kind::External,         "e", &["thirdparty"],                  &["Stripe"]),
    (Kind::Files,            "y", &["code"],                        &[]),
    (Kind::Certificate,      "C", &["tls-cert"],                    &[]),
    (Kind::MonitorAgent,     "m", &["monitor"],                     &[]),
    (Kind::MonitorCollector, "M", &["monitoring"],                  &["Sumologic", "Prometheus"]),
];

/// The words for a database that follows what is linked to it.
const REPLICA: &[&str] = &["r", "replica"];

/// What a word stands for. A single letter means what it means as a key, so its case counts; longer words are read in
/// any case, with `-` for `_` too.
pub fn meaning(word: &str) -> Option<Meaning> {
    let plain = |kind| Meaning { kind, replica: false, name: None };
    if let Some(row) = ROWS.iter().find(|row| row.1 == word) {
        return Some(plain(row.0));
    }
    let folded = fold(word);
    if REPLICA.contains(&folded.as_str()) {
        return Some(Meaning { replica: true, ..plain(Kind::Database) });
    }
    let is = |known: &str| known.len() > 1 && fold(known) == folded;
    let by_word = |row: &&(Kind, _, &[&str], _)| {
        is(row.0.name()) || is(row.0.stem()) || row.2.iter().any(|known| is(known))
    };
    if let Some(row) = ROWS.iter().find(by_word) {
        return Some(plain(row.0));
    }
    ROWS.iter().find_map(|row| {
        let name = row.3.iter().copied().find(|known| is(known))?;
        Some(Meaning { name: Some(name), ..plain(row.0) })
    })
}

/// The rows for people: kind, letter, words, products.
pub fn words() -> impl Iterator<Item = (Kind, &'static str, Vec<&'static str>, &'static [&'static str])> {
    ROWS.iter().map(|(kind, letter, others, products)| {
        let mut words = vec![kind.stem()];
        words.extend(Some(kind.name()).filter(|name| *name != kind.stem()));
        words.extend(others.iter());
        (*kind, *letter, words, *products)
    })
}

/// The word nearest to one that means nothing, among kinds and what is in the drawing.
pub fn nearest<'a>(word: &str, others: impl Iterator<Item = &'a str>) -> Option<String> {
    let known = words().flat_map(|(_, _, words, products)| words.into_iter().chain(products.iter().copied()));
    let known: Vec<&str> = known.chain(REPLICA.iter().copied()).filter(|word| word.len() > 1).collect();
    codec::nearest(word, known.into_iter().chain(others))
}

/// Whether a word is the name of a protocol.
pub fn is_protocol(word: &str) -> bool {
    Protocol::names().any(|name| name.eq_ignore_ascii_case(word))
}

fn fold(word: &str) -> String {
    word.to_lowercase().replace('-', "_")
}

/// Whether a longer word that is known begins like this: somebody may still be typing it.
pub fn begins_one(word: &str) -> bool {
    let folded = fold(word);
    let known = words().flat_map(|(_, _, words, products)| words.into_iter().chain(products.iter().copied()));
    let mut known = known.chain(REPLICA.iter().copied()).chain(Protocol::names());
    known.any(|known| fold(known).starts_with(&folded))
}
