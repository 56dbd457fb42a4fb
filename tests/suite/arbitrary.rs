//! Documents of every kind, for property tests: every field of every element, stated and unstated.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use topoboard::geometry::{LIMIT, Point, SIZE_LIMIT, Size};
use topoboard::model::*;
use topoboard::text::{Label, Prose};

/// Valid documents with up to a few dozen elements.
pub fn document() -> impl Strategy<Value = Document> {
    let nodes = vec((id(), node(), placement(), weighted(0.5, any::<Index>())), 0..14);
    let groups = vec((id(), mode(), label(), of(label()), vec(any::<Index>(), 1..5)), 0..4);
    let links = vec((any::<Index>(), any::<Index>(), of(key()), link()), 0..20);
    let services = vec((service(), vec(any::<Index>(), 0..3), vec(any::<Index>(), 0..3)), 0..3);
    let rest = (header(), vec(note(), 0..4), vec(allowance(), 0..4));
    (nodes, groups, links, services, rest).prop_map(|(nodes, groups, links, services, rest)| {
        let mut board = Board::default();
        board.nodes(nodes);
        board.groups(groups);
        board.links(links);
        board.services(services);
        let (header, texts, allowances) = rest;
        for (number, note) in (0..).zip(texts) {
            board.add(Edit::Note(Change::birth(NoteId(number), note)));
        }
        for allowance in allowances {
            let key = (allowance.rule.clone(), allowance.subject.clone());
            board.add(Edit::Allowance(Change::birth(key, allowance)));
        }
        let edit = board.document.header_edit(header);
        board.add(edit);
        board.document
    })
}

/// Text with everything that has a meaning somewhere: quotes, brackets, comments, markup, wide and combining letters.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-zA-Z0-9 ._-]{1,12}",
        1 => select(vec!["\"", "\\", "\\n", "a\"b\\c", "// no comment", "/* nor this", "*/", "r#\"", "`", "日本語",
            "e\u{301}", "👩‍👩‍👧", "می\u{200C}خواهم", "lb\u{200D}-1", "\u{1b}[31m", "a\tb", " ", "  x  ", "'", "{}[]()", "<b>&amp;", "$x %s", "-", "None",
            "Some(1)", "<<<<<<< HEAD"]).prop_map(str::to_owned),
        1 => any::<String>().prop_map(|text| text.chars().take(40).collect()),
    ]
}

fn label() -> impl Strategy<Value = Label> {
    text().prop_map(|text| Label::new(&text))
}

/// A label of which something can be seen.
fn filled() -> impl Strategy<Value = Label> {
    label().prop_filter("not blank", |label| !label.as_str().trim().is_empty())
}

fn prose() -> impl Strategy<Value = Prose> {
    vec(prop_oneof![3 => text(), 1 => Just(String::new())], 1..5)
        .prop_map(|lines| Prose::new(&lines.join("\n")))
}

/// Ids are few and short, so that they meet.
fn id() -> impl Strategy<Value = Id> {
    prop_oneof![
        4 => "[a-z]{1,3}(-[0-9]{1,2})?",
        1 => "[a-zA-Z0-9_.:/@+-]{1,20}",
        1 => "[äß日本é]{1,4}",
    ]
    .prop_map(|text| Id::new(&text).unwrap())
}

fn key() -> impl Strategy<Value = Id> {
    prop_oneof![Just("2"), Just("3"), Just("backup"), Just("x.y")].prop_map(|text| Id::new(text).unwrap())
}

fn kind() -> impl Strategy<Value = Kind> {
    select(Kind::all().collect::<Vec<_>>())
}

fn probability() -> impl Strategy<Value = Probability> {
    prop_oneof![Just(0.0), Just(1.0), Just(0.999), Just(-0.0), Just(f64::MIN_POSITIVE), 0.0..=1.0]
        .prop_map(|p| Probability::new(p).unwrap())
}

fn hours() -> impl Strategy<Value = Hours> {
    prop_oneof![Just(720.0), Just(0.1), Just(f64::MAX), Just(f64::MIN_POSITIVE), Just(1e15), 1e-9..1e9]
        .prop_map(|hours| Hours::new(hours).unwrap())
}

