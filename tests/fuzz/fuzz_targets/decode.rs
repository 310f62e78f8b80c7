//! Fuzzes the decoder: the first two bytes of the input are the status, the rest is the body.

#![no_main]

use certcentral::types::{CreatedKey, ErrorResponse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let [high, low, body @ ..] = input else { return };
    let status = 100 + u16::from_be_bytes([*high, *low]) % 500;
    certcentral::fuzz_decode::<CreatedKey>(status, body);
    certcentral::fuzz_decode::<ErrorResponse>(status, body);
});
