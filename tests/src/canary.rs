//! Secrets planted to be looked for, in every form in which a reader would recognise them, and the log of
//! every crate to look into.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// The caller's API key. Plainly not a real one.
pub const CALLER: &str = "canary0of0the0caller0key0not0real0aaaa";
/// A created key. Plainly not a real one.
pub const CREATED: &str = "canary0of0the0created0key0not0real0bbb";

/// The forms of a canary in which it must not be seen.
#[must_use]
pub fn forms(canary: &str) -> Vec<String> {
    let bytes = canary.as_bytes();
    let list = |format: fn(&u8) -> String, separator: &str| {
        bytes.iter().map(format).collect::<Vec<_>>().join(separator)
    };
    let mut forms = vec![
        canary.to_owned(),
        canary.to_uppercase(),
        canary.chars().rev().collect(),
        list(ToString::to_string, ", "),
        list(ToString::to_string, ","),
        list(|byte| format!("{byte:02x}"), ""),
        list(|byte| format!("{byte:02X}"), ""),
        list(|byte| format!("{byte:02x}"), " "),
        list(|byte| format!("{byte:#04x}"), ", "),
        list(|byte| format!("\\x{byte:02x}"), ""),
        list(|byte| format!("%{byte:02X}"), ""),
        list(|byte| format!("\\u{byte:04x}"), ""),
    ];
    // Base64 of a text that the canary is somewhere in: three alignments, without the edges.
    for before in 0..3 {
        let mut text = vec![b' '; before];
        text.extend_from_slice(bytes);
        for encoded in [STANDARD_NO_PAD.encode(&text), URL_SAFE_NO_PAD.encode(&text)] {
            forms.push(encoded[4..encoded.len() - 4].to_owned());
        }
    }
    forms
}

/// The form in which `text` shows one of the canaries.
#[must_use]
pub fn seen_in(text: &str) -> Option<String> {
    let forms = [CALLER, CREATED].into_iter().flat_map(forms);
    forms.into_iter().find(|form| text.contains(form.as_str()))
}

/// The log of the whole process, of every crate, at every level.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Starts logging, once a process.
    ///
    /// # Panics
    ///
    /// If something else logs already.
    pub fn of_process() -> &'static Self {
        static LOG: OnceLock<Log> = OnceLock::new();
        LOG.get_or_init(|| {
            let log = Self::default();
            let writer = log.clone();
            tracing_subscriber::fmt()
                .with_max_level(tracing::Level::TRACE)
                .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
                .with_ansi(false)
                .with_writer(move || writer.clone())
                .init();
            log
        })
    }

    /// What was logged since it was last asked.
    #[must_use]
    pub fn take(&self) -> String {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
