"""Creates an API key. Needs: pip install requests"""

import json
import os
import sys

import requests
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError


def variable(name, default=""):
    value = os.environ.get(name) or default
    if not (value and value.isascii() and value.isprintable()):
        sys.exit(f"Set {name}, to one line of plain text.")
    return value


api_key = variable("CERTCENTRAL_API_KEY")  # your own
user_id = variable("CERTCENTRAL_USER_ID")  # the user that the new key is for
# In Europe: https://certcentral.digicert.eu/services/v2
base_url = variable("CERTCENTRAL_BASE_URL", "https://www.digicert.com/services/v2")

# The key is shown once: its file is there first, a new one that only you can read.
path = "created-key.json"
try:
    file = open(path, "xb", buffering=0, opener=lambda *args: os.open(*args, mode=0o600))
except OSError as error:
    sys.exit(str(error))

status, received, answer, problem = 0, b"", {}, None
try:
    with file, requests.post(
        f"{base_url.rstrip('/')}/key/user/{user_id}",
        headers={"X-DC-DEVKEY": api_key, "Accept": "application/json"},
        json={
            "name": "New API Key",
            # "restricted_to_role_id": 102,  # a key that can only read
        },
        timeout=(10, 60),
        allow_redirects=False,  # a redirect that is followed takes your key along
        stream=True,
    ) as response:
        status = response.status_code
        for part in response.iter_content():
            received += part
            file.write(part)
    answer = dict(json.loads(received))
except (OSError, TypeError, ValueError, KeyboardInterrupt) as error:
    problem = error

if status // 100 == 2 and not problem and answer.get("api_key"):
    print(f"Key {answer.get('id')} is in {path}.")
    print("It will never be shown again: move it to your secret store.")
    sys.exit()

reason = getattr(problem.args[0], "reason", None) if problem and problem.args else None
advice = """A key may exist that nobody holds. Wait a minute, because the request may still
be executed. Then list the user's API keys in CertCentral (Automation > API Keys):
revoked keys remain listed. The audit log report (Reports > Build a report) records new
keys, too. Revoke an active key with this name that nobody holds, and create the key again."""
if status // 100 == 4 and status != 408:
    advice = "No key was created."
    os.remove(path)
elif isinstance(reason, (ConnectTimeoutError, NewConnectionError)):
    advice = "Nothing was sent."
    os.remove(path)
elif received:
    advice = f"What came is in {path}: look there first.\n{advice}"
else:
    os.remove(path)
said = answer.get("errors", "not a documented answer")
if problem:
    said = f"{type(problem).__name__} {problem}"
sys.exit(f"{f'Status {status}' if status else 'No answer'}: {said}\n{advice}")
