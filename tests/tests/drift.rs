//! Every mutant of the document is detected: by `check`, by a difference in the generated code, or by a conformance
//! check.
//!
//! The test applies all operators to all nodes of the first of the [`slices`], and to every eighth node of the others,
//! or to all nodes if the environment variable `DRIFT_ALL` is set. It prints a report. It fails if a mutant survives
//! that is not listed in [`UNSEEN`].

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use conformance::api_view::document;
use conformance::drift::Original;
use conformance::generated::SDK;
use conformance::mutate::{OPERATORS, difference, mutants};
use conformance::mutation_report::{MutationReport, in_parallel, matches};
use conformance::slices::{Slice, slices};
use xtask::check::Checked;
use xtask::workspace::DOCUMENT;

/// Mutants that may survive: the operator, the changed node, and the reason. `*` stands for any string.
const UNSEEN: &[(&str, &str, &str)] = &[
    ("*", "*/examples/*", "valid examples only appear in the reference; `check` reports invalid ones"),
    ("*", "*/example", "the same"),
    ("*", "*/externalDocs*", "a link for the readers of the reference"),
    ("*", "/info/license*", "the licence of the reference"),
    ("add a keyword elsewhere", "/info/contact", "a name for the readers of the reference"),
    ("add a keyword elsewhere", "/info/termsOfService", "a link for the readers of the reference"),
    ("*", "/tags/*", "the reference has a section for each tag, the client has none"),
    ("*", "/paths/*/tags*", "the same"),
    (
        "add a keyword of schemas",
        "*/title",
        "types and properties are named by their keys; a title only appears in the reference",
    ),
    ("add a keyword elsewhere", "*/explode", "it has no meaning for a value that is no list"),
    ("remove", "*/format", "an integer without a format has 64 bits"),
    ("remove", "*/type", "the values of an enumeration determine its type"),
];

/// The columns of the report.
const SEEN_BY: [&str; 5] = ["check", "codegen", "conformance", "listed", "SURVIVED"];

#[test]
fn every_mutant_of_the_document_is_detected() {
    let slices: Vec<(Slice, Original)> = slices(&document().value)
        .into_iter()
        .map(|slice| {
            let document = Checked::parse(&slice.value.to_string(), DOCUMENT).unwrap();
            let original = Original::of(document, SDK).unwrap();
            (slice, original)
        })
        .collect();
    // The other slices have the same structures as the first one, so that a part of their nodes is enough.
    let mutates_all = std::env::var_os("DRIFT_ALL").is_some();
    let nodes: Vec<(&Slice, &Original, &String)> = slices
        .iter()
        .enumerate()
        .flat_map(|(index, (slice, original))| {
            let step = if index == 0 || mutates_all { 1 } else { 8 };
            slice.nodes.iter().step_by(step).map(move |node| (slice, original, node))
        })
        .collect();
    let seen = in_parallel(&nodes, |(slice, original, node)| {
        let seen = mutants(&slice.value, node).into_iter().map(|mutant| {
            assert!(
                mutant.differs_from(&slice.value),
                "{}: {node}: the mutant equals the original",
                mutant.operator
            );
            let seen_by = original.seen_by(&mutant);
            (mutant.operator, seen_by.ok_or_else(|| difference(&slice.value, &mutant.of(&slice.value))))
        });
        seen.collect()
    });

    let mut score = MutationReport::new("operator", &SEEN_BY);
    let mut unmet: Vec<_> = UNSEEN.iter().map(Some).collect();
    for (operator, seen) in seen {
        let (at, change) = match seen {
            Ok(seen_by) => {
                score.seen(operator, seen_by);
                continue;
            }
            Err(difference) => difference,
        };
        let listed =
            UNSEEN.iter().position(|(known, pattern, _)| matches(known, operator) && matches(pattern, &at));
        if let Some(listed) = listed {
            unmet[listed] = None;
            score.seen(operator, "listed");
        } else {
            score.survived(operator, format!("{operator}: {at}: {change}"));
        }
    }
    score.print();
    score.assert_all_seen(OPERATORS.iter().map(|(operator, _)| *operator));
    let unmet: Vec<_> = unmet.into_iter().flatten().collect();
    assert!(unmet.is_empty(), "remove these entries of UNSEEN, which match no surviving mutant: {unmet:#?}");
}
