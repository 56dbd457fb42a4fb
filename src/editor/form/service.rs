//! What can be stated about a service and its DNS records.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::field::{Choice, Fault, Field, Options, Sheet, Value, Widget};
use super::link::ends;
use super::node::thing;
use super::topic::Topic;
use super::words::{RECORD_KINDS, REQUESTS, choices, id, ids, label, meant, probability, told};
use crate::draft::Draft;
use crate::model::{
    Capability, Document, Probability, Record, RecordKind, RequestClass, RequestClasses, Service,
};

impl Sheet for Service {
    const FIELDS: &'static [Field<Self>] = SERVICE;

    fn load(document: &Document, topic: &Topic) -> Option<Self> {
        let Topic::Service(domain) = topic else { return None };
        document.services().get(domain).cloned()
    }

    /// A service with another domain is another service: the old one goes.
    fn store(self, draft: &mut Draft<'_>, topic: &Topic) -> Result<Topic, Fault> {
        let Topic::Service(old) = topic else { return Err("this is no service".into()) };
        if self.domain != *old {
            if draft.service(&self.domain).is_some() {
                return Err(Fault(format!("{} is declared already: choose another domain", self.domain)));
            }
            draft.drop_service(old);
        }
        let topic = Topic::Service(self.domain.clone());
        draft.put_service(self);
        Ok(topic)
    }
}

const SERVICE: &[Field<Service>] = &[
    Field::<Service>::new(
        ("domain", "The name that clients ask for, as www.example.com."),
        Widget::Text,
        |service| Value::of(Some(&service.domain)),
        |service, value| {
            service.domain = label(value).ok_or("a service needs a domain, as www.example.com")?;
            Ok(())
        },
    )
    .required(),
    Field::<Service>::new(
        ("clients", "Who asks for it."),
        Widget::Set(Options::Things(clients)),
        |service| Value::all(&service.clients),
        |service, value| ids(value).map(|clients| service.clients = clients),
    )
    .assumed(|_, _| Some("all that ask for nothing else".to_owned())),
    Field::<Service>::new(
        ("requests", "Which requests are asked for: static files, reads, writes."),
        Widget::Set(Options::Words(|_| choices(REQUESTS))),
        |service| Value::all(service.requests.iter().map(RequestClass::name)),
        |service, value| {
            service.requests = requests(value)?;
            Ok(())
        },
    )
    .required(),
    Field::<Service>::new(
        ("promise", "The promised availability (SLO), as 0.999 or 99.9%."),
        Widget::Number(""),
        |service| Value::of(service.slo.map(Probability::get)),
        |service, value| probability(value).map(|slo| service.slo = slo),
    ),
];

fn requests(value: &Value) -> Result<RequestClasses, Fault> {
    let one = |item: &String| meant(REQUESTS, &Value::One(item.clone()));
    let classes = value.items().iter().map(one).collect::<Result<Vec<_>, _>>()?;
    let classes: RequestClasses = classes.into_iter().flatten().collect();
    if classes.is_empty() {
        return Err("a service is asked for something: static, read or write".into());
    }
    Ok(classes)
}

fn clients(document: &Document, _: &Topic) -> Vec<Choice> {
    let topology = document.topology();
    let asks = |id: &&crate::model::Id| {
        topology.node(id.as_str()).is_some_and(|node| node.does(Capability::Originates))
    };
    document.reading_order().iter().filter(asks).map(|id| thing(document, id)).collect()
}

impl Sheet for Record {
    const FIELDS: &'static [Field<Self>] = RECORD;

    fn load(document: &Document, topic: &Topic) -> Option<Self> {
        let Topic::Record(domain, at) = topic else { return None };
        document.services().get(domain)?.records.get(*at).cloned()
    }

    fn store(self, draft: &mut Draft<'_>, topic: &Topic) -> Result<Topic, Fault> {
        let Topic::Record(domain, at) = topic else { return Err("this is no record".into()) };
        let mut service = draft.service(domain).cloned().ok_or("the service is gone")?;
        if let Some(record) = service.records.get_mut(*at) {
            *record = self;
        }
        draft.put_service(service);
        Ok(topic.clone())
    }
}

const RECORD: &[Field<Record>] = &[
    Field::<Record>::new(
        ("type", "What kind of answer it gives."),
        Widget::Choice(Options::Words(|_| choices(RECORD_KINDS))),
        |record| told(RECORD_KINDS, Some(record.kind)),
        |record, value| {
            record.kind = meant(RECORD_KINDS, value)?.ok_or("a record has a type: Enter lists them")?;
            Ok(())
        },
    )
    .required(),
    Field::<Record>::new(
        ("name", "The name that is asked for, without the domain, as www."),
        Widget::Text,
        |record| Value::of(Some(&record.name).filter(|name| !name.is_empty())),
        |record, value| {
            record.name = label(value).unwrap_or_default();
            Ok(())
        },
    )
    .assumed(|_, _| Some("the domain itself".to_owned())),
    Field::<Record>::new(
        ("value", "What is answered: an address, another name, a text."),
        Widget::Text,
        |record| Value::of(Some(&record.value).filter(|value| !value.is_empty())),
        |record, value| {
            record.value = label(value).unwrap_or_default();
            fits(record)
        },
    ),
    Field::<Record>::new(
        ("target", "The box or group that has this address."),
        Widget::Choice(Options::Things(ends)),
        |record| Value::of(record.target.as_ref()),
        |record, value| {
            record.target = value.one().map(id).transpose()?;
            Ok(())
        },
    ),
];

/// Whether what a record answers is an address where it has to be one.
fn fits(record: &Record) -> Result<(), Fault> {
    let value = record.value.as_str();
    match record.kind {
        _ if value.is_empty() => Ok(()),
        RecordKind::A if value.parse::<Ipv4Addr>().is_err() => {
            Err("an A record answers an IPv4 address, as 8.8.8.8; CNAME answers another name".into())
        }
        RecordKind::Aaaa if value.parse::<Ipv6Addr>().is_err() => {
            Err("an AAAA record answers an IPv6 address, as 2001:db8::1; A answers an IPv4 address".into())
        }
        _ => Ok(()),
    }
}

/// A record in words: `A www 8.8.8.8 → HAProxy`.
pub fn record_words(document: &Document, record: &Record) -> String {
    let target = record.target.as_ref().map(|id| format!("→ {}", document.title(id)));
    let kind = super::words::word(RECORD_KINDS, &record.kind).to_owned();
    let parts = [kind, record.name.to_string(), record.value.to_string(), target.unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
