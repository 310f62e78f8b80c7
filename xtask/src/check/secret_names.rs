//! Names and descriptions of secrets.

/// Ends of the names of secrets: singular, in lower case, without separators.
const SECRETS: [&str; 19] = [
    "apikey",
    "accesskey",
    "backupcode",
    "credential",
    "encryptionkey",
    "jwt",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "pwd",
    "recoverycode",
    "secret",
    "secretid",
    "secretkey",
    "sessionkey",
    "signingkey",
    "token",
];

/// Words after the name of a secret that only state its form: `private_key_pem`.
const FORMS: [&str; 9] = ["base64", "data", "der", "hex", "pem", "plaintext", "string", "text", "value"];

/// Words in the names of values that are no secrets: `next_page_token`, `masked_api_key`.
const EXCEPTIONS: [&str; 11] = [
    "continuation",
    "cursor",
    "fingerprint",
    "hashed",
    "idempotency",
    "masked",
    "next",
    "page",
    "pagination",
    "public",
    "redacted",
];

/// Ends of the names of identifiers, hashes and URLs, whose values look random but are public.
const PUBLIC: [&str; 14] = [
    "id",
    "ids",
    "sha",
    "hash",
    "digest",
    "checksum",
    "fingerprint",
    "etag",
    "cursor",
    "version",
    "url",
    "uri",
    "ref",
    "signature",
];

/// Ways to say that a response shows a value.
const SHOWN: [&str; 6] = ["available", "displayed", "returned", "revealed", "shown", "visible"];

/// Ways to say that this happens once. Excludes "once the order is complete".
const ONCE: [&str; 10] = [
    "just once",
    "once and",
    "once at",
    "once upon",
    "once when",
    "one time",
    "only at creation",
    "only in this response",
    "only once",
    "this response only",
];

/// Returns true if a value of this name is a secret. The end of the name decides: a `token_type` is none.
pub(super) fn is_secret_name(name: &str) -> bool {
    let bare = bare(name);
    if EXCEPTIONS.iter().any(|word| bare.contains(word)) {
        return false;
    }
    let end = FORMS.iter().find_map(|form| bare.strip_suffix(form)).unwrap_or(&bare);
    let end = end.strip_suffix('s').unwrap_or(end);
    SECRETS.iter().any(|secret| end.ends_with(secret))
}

/// Returns true if a value of this name looks random but is public.
pub(super) fn is_public_name(name: &str) -> bool {
    let bare = bare(name);
    PUBLIC.iter().any(|public| bare.ends_with(public))
}

fn bare(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

/// Returns true if a description says that the value is shown once, or cannot be retrieved later.
pub(super) fn is_shown_once(description: &str) -> bool {
    let text = description.replace('’', "'").to_lowercase();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.split(['.', ',', ';', ':', '!', '(', ')', '*', '–', '—']).map(str::trim).any(|clause| {
        let has = |words: &[&str]| words.iter().any(|word| clause.contains(word));
        let is_once = clause.ends_with("once") || has(&ONCE);
        let is_never_again = has(&["not ", "n't ", "never "]) && clause.contains("again");
        let is_lost = has(&["cannot be ", "can't be ", "can not be "]) && has(&["retrieved", "recovered"]);
        (has(&SHOWN) && (is_once || is_never_again)) || is_lost
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn end_of_a_name_decides_whether_it_is_a_secret() {
        for name in [
            "token",
            "accessToken",
            "refresh-token",
            "client_token",
            "tokens",
            "secret",
            "clientSecret",
            "secret_id",
            "secret_value",
            "password",
            "newPassword",
            "passwd",
            "passphrase",
            "private_key",
            "privateKeyPem",
            "api_key",
            "APIKey",
            "apikey",
            "aws_access_key",
            "X-Api-Key",
            "credentials",
            "recovery_codes",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "token_type",
            "token_expires_at",
            "token_id",
            "next_page_token",
            "nextToken",
            "continuationToken",
            "idempotency_token",
            "secret_name",
            "password_reset_required",
            "password_hash",
            "hashed_password",
            "masked_api_key",
            "api_key_name",
            "access_key_id",
            "private_key_fingerprint",
            "public_key",
            "key",
            "keyboard",
            "secretary",
            "code",
            "name",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn description_says_that_a_value_is_shown_once() {
        for text in [
            "It is shown once.",
            "The key, shown only once",
            "Displayed just\nonce: store it.",
            "**Returned once** when the user is created.",
            "Returned only in this response.",
            "A secret, shown this one time.",
            "It will not be shown again.",
            "You won’t be able to see it: it is never returned again.",
            "A lost key cannot be recovered.",
            "It can't be retrieved later.",
        ] {
            assert!(is_shown_once(text), "{text}");
        }
        for text in [
            "",
            "Returned once the order is complete.",
            "May be used only once.",
            "Shown again after a refresh.",
            "The order cannot be placed again.",
            "Name of the key.",
        ] {
            assert!(!is_shown_once(text), "{text}");
        }
    }
}
