//! Growth of `check` and `codegen` with the document: instructions per operation of a small and a large document.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use crate::cargo::{cargo, maintainers_program};
use crate::process::{in_parallel, run};
use crate::report::{Budget, Part, Table, thousands};
use crate::valgrind::{self, instructions};

/// The measured commands, each with its budget.
const COMMANDS: [(&str, &str); 2] = [
    ("check", "`check`: instructions per operation, 100 operations relative to 10"),
    ("codegen", "`codegen`: instructions per operation, 100 operations relative to 10"),
];

/// The compared sizes, in operations.
const SIZES: [u32; 2] = [10, 100];

/// The limit of the ratio, which is 1 if the time is linear.
const LIMIT: f64 = 1.05;

pub(crate) fn measure() -> anyhow::Result<Part> {
    valgrind::available()?;
    run(&mut cargo(["build", "--quiet", "--locked", "--package", "xtask"]))?;
    let xtask = maintainers_program("xtask");
    let directory = tempfile::tempdir()?;
    let count = |command: &str, operations: u32| {
        let file = directory.path().join(format!("{command}{operations}.yaml"));
        fs::write(&file, document(operations))?;
        let mut line = Command::new(&xtask);
        line.arg(command).arg("--document").arg(&file);
        if command == "codegen" {
            line.arg("--out").arg(file.with_extension("out"));
        }
        instructions(&line)
    };
    let counts = in_parallel(&COMMANDS, |(command, _)| {
        let start = count(command, 1)?;
        let each = |size| anyhow::Ok((count(command, size)? - start) / f64::from(size - 1));
        Ok([each(SIZES[0])?, each(SIZES[1])?])
    })?;
    let mut rows = vec![["command", "10 operations", "100 operations", "ratio"].map(str::to_owned).to_vec()];
    let mut budgets = Vec::new();
    for ((command, what), [small, large]) in COMMANDS.into_iter().zip(counts) {
        let spent = large / small;
        budgets.push(Budget { what, spent, limit: LIMIT, unit: "", is_counted: true });
        let cells = [format!("`{command}`"), thousands(small), thousands(large), format!("{spent:.3}")];
        rows.push(cells.to_vec());
    }
    let about = "Instructions per operation, counted by cachegrind. Those of a document with one operation are the cost of \
                 starting, which is subtracted."
        .to_owned();
    Ok(Part { title: "Growth with the document", about, table: Table(rows), budgets })
}

/// Returns a document in which each operation has its own path, body and schema.
fn document(operations: u32) -> String {
    let (mut paths, mut schemas) = (String::new(), String::new());
    for number in 0..operations {
        let _ = write!(
            paths,
            "
  /orders/{{id}}/{number}:
    put:
      operationId: order_{number}
      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Order{number}'}}}}}}}}
      responses:
        '200': {{description: The order., content: {{application/json: {{schema: {{$ref: '#/components/schemas/Order{number}'}}}}}}}}"
        );
        let _ = write!(
            schemas,
            "
    Order{number}:
      type: object
      required: [name]
      properties: {{name: {{type: string}}, state: {{type: string, enum: [waiting, done]}}}}"
        );
    }
    format!(
        "\
openapi: 3.0.4
info: {{title: Orders, version: 1.0.0}}
servers: [{{url: https://www.example.com, x-name: Primary}}]
security: [{{ApiKey: []}}]
paths:{paths}
components:
  securitySchemes:
    ApiKey: {{type: apiKey, in: header, name: X-API-KEY}}
  schemas:{schemas}
"
    )
}
