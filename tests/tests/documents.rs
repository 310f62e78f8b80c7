//! Other documents: each generates a crate that compiles unmodified and conforms to its document.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::ops::Range;
use std::path::Path;
use std::process::{Command, Output};

use conformance::driver::DOCUMENTS;
use conformance::random_documents;
use xtask::check::Checked;
use xtask::codegen::generate_package;
use xtask::workspace::root;

/// The directory of the generated crates. It is kept between runs, so that cargo reuses its builds.
const PLACE: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/documents");

/// The random documents whose code is compiled. Most of them pass the checks.
const SEEDS: Range<u64> = 0..60;

/// Returns the names of the documents.
fn names() -> Vec<String> {
    let entries = std::fs::read_dir(root().join(DOCUMENTS)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> =
        names.filter_map(|name| name.strip_suffix(".yaml").map(str::to_owned)).collect();
    names.sort();
    assert!(!names.is_empty(), "no documents");
    names
}

/// Writes a file if its content changes, because cargo rebuilds modified files.
fn write(path: &str, text: &str) {
    let path = Path::new(PLACE).join(path);
    if std::fs::read_to_string(&path).is_ok_and(|current| current == text) {
        return;
    }
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Generates a crate for each document, and a program that checks all of them.
fn generate(names: &[String]) {
    let features = r#"default-features = false, features = ["httpmock", "schemars", "testing"]"#;
    let (mut dependencies, mut modules, mut sdks) = (String::new(), String::new(), String::new());
    for name in names {
        let path = format!("{DOCUMENTS}/{name}.yaml");
        let document = Checked::read(&root().join(&path), &path).unwrap();
        let package = generate_package(&document).unwrap_or_else(|error| panic!("{error:#}"));
        package.write(&Path::new(PLACE).join(name)).unwrap();
        write(&format!("driver/src/{name}.rs"), &package.dynamic_client);
        dependencies.extend([name, " = { path = '../", name, "', ", features, " }\n"]);
        modules.extend(["mod ", name, ";\n"]);
        sdks.extend(["(\"", name, "\", self::", name, "::SDK), "]);
    }
    // Only compiled.
    let package = random_documents::package(SEEDS).unwrap();
    package.write(&Path::new(PLACE).join("random")).unwrap();
    dependencies.extend(["random = { path = '../random', ", features, " }\n"]);
    let conformance = root().join("tests");
    // The same features and profile as the workspace's tests, so that cargo reuses their builds.
    let manifest = format!(
        "[package]\nname = 'driver'\nversion = '0.0.0'\nedition = '2024'\n\n\
         [dependencies]\nconformance = {{ path = '{}' }}\n\
         serde = '1'\ntokio = {{ version = '1', features = ['test-util'] }}\n{dependencies}\n\
         [profile.dev]\ndebug = 'line-tables-only'\n\n[profile.dev.package.'*']\ndebug = false\n\n[workspace]\n",
        conformance.display()
    );
    let main = format!(
        "{modules}\nfn main() -> std::process::ExitCode {{\n    conformance::driver::run(&[{sdks}])\n}}\n"
    );
    write("driver/Cargo.toml", &manifest);
    write("driver/src/main.rs", &main);
    // The versions of the workspace. Cargo adds the generated crates to the copy.
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    std::fs::write(Path::new(PLACE).join("driver/Cargo.lock"), lock).unwrap();
}

fn cargo(arguments: &[&str]) -> Output {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--offline", "--manifest-path"])
        .arg(Path::new(PLACE).join("driver/Cargo.toml"))
        .arg("--target-dir")
        .arg(target)
        .output()
        .unwrap()
}

fn says(output: &Output) -> String {
    String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned()
}

#[test]
fn every_document_generates_a_conforming_sdk_without_warnings() {
    generate(&names());
    let built = cargo(&["build", "--quiet"]);
    assert!(built.status.success(), "{}", says(&built));
    assert!(says(&built).is_empty(), "{}", says(&built));
    let checked = cargo(&["run", "--quiet"]);
    assert!(checked.status.success(), "{}", says(&checked));
}
