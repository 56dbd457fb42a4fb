//! A drawing as a report in Markdown: what it shows, why each part is there, how a request travels, what is wrong with
//! it and why, what changed, what the words mean, and what it leaves open. Several drawings make one document.
//!
//! Invariant: the report says nothing that the analysis does not: every issue is a finding, every step of the way is a
//! link. Drawings of the course (their site is foobar.com) also answer what its tasks ask; others do not.

mod change;
mod component;
mod issue;
mod markdown;
mod open;
mod route;
mod term;

use crate::analysis::{Context, Facts, Report, analyse};
use crate::course::{self, Task};
use crate::model::Document;

use super::{ExportError, ExportOptions, Format, Page, drawn};
use markdown::Markdown;

pub(super) const REPORT: Format = Format {
    name: "report",
    title: "a report in Markdown: drawing, parts, way of a request, issues",
    extension: "md",
    write: |document, options| together(&[Page::of(document)], options),
    together: Some(together),
};

/// The least that is assumed of parts that state no availability, in the line on availability.
const ASSUMED: f64 = 0.99;

/// Writes the blocks of a section; nothing where there is nothing to say.
type Section = fn(&Chapter<'_>, &mut Markdown);

/// A drawing with all that its chapter is made of.
struct Chapter<'a> {
    document: &'a Document,
    facts: Facts,
    report: Report,
    /// What asks only where strictness is asked for.
    strict: Report,
    before: Option<(&'a Document, Report)>,
    /// The task of the course that the drawing is.
    task: Option<Task>,
    /// What it is called.
    title: String,
    options: &'a ExportOptions<'a>,
}

fn together(pages: &[Page<'_>], options: &ExportOptions<'_>) -> Result<String, ExportError> {
    let mut text = Markdown::default();
    if pages.len() > 1 {
        contents(&mut text, pages);
    }
    for page in pages {
        let chapter = Chapter::new(page, options);
        let level = if pages.len() > 1 { 2 } else { 1 };
        chapter.write(&mut text, level)?;
    }
    Ok(text.finish())
}

/// The title of a document with several chapters, and where each begins.
fn contents(text: &mut Markdown, pages: &[Page<'_>]) {
    text.heading(1, "From stage to stage");
    let items = pages
        .iter()
        .map(|page| format!("[{}](#{})", markdown::plain(&title(page)), markdown::anchor(&title(page))));
    text.list(items);
}

/// The title of a chapter: with the number of the stage where there is one.
fn title(page: &Page<'_>) -> String {
    let title = page.document.header().title.as_str();
    let title = if title.is_empty() { "A drawing without a title" } else { title };
    match page.number {
        Some(number) => format!("{number}. {title}"),
        None => title.to_owned(),
    }
}

impl<'a> Chapter<'a> {
    fn new(page: &Page<'a>, options: &'a ExportOptions<'a>) -> Self {
        let found = |document: &Document, strict| {
            // Only a cancelled analysis has no report, and nobody cancels this one.
            let context = Context { today: options.today, strict };
            analyse(document, &context, &|| false).unwrap_or_default()
        };
        let wanted = options.course.is_some() || course::is_of_course(page.document);
        let task = page.number.and_then(Task::new).unwrap_or_else(|| Task::of(page.document));
        Self {
            document: page.document,
            facts: Facts::new(page.document),
            report: found(page.document, false),
            strict: found(page.document, true),
            before: page.before.map(|document| (document, found(document, false))),
            task: wanted.then_some(task),
            title: title(page),
            options,
        }
    }

    fn write(&self, text: &mut Markdown, level: usize) -> Result<(), ExportError> {
        text.heading(level, &markdown::plain(&self.title));
        if let Some(first) = self.document.header().about.as_str().split("\n\n").next() {
            text.paragraph(&markdown::plain(first));
        }
        text.fence(&drawn::unicode(self.document, self.options)?);
        let sections: [(&str, Section); 7] = [
            ("Components", component::write),
            ("How a request travels", route::write),
            ("Questions and answers", term::questions),
            ("Issues", issue::write),
            ("What changed", change::write),
            ("Open questions", open::write),
            ("Terms", term::write),
        ];
        for (heading, write) in sections {
            let mut section = Markdown::default();
            write(self, &mut section);
            text.section(level + 1, heading, section);
        }
        Ok(())
    }
}
