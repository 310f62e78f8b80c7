//! Parses YAML into JSON values with positions.

mod node;
mod parser;
mod pointer;
mod source;
mod tree;
mod visit;

pub use node::Node;
pub use pointer::{escape, unescape};
pub use source::Source;
pub use visit::visit;
