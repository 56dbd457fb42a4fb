//! What a task wants named as an issue, and which findings of the analysis it is.

use super::survey::Survey;
use super::task::{Course, Task};
use crate::analysis::Finding;
use crate::model::{Kind, Subject};

/// An issue that a task wants named.
#[derive(Debug)]
pub struct Issue {
    /// What the course calls it.
    pub says: &'static str,
    /// The versions and the numbers of the tasks that want it named.
    pub asked: (&'static [Course], &'static [u8]),
    /// The rules whose findings it is.
    pub rules: &'static [&'static str],
    /// The kind of the first subject, where not every finding of the rules is meant.
    pub of: Option<Kind>,
    /// What to say where the analysis finds nothing of the kind.
    pub absent: &'static str,
}

const BOTH: &[Course] = &Course::ALL;

/// Every issue, task by task.
pub const ISSUES: &[Issue] = &[
    Issue {
        says: "a single point of failure: the one server",
        asked: (BOTH, &[0]),
        rules: &["REL001"],
        of: None,
        absent: "no part of this drawing stops the site alone, which one server cannot be true of: check what stands \
                 on it",
    },
    Issue {
        says: "downtime when maintenance is needed: a deploy restarts the web server",
        asked: (BOTH, &[0]),
        rules: &["OPS001"],
        of: None,
        absent: "more than one instance is stated, so a deploy need not stop the site",
    },
    Issue {
        says: "it cannot scale when traffic grows",
        asked: (BOTH, &[0]),
        rules: &["PERF002"],
        of: None,
        absent: "something already spreads requests, so a second server could be added",
    },
    Issue {
        says: "a single point of failure: the load balancer",
        asked: (BOTH, &[1]),
        rules: &["REL001"],
        of: Some(Kind::LoadBalancer),
        absent: "the load balancer is no single point of failure here: it is doubled, or requests pass beside it",
    },
    Issue {
        says: "a single point of failure: the database that takes the writes",
        asked: (BOTH, &[1]),
        rules: &["REL001", "REL002"],
        of: Some(Kind::Database),
        absent: "another database would take the writes",
    },
    Issue {
        says: "no firewall",
        asked: (BOTH, &[1]),
        rules: &["SEC001", "SEC002"],
        of: None,
        absent: "firewalls are drawn already; they belong to the next task",
    },
    Issue {
        says: "no HTTPS: requests travel in clear",
        asked: (BOTH, &[1]),
        rules: &["SEC003"],
        of: None,
        absent: "the drawing does not say that requests travel in clear: say http on port 80",
    },
    Issue {
        says: "no monitoring",
        asked: (BOTH, &[1]),
        rules: &["OPS002"],
        of: None,
        absent: "monitoring is drawn already; it belongs to the next task",
    },
    Issue {
        says: "TLS ends at the load balancer: the way to the web servers is in clear",
        asked: (BOTH, &[2]),
        rules: &["SEC004"],
        of: None,
        absent: "TLS does not end at the load balancer here, or the way on is encrypted again; be ready to say why it \
                 would be an issue",
    },
    Issue {
        says: "only one database accepts writes",
        asked: (BOTH, &[2]),
        rules: &["REL001", "REL002"],
        of: Some(Kind::Database),
        absent: "another database would take the writes",
    },
    Issue {
        says: "servers with all the same components: web, application and database compete and cannot grow apart",
        asked: (BOTH, &[2]),
        rules: &["PERF001"],
        of: None,
        absent: "the database has a server of its own, so nothing competes with it",
    },
];

impl Issue {
    /// Whether the task wants it named in one of the versions.
    pub fn is_asked_by(&self, course: Option<Course>, task: Task) -> bool {
        let (courses, tasks) = self.asked;
        course.is_none_or(|course| courses.contains(&course)) && tasks.contains(&task.number())
    }

    /// The open findings that it is.
    pub fn findings<'a>(&self, survey: &Survey<'a>) -> Vec<&'a Finding> {
        let meant =
            |finding: &&Finding| self.rules.contains(&finding.rule.code) && self.is_about(survey, finding);
        survey.report.open().filter(meant).collect()
    }

    fn is_about(&self, survey: &Survey<'_>, finding: &Finding) -> bool {
        let Some(kind) = self.of else { return true };
        let is = |id: &str| survey.document.topology().node(id).is_some_and(|node| node.kind == kind);
        let subject = finding.subjects.iter().any(|subject| match subject {
            Subject::Node(id) => is(id.as_str()),
            Subject::Link(_) | Subject::Group(_) | Subject::Service(_) => false,
        });
        subject || finding.also.iter().any(|id| is(id.as_str()))
    }
}
