//! Canaries: secrets that tests plant and then search for in messages and logs, in every encoding that a reader would
//! recognize.

use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// The caller's API key. Obviously fake.
pub const CALLER: &str = "canary0of0the0caller0key0not0real0aaaa";
/// A created key. Obviously fake. It shares no part with the caller's key, which the SDK redacts.
pub const CREATED: &str = "created0credential0never0valid0bbbbbbb";

/// Number of consecutive characters of a canary that count as a leak.
const PART: usize = 8;

/// Returns the encodings of a secret, or of a part of it, that must not appear.
#[must_use]
pub fn forms(secret: &str) -> Vec<String> {
    let bytes = secret.as_bytes();
    let list = |format: fn(&u8) -> String, separator: &str| {
        bytes.iter().map(format).collect::<Vec<_>>().join(separator)
    };
    let mixed_case = secret.char_indices().map(|(at, character)| {
        if at % 2 == 0 { character.to_ascii_uppercase() } else { character.to_ascii_lowercase() }
    });
    let mut forms = vec![
        secret.to_owned(),
        secret.to_uppercase(),
        mixed_case.collect(),
        secret.chars().rev().collect(),
        list(ToString::to_string, ", "),
        list(ToString::to_string, ","),
        list(|byte| format!("{byte:02x}"), ""),
        list(|byte| format!("{byte:02X}"), ""),
        list(|byte| format!("{byte:02x}"), " "),
        list(|byte| format!("{byte:#04x}"), ", "),
        list(|byte| format!("\\x{byte:02x}"), ""),
        list(|byte| format!("\\{byte:03o}"), ""),
        list(|byte| format!("%{byte:02X}"), ""),
        list(|byte| format!("%25{byte:02X}"), ""),
        list(|byte| format!("={byte:02X}"), ""),
        list(|byte| format!("\\u{byte:04x}"), ""),
        list(|byte| format!("\\u{{{byte:x}}}"), ""),
        list(|byte| format!("&#{byte};"), ""),
        list(|byte| format!("&#x{byte:x};"), ""),
        list(|byte| format!("&#x{byte:04X};"), ""),
        list(|byte| format!("&amp;#{byte};"), ""),
    ];
    // White space, separators, and invisible characters.
    for inserted in
        [" ", "-", "_", ".", "\n", "\u{ad}", "\u{200b}", "\u{2060}", "\u{202e}", "\u{feff}", "\u{e0020}"]
    {
        forms.push(secret.chars().map(String::from).collect::<Vec<_>>().join(inserted));
    }
    // Base64 of a string that contains the secret: three alignments without the edges, which depend on the neighbours.
    // Too little of a short part would remain.
    let alignments = if secret.len() < 2 * PART { 0..0 } else { 0..3 };
    for before in alignments {
        let mut text = vec![b' '; before];
        text.extend_from_slice(bytes);
        for encoded in [STANDARD_NO_PAD.encode(&text), URL_SAFE_NO_PAD.encode(&text)] {
            let edges = (before * 8).div_ceil(6)..encoded.len() - usize::from(text.len() % 3 != 0);
            forms.push(encoded[edges].to_owned());
        }
    }
    forms
}

/// Returns the first canary in `text`, whole or in part, in any encoding and case.
#[must_use]
pub fn seen_in(text: &str) -> Option<&str> {
    static FORMS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        let parts = [CALLER, CREATED].into_iter().flat_map(|canary| {
            let starts = 0..=canary.len() - PART;
            std::iter::once(canary).chain(starts.map(|start| &canary[start..start + PART]))
        });
        let forms: Vec<String> = parts.flat_map(forms).collect();
        AhoCorasick::builder().ascii_case_insensitive(true).build(forms).expect("the automaton is small")
    });
    FORMS.find(text).map(|found| &text[found.range()])
}

/// The log of all crates in the process, at all levels.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Installs the process's logger, once.
    ///
    /// # Panics
    ///
    /// If another logger is installed.
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

    /// Removes and returns the text logged so far.
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
