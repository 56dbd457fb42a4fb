//! Drawings that are hard to analyse, the same on every run.

use std::sync::Arc;

use topoboard::model::{Change, Document, Edit, Id, Kind, Link, LinkId, LinkKind, Node, Transaction};

/// A drawing in the making.
struct Sheet(Vec<Edit>);

impl Sheet {
    fn node(&mut self, name: &str, kind: Kind, parent: Option<&str>) {
        let node = Node { parent: parent.map(id), ..Node::new(kind, "".into()) };
        self.0.push(Edit::Node(Change::birth(id(name), Arc::new(node))));
    }

    fn link(&mut self, from: &str, to: &str, kind: LinkKind, slot: Option<&str>) {
        let link = Link { kind, slot: slot.map(Into::into), ..Link::new(LinkId::new(id(from), id(to))) };
        self.0.push(Edit::Link(Change::birth(link.id.clone(), Arc::new(link))));
    }

    fn finish(self) -> Document {
        let mut document = Document::default();
        document.apply(&Transaction::from_distinct(self.0)).expect("a valid drawing");
        document
    }
}

fn id(name: &str) -> Id {
    Id::new(name).expect("an id")
}

/// A generator of numbers (Marsaglia's xorshift): no drawing here depends on chance.
struct Throws(u64);

impl Throws {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).expect("below the end")
    }
}

/// Application servers in a row of layers; each needs one of two of the next layer, and one of two others: most of
/// them take part in answering.
pub fn mesh(size: usize) -> Document {
    let (mut sheet, mut throws) = (Sheet(Vec::new()), Throws(7));
    sheet.node("client", Kind::Client, None);
    for n in 0..size {
        sheet.node(&format!("a{n}"), Kind::AppServer, None);
    }
    sheet.link("client", "a0", LinkKind::Request, None);
    for n in 0..size - 1 {
        let reach = 40.min(size - 1 - n);
        let mut taken = vec![n];
        for slot in ["left", "left", "right", "right"] {
            let target = if taken.len() == 1 { n + 1 } else { n + 1 + throws.below(reach) };
            if !taken.contains(&target) {
                taken.push(target);
                sheet.link(&format!("a{n}"), &format!("a{target}"), LinkKind::Request, Some(slot));
            }
        }
    }
    sheet.finish()
}

/// Application servers, each of which needs the next one, and with `back` also the one before.
pub fn chain(size: usize, back: bool) -> Document {
    let mut sheet = Sheet(Vec::new());
    sheet.node("client", Kind::Client, None);
    for n in 0..size {
        sheet.node(&format!("a{n}"), Kind::AppServer, None);
    }
    sheet.link("client", "a0", LinkKind::Request, None);
    for n in 0..size - 1 {
        let (here, next) = (format!("a{n}"), format!("a{}", n + 1));
        sheet.link(&here, &next, LinkKind::Request, Some("next"));
        if back {
            sheet.link(&next, &here, LinkKind::Request, Some("before"));
        }
    }
    sheet.finish()
}

/// One service of so many nodes: two load balancers, web, app and database servers, each component on its own server.
pub fn one_service(size: usize) -> Document {
    let mut sheet = Sheet(Vec::new());
    let each = size / 2 / 10;
    sheet.node("client", Kind::Client, None);
    let mut tier = |kind: Kind, stem: &str, count: usize| -> Vec<String> {
        let names: Vec<String> = (0..count).map(|n| format!("{stem}{n}")).collect();
        for name in &names {
            let host = format!("s-{name}");
            sheet.node(&host, Kind::Server, None);
            sheet.node(name, kind, Some(&host));
        }
        names
    };
    let balancers = tier(Kind::LoadBalancer, "lb", 2);
    let webs = tier(Kind::WebServer, "w", each * 5);
    let apps = tier(Kind::AppServer, "a", each * 5);
    let stores = tier(Kind::Database, "d", 3);
    for balancer in &balancers {
        sheet.link("client", balancer, LinkKind::Request, None);
        for web in &webs {
            sheet.link(balancer, web, LinkKind::Request, None);
        }
    }
    for (n, web) in webs.iter().enumerate() {
        for app in apps.iter().cycle().skip(n).take(4) {
            sheet.link(web, app, LinkKind::Request, None);
        }
    }
    for app in &apps {
        for store in &stores {
            sheet.link(app, store, LinkKind::Request, None);
        }
    }
    for pair in stores.windows(2) {
        if let [from, to] = pair {
            sheet.link(from, to, LinkKind::Replication, None);
        }
    }
    sheet.finish()
}
