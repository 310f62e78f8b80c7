//! What the agreement tests share.

pub mod call;
#[rustfmt::skip]
pub mod generated;
