//! A build in which other crates enable every Cargo feature that could change the SDK's behaviour. Cargo unifies
//! features, so that those that another user of reqwest enables reach the SDK too.
//!
//! ```sh
//! cargo test --manifest-path tests/foreign_features/Cargo.toml --target-dir target
//! ```

use std::process::Command;

use serde_json::Value;

/// The features that this build does not enable, with reasons.
pub const LEFT_OUT: [(&str, &str); 5] = [
    ("reqwest/http3", "unstable: it does not compile without `--cfg reqwest_unstable`"),
    ("reqwest/native-tls-vendored", "builds OpenSSL from source and changes nothing else"),
    ("reqwest/native-tls-vendored-no-alpn", "builds OpenSSL from source and changes nothing else"),
    ("serde_json/default", "the same as `std`"),
    ("serde_json/std", "enabled by default"),
];

/// Returns the public features of a crate that this build does not enable.
///
/// # Errors
///
/// If `cargo metadata` fails.
pub fn disabled_features(name: &str) -> Result<Vec<String>, String> {
    let version = output(Command::new("rustc").args(["--version", "--verbose"]))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc names no host")?;
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    let cargo = cargo.args(["metadata", "--format-version", "1", "--locked", "--offline"]);
    // Crates of other platforms may not be downloaded.
    let cargo = cargo.args(["--filter-platform", host, "--manifest-path"]);
    let metadata = output(cargo.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")))?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(|error| error.to_string())?;
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let package = list(&metadata["packages"]).into_iter().find(|package| package["name"] == name);
    let package = package.ok_or(format!("{name} is not in this build"))?;
    let node = list(&metadata["resolve"]["nodes"]).into_iter().find(|node| node["id"] == package["id"]);
    let enabled = list(&node.unwrap_or_default()["features"]);
    let features = package["features"].as_object().cloned().unwrap_or_default();
    let public = features.keys().filter(|feature| !feature.starts_with("__"));
    let disabled = public.filter(|feature| !enabled.contains(&Value::from(feature.as_str())));
    Ok(disabled.map(|feature| format!("{name}/{feature}")).collect())
}

fn output(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}
