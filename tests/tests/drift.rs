//! Every change of the document is seen: refused, or in the generated code, or by an agreement check.
//!
//! Each node of the document is changed in every way that fits it. The score is printed; a change that nothing
//! sees fails the test, unless it is one of [`UNSEEN`].

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use agreement::described::document;
use agreement::drift::Original;
use agreement::drift::slices::Slices;
use agreement::generated::SDK;
use agreement::mutate::{OPERATORS, difference, mutants};
use agreement::score::{Score, in_parallel, matches};
use xtask::workspace::DOCUMENT;

/// Changes that nothing has to see: the operator, the node that differs, why. `*` stands for anything.
const UNSEEN: &[(&str, &str, &str)] = &[
    ("*", "*/examples/*", "a valid example is for the readers of the reference; one that is not is seen"),
    ("*", "*/example", "the same"),
    ("*", "*/externalDocs*", "a link for the readers of the reference"),
    ("*", "/info/license*", "the licence of the reference"),
    ("add a keyword elsewhere", "/info/contact", "a name for the readers of the reference"),
    ("*", "/tags/0/description", "the reference has a section for each tag, the client has none"),
    ("duplicate", "*/tags/1", "the reference shows an operation once in each section"),
    (
        "add a keyword of schemas",
        "*/title",
        "types and properties have names: a title is another for readers",
    ),
    ("add a keyword elsewhere", "*/parameters/0/explode", "it says nothing of a value that is no list"),
    ("remove", "*/parameters/0/schema/format", "an integer has 64 bits where nothing else is said"),
    ("remove", "*/CreatedKey/properties/id/format", "the same"),
];

/// What sees a change.
const SEEN_BY: [&str; 5] = ["check", "codegen", "agreement", "listed", "NOTHING"];

#[test]
fn every_change_of_the_document_is_seen() {
    let document = document();
    let slices = Slices::of(&document.value);
    let originals: Vec<_> =
        slices.all().iter().map(|slice| (slice, Original::of(&slices, slice, DOCUMENT).unwrap())).collect();
    let nodes = originals.iter().flat_map(|(slice, original)| {
        slices.nodes(slice, &original.value).into_iter().map(move |node| (original, node))
    });
    let seen = in_parallel(&nodes.collect::<Vec<_>>(), |(original, node)| {
        let value = &original.value;
        let seen = mutants(value, node).into_iter().map(|mutant| {
            assert!(mutant.differs_from(value), "{}: {node}: nothing is changed", mutant.operator);
            let seen_by = original.seen_by(&mutant, Some(SDK));
            (mutant.operator, seen_by.ok_or_else(|| difference(value, &mutant.of(value))))
        });
        seen.collect()
    });

    let mut score = Score::new("the document is changed", &SEEN_BY);
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
    assert!(unmet.is_empty(), "listed, and yet seen or not there: take off the list {unmet:#?}");
}
