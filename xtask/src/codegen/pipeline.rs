//! The steps from a checked document to source files.

use super::emit::{calls, client, document, dynamic_client, environment, mocks, module};
use super::error::GeneratorError;
use super::file::Origin;
use super::{format, generator, lower, postprocess, signature};
use crate::check::Checked;

/// Generated source files.
pub(super) struct Code {
    /// The names and texts of the SDK's files.
    pub(super) sdk: Vec<(&'static str, String)>,
    /// The tests' dynamic client.
    pub(super) dynamic_client: String,
}

/// Generates code. A panic in any step becomes an error.
pub(super) fn run(checked: &Checked, origin: &Origin<'_>) -> Result<Code, GeneratorError> {
    generator::guarded(checked, || unguarded(checked, origin))?
}

fn unguarded(checked: &Checked, origin: &Origin<'_>) -> Result<Code, GeneratorError> {
    let api = checked.api();
    let lowered = lower::lower(checked)?;
    let mut sdk = generator::sdk(checked, &lowered)?;
    postprocess::local_paths::shorten(&mut sdk);
    let signatures = signature::read(&sdk, &api.operations);
    let types = postprocess::types(&mut sdk, &lowered, &signatures);
    generator::check_names(checked, &types)?;
    let dynamic_client = format::text(origin, dynamic_client::file(api, &signatures, origin));
    let sdk = [
        ("mod.rs", module::file()),
        ("calls.rs", calls::file(&signatures)),
        ("client.rs", client::file(api, &signatures, origin)),
        ("document.rs", document::file(api)),
        ("environment.rs", environment::file(origin)),
        ("httpmock.rs", mocks::file(&signatures)),
        ("types.rs", types),
    ];
    let sdk = sdk.into_iter().map(|(name, file)| (name, format::text(origin, file))).collect();
    Ok(Code { sdk, dynamic_client })
}