fn placement() -> impl Strategy<Value = Placement> {
    let cell = (-LIMIT..=LIMIT, -LIMIT..=LIMIT).prop_map(|(x, y)| Point::new(x, y));
    let size = (1..=SIZE_LIMIT, 1..=SIZE_LIMIT).prop_map(|(width, height)| Size::new(width, height));
    (of(cell), of(size)).prop_map(|(at, size)| Placement { at, size })
}

prop_compose! {
    fn node()(
        kind in kind(),
        name in label(),
        role in of(select(vec![Role::Standalone, Role::Primary, Role::Replica, Role::Member])),
        trust in of(select(vec![Trust::Untrusted, Trust::Dmz, Trust::Internal])),
        flags in (of(any::<bool>()), of(any::<bool>()), of(any::<bool>())),
        labels in (of(label()), of(label()), vec(label(), 0..3)),
        port in of(any::<u16>()),
        algorithm in of(select(vec![
            Algorithm::RoundRobin, Algorithm::LeastConn, Algorithm::IpHash, Algorithm::Random, Algorithm::Weighted,
        ])),
        numbers in (of(probability()), of(hours()), of(hours()), of(any::<u32>())),
    ) -> Node {
        let (managed, caches_static, health_check) = flags;
        let (address, domain, tags) = labels;
        let (availability, mtbf, mttr, instances) = numbers;
        Node {
            role, trust, managed, caches_static, address, domain, port, algorithm, health_check, availability,
            mtbf, mttr, instances, tags, ..Node::new(kind, name)
        }
    }
}

fn failover() -> impl Strategy<Value = Failover> {
    select(vec![Failover::None, Failover::Manual, Failover::Auto])
}

/// The id of an active member is a stand-in; the board puts a member there.
fn mode() -> impl Strategy<Value = Mode> {
    let active = Id::new("active").unwrap();
    prop_oneof![
        Just(Mode::ActiveActive { min: 1 }),
        failover().prop_map(move |failover| Mode::ActivePassive { active: active.clone(), failover }),
        failover().prop_map(|failover| Mode::PrimaryReplica { failover }),
        (of(Just(1)), any::<bool>()).prop_map(|(votes, stale_reads)| Mode::Quorum { votes, stale_reads }),
    ]
}

prop_compose! {
    fn link()(
        kind in select(vec![
            LinkKind::Request, LinkKind::Resolution, LinkKind::Replication, LinkKind::Heartbeat,
            LinkKind::Monitoring, LinkKind::Management, LinkKind::Async,
        ]),
        protocol in of(prop_oneof![
            Just("https".to_owned()), Just("h2c_x".to_owned()), Just("http/2".to_owned()), Just("true".to_owned()),
            text(),
        ]),
        port in of(any::<u16>()),
        tls in of(select(vec![Tls::No, Tls::Yes, Tls::Mutual, Tls::Tunnel])),
        access in select(vec![Access::Read, Access::Write, Access::ReadWrite]),
        need in of(select(vec![Need::Hard, Need::Soft])),
        slot in of(label()),
        label in label(),
    ) -> Link {
        let nowhere = Id::new("nowhere").unwrap();
        let protocol = protocol.as_deref().map(Protocol::new);
        Link { kind, protocol, port, tls, access, need, slot, label,
            ..Link::new(LinkId::new(nowhere.clone(), nowhere)) }
    }
}

prop_compose! {
    fn service()(
        domain in filled(),
        records in vec((
            select(vec![
                RecordKind::A, RecordKind::Aaaa, RecordKind::Cname, RecordKind::Mx, RecordKind::Txt, RecordKind::Ns,
            ]),
            label(), label(),
        ), 0..3),
        requests in vec(select(RequestClass::ALL.to_vec()), 0..4),
        slo in of(probability()),
    ) -> Service {
        let mut service = Service::new(domain);
        let mut seen = BTreeSet::new();
        for (kind, name, value) in records {
            if seen.insert((kind, name.clone(), value.clone())) {
                service.records.push(Record { kind, name, value, target: None });
            }
        }
        service.requests = requests.into_iter().collect();
        service.slo = slo;
        service
    }
}

prop_compose! {
    fn header()(
        title in label(),
        about in prose(),
        lesson in vec(("[A-Z]{3}[0-9]{3}", "[a-z]{1,5}(->[a-z]{1,5})?"), 0..4),
    ) -> Header {
        let entry = |(rule, subject): (String, String)| LessonRef {
            rule: Label::new(&rule),
            subject: Label::new(&subject),
        };
        Header { title, about, lesson: lesson.into_iter().map(entry).collect() }
    }
}

