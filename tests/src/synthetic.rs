//! Synthetic documents of any size, to measure how the maintainer commands scale.
//!
//! Every operation has its own path, parameters, body, schemas and examples. Groups of four operations share a tag and
//! an enumeration, and all share servers, security and errors, as in real documents. The size grows linearly with the
//! number of operations.

use std::fmt::Write as _;

/// Number of operations that share a tag and an enumeration.
const GROUP: usize = 4;

/// Returns a YAML document with this many operations, for which `check` has no diagnostics.
#[must_use]
pub fn document(operations: usize) -> String {
    written(operations, false)
}

/// Returns the next release of the document: each request has an additional property and an updated description.
#[must_use]
pub fn revised(operations: usize) -> String {
    written(operations, true)
}

fn written(operations: usize, is_revised: bool) -> String {
    let mut text = filled(HEAD, 0, is_revised);
    for first in (0..operations).step_by(GROUP) {
        text.push_str(&filled(TAG, first, is_revised));
    }
    text.push_str("\npaths:\n");
    for number in 0..operations {
        text.push_str(&filled(OPERATION, number, is_revised));
    }
    text.push_str(COMPONENTS);
    for number in 0..operations {
        if number % GROUP == 0 {
            text.push_str(&filled(ENUMERATION, number, is_revised));
        }
        text.push_str(&filled(SCHEMAS, number, is_revised));
    }
    text
}

/// Fills a template for an operation. Lines that begin with `-` or `+` belong to the first or the revised release only.
fn filled(template: &str, number: usize, is_revised: bool) -> String {
    let (mut text, other) = (String::new(), if is_revised { '-' } else { '+' });
    for line in template.lines().filter(|line| !line.starts_with(other)) {
        let line = line.strip_prefix(['-', '+']).unwrap_or(line);
        let line = line.replace("{number}", &format!("{number:04}"));
        let _ = writeln!(text, "{}", line.replace("{group}", &format!("{:04}", number / GROUP)));
    }
    text
}

const HEAD: &str = "\
openapi: 3.0.4

info:
  title: A synthetic API
-  version: 1.0.0
+  version: 1.1.0
  description: Orders of an API that is as large as it is asked to be.

servers:
  - url: https://www.example.com/services/v2
    description: The one there is.
    x-name: Primary

security:
  - ApiKey: []

tags:
";

const TAG: &str = "  - name: Area {group}
    description: The orders of area {group}.
";

const OPERATION: &str = "  /area_{group}/owner/{owner_id}/order_{number}:
    post:
      operationId: create_order_{number}
      tags: [Area {group}]
      summary: Place order {number}
      description: |
        Places order {number} for an owner, and says what became of it.

-        Each call places one more.
+        Each call places one more, at a price.
      x-recovery:
        unknown: Order {number} may have been placed. List the owner's orders, then place it again.
        unreadable: Order {number} was placed, and the body kept in this error says how. Store it.
      parameters:
        - name: owner_id
          in: path
          required: true
          description: ID of the owner that order {number} belongs to.
          schema:
            type: integer
            format: int64
          example: 1234
        - name: label
          in: query
          description: Labels that order {number} gets.
          schema:
            type: array
            items:
              type: string
      requestBody:
        required: true
        description: What order {number} is for.
        content:
          application/json:
            schema:
              $ref: '#/components/schemas/Order{number}Request'
            examples:
              name_only:
                summary: No more than a name
                value:
                  name: Order {number}
              name_and_state:
                summary: An order that waits
                value:
                  name: Order {number}
                  state: waiting
      responses:
        '201':
          description: Order {number} was placed.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Order{number}'
              example:
                id: 184
                state: done
                parts:
                  - name: The first part
                    count: 3
        4XX:
          $ref: '#/components/responses/Error'
        5XX:
          $ref: '#/components/responses/Error'
";

const COMPONENTS: &str = "
components:
  securitySchemes:
    ApiKey:
      type: apiKey
      in: header
      name: X-API-KEY
      description: API key of the caller.

  responses:
    Error:
      description: The service refused or failed.
      content:
        application/json:
          schema:
            $ref: '#/components/schemas/ErrorResponse'
          example:
            errors:
              - code: not_found
                message: There is no such owner.

  schemas:
    ErrorResponse:
      description: Why the service refused or failed.
      type: object
      required: [errors]
      properties:
        errors:
          description: Errors that the request met.
          type: array
          items:
            $ref: '#/components/schemas/ErrorDetail'
    ErrorDetail:
      description: One error.
      type: object
      required: [code, message]
      properties:
        code:
          description: Code of the error.
          type: string
        message:
          description: What went wrong, in words.
          type: string
";

const ENUMERATION: &str = "    State{group}:
      description: What may become of the orders of area {group}.
      type: string
      enum: [waiting, done, refused]
      x-enum-descriptions:
        - The order waits.
        - The order was carried out.
        - The order was refused.
";

const SCHEMAS: &str = "    Order{number}Request:
      description: What order {number} is for.
      type: object
      required: [name]
      properties:
        name:
          description: Name of order {number}.
          type: string
          example: An order
        state:
          description: What the order begins as.
          allOf:
            - $ref: '#/components/schemas/State{group}'
+        price:
+          description: What the order may cost, in cents.
+          type: integer
+          format: int64
    Order{number}:
      description: Order {number}, as it was placed.
      type: object
      required: [id, state]
      properties:
        id:
          description: Unique identifier of the order.
          type: integer
          format: int64
        state:
          $ref: '#/components/schemas/State{group}'
        parts:
          description: What the order consists of.
          type: array
          items:
            $ref: '#/components/schemas/Order{number}Part'
    Order{number}Part:
      description: A part of order {number}.
      type: object
      required: [name]
      properties:
        name:
          description: Name of the part.
          type: string
        count:
          description: How often the part is in the order.
          type: integer
          format: int32
";
