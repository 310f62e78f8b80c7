//! Content codings that the SDK did not request. If another crate enables them in reqwest, the SDK must neither request
//! nor decode them.

use super::{Expected, Row, created, head, row};

pub(super) fn rows() -> Vec<Row> {
    ["gzip", "x-gzip", "deflate", "br", "zstd", "compress", "identity", "gzip, br", "GZIP"]
        .into_iter()
        .flat_map(|coding| {
            let label = format!("Content-Encoding: {coding}\r\n");
            let length = format!("{label}Content-Length: {}\r\n", created().len());
            [
                (format!("plain body labelled {coding}"), [head(201, &length), created().into_bytes()]),
                (
                    format!("plain body without a length, labelled {coding}"),
                    [head(201, &label), created().into_bytes()],
                ),
            ]
        })
        .map(|(name, parts)| row(name, parts.concat(), Expected::Success(201), true, ""))
        .collect()
}