fn note() -> impl Strategy<Value = Note> {
    let cell = (-LIMIT..=LIMIT, -LIMIT..=LIMIT).prop_map(|(x, y)| Point::new(x, y));
    (of(cell), of(0..=10_000_u16), prose()).prop_map(|(at, width, text)| Note { at, width, text })
}

fn allowance() -> impl Strategy<Value = Allowance> {
    let day = (0..40_000_u32).prop_map(|days| Date::from_unix_days(days).unwrap());
    let severity = select(vec![Severity::Error, Severity::Warning, Severity::Info]);
    let fields = (filled(), filled(), of(severity), filled(), of(day));
    fields.prop_map(|(rule, subject, severity, reason, until)| Allowance {
        rule,
        subject,
        severity,
        reason,
        until,
    })
}

/// Id, mode, name, shared address, and who of the nodes that are in no group become members.
type GroupPlan = (Id, Mode, Label, Option<Label>, Vec<Index>);

/// A document in the making: what does not fit in is left out.
#[derive(Default)]
struct Board {
    document: Document,
    ids: Vec<Id>,
    free: BTreeSet<Id>,
}

impl Board {
    fn add(&mut self, edit: Edit) -> bool {
        self.document.apply(&Transaction::from_distinct(vec![edit])).is_ok()
    }

    fn pick(&self, index: Index) -> Option<Id> {
        (!self.ids.is_empty()).then(|| index.get(&self.ids).clone())
    }

    fn nodes(&mut self, nodes: Vec<(Id, Node, Placement, Option<Index>)>) {
        for (id, node, placement, relative) in nodes {
            let relative = relative.and_then(|index| self.pick(index));
            let guards = relative.clone().into_iter().collect();
            let inside = Node { parent: relative, ..node.clone() };
            let guarding = Node { guards, ..node };
            let born = [inside, guarding]
                .into_iter()
                .any(|node| self.add(Edit::Node(Change::birth(id.clone(), Arc::new(node)))));
            if born {
                self.ids.push(id.clone());
                self.free.insert(id.clone());
                if placement != Placement::default() {
                    assert!(self.add(Edit::Placement(Change::birth(id, placement))));
                }
            }
        }
    }

    fn groups(&mut self, groups: Vec<GroupPlan>) {
        for (id, mode, name, vip, picks) in groups {
            let free: Vec<Id> = self.free.iter().cloned().collect();
            if free.is_empty() {
                return;
            }
            let members: BTreeSet<Id> = picks.iter().map(|index| index.get(&free).clone()).collect();
            let mut members: Vec<Id> = members.into_iter().collect();
            members.sort_by(|a, b| natural(a.as_str(), b.as_str()));
            let mode = match mode {
                Mode::ActiveActive { .. } => {
                    Mode::ActiveActive { min: u32::try_from(members.len()).unwrap() }
                }
                Mode::ActivePassive { failover, .. } => {
                    Mode::ActivePassive { active: members[0].clone(), failover }
                }
                other => other,
            };
            let group = Group { name, mode, members: members.clone(), vip };
            if self.add(Edit::Group(Change::birth(id.clone(), Arc::new(group)))) {
                self.ids.push(id);
                self.free.retain(|id| !members.contains(id));
            }
        }
    }

    fn links(&mut self, links: Vec<(Index, Index, Option<Id>, Link)>) {
        for (from, to, key, link) in links {
            let (Some(from), Some(to)) = (self.pick(from), self.pick(to)) else { return };
            let id = LinkId { from, to, key };
            let link = Link { id: id.clone(), ..link };
            self.add(Edit::Link(Change::birth(id, Arc::new(link))));
        }
    }

    fn services(&mut self, services: Vec<(Service, Vec<Index>, Vec<Index>)>) {
        for (mut service, clients, targets) in services {
            let nodes: Vec<Id> = self.document.topology().nodes().map(|(id, _)| id.clone()).collect();
            if !nodes.is_empty() {
                service.clients = clients.iter().map(|index| index.get(&nodes).clone()).collect();
                for (record, index) in service.records.iter_mut().zip(targets) {
                    record.target = Some(index.get(&self.ids).clone());
                }
            }
            self.add(Edit::Service(Change::birth(service.domain.clone(), service)));
        }
    }
}
