// Creates an API key. Run it with Node 20 or newer: node create_key.mjs
import { open, readFile, rm } from "node:fs/promises";

function fail(message) {
  console.error(message);
  process.exit(1);
}

function variable(name, otherwise = "") {
  const value = process.env[name] || otherwise;
  return /^[!-~]+$/.test(value) ? value : fail(`Set ${name}, to one word of plain text.`);
}

const apiKey = variable("CERTCENTRAL_API_KEY"); // your own
const userId = variable("CERTCENTRAL_USER_ID"); // the user that the new key is for
// In Europe: https://certcentral.digicert.eu/services/v2
const baseUrl = variable("CERTCENTRAL_BASE_URL", "https://www.digicert.com/services/v2");

// The key is shown once: its file is there first, a new one that only you can read.
const path = "created-key.json";
const file = await open(path, "wx", 0o600).catch((error) => fail(error.message));

const canceller = new AbortController();
setTimeout(() => canceller.abort(new Error("It took too long.")), 60_000).unref();
process.once("SIGINT", () => canceller.abort(new Error("It was interrupted.")));
let status = 0;
let problem;
try {
  const response = await fetch(`${baseUrl.replace(/\/$/, "")}/key/user/${userId}`, {
    method: "POST",
    headers: {
      "X-DC-DEVKEY": apiKey,
      "Content-Type": "application/json",
      Accept: "application/json",
    },
    body: JSON.stringify({
      name: "New API Key",
      // restricted_to_role_id: 102, // a key that can only read
    }),
    redirect: "manual", // a redirect that is followed takes your key along
    signal: canceller.signal,
  });
  status = response.status;
  for await (const part of response.body ?? []) await file.appendFile(part);
} catch (error) {
  problem = error.cause ?? error;
}
await file.close();

const received = await readFile(path, "utf8");
let answer;
try {
  answer = JSON.parse(received);
} catch {
  problem ??= new Error("not JSON"); // the message of JSON.parse may quote a key
}
if (status >= 200 && status < 300 && !problem && answer?.api_key) {
  console.log(`Key ${answer.id} is in ${path}.`);
  console.log("It will never be shown again: move it to your secret store.");
  process.exit();
}

let advice = `A key may exist that nobody holds. Wait a minute, because the request may
still be executed. Then list the user's API keys in CertCentral (Automation > API
Keys): revoked keys remain listed. The audit log report (Reports > Build a report) records
new keys, too. Revoke an active key with this name that nobody holds, and create the key
again.`;
if (status >= 400 && status < 500 && status !== 408) {
  advice = "No key was created.";
  await rm(path);
} else if (["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"].includes(problem?.code)) {
  advice = "Nothing was sent.";
  await rm(path);
} else if (received) {
  advice = `What came is in ${path}: look there first.\n${advice}`;
} else {
  await rm(path);
}
const said = JSON.stringify(answer?.errors) ?? problem?.message ?? "not a documented answer";
fail(`${status ? `Status ${status}` : "No answer"}: ${said}\n${advice}`);
