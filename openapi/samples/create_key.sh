: 'Creates an API key for the user CERTCENTRAL_USER_ID, with your own, CERTCENTRAL_API_KEY.
In Europe, set CERTCENTRAL_BASE_URL to https://certcentral.digicert.eu/services/v2
For a key that can only read, add to the data: "restricted_to_role_id": 102
The key is shown once: its file is there first, a new one that only you can read.
Your own goes to curl as input, as arguments are in the list of processes. Tracing is
off for the same reason. Ctrl-C ends the call alone: what came of it is still said.'
(
  set +x
  case ${CERTCENTRAL_API_KEY:-} in
    '' | *[[:space:][:cntrl:]]*) echo 'Set CERTCENTRAL_API_KEY to your own key.' >&2; exit 1 ;;
  esac
  if [ -z "${CERTCENTRAL_USER_ID:-}" ]; then
    echo 'Set CERTCENTRAL_USER_ID to the user of the new key.' >&2
    exit 1
  fi
  url=${CERTCENTRAL_BASE_URL:-https://www.digicert.com/services/v2}
  url=${url%/}/key/user/$CERTCENTRAL_USER_ID
  file=created-key.json
  umask 077 && set -C && : > "$file" || exit 1
  trap : INT

  failed=0
  code=$(
    printf 'X-DC-DEVKEY: %s\n' "$CERTCENTRAL_API_KEY" |
      curl --disable --silent --show-error --connect-timeout 10 --max-time 60 \
        --header @- --header 'Content-Type: application/json' \
        --header 'Accept: application/json' --data '{ "name": "New API Key" }' \
        --output "$file" --write-out '%{http_code}' "$url"
  ) || failed=$?

  if [ "$failed:${code%??}" = 0:2 ] && grep -q '"api_key"' "$file"; then
    echo "The key is in $file."
    echo "It will never be shown again: move it to your secret store."
    exit
  fi
  if ! grep -q '"api_key"' "$file" && grep -q '"errors"' "$file"; then
    cat "$file" >&2 && echo >&2
  fi
  advice="A key may exist that nobody holds. Wait a minute, because the request may still be
executed. Then list the user's API keys in CertCentral (Automation > API Keys):
revoked keys remain listed. The audit log report (Reports > Build a report) records new
keys, too. Revoke an active key with this name that nobody holds, and create the key again."
  case $failed:$code in
    *:408) ;;
    *:4??) advice='No key was created.' && rm -f "$file" ;;
    5:* | 6:* | 7:* | 35:* | 60:*) advice='Nothing was sent.' ;;
  esac
  if [ -s "$file" ]; then
    echo "What came is in $file: look there first." >&2
  else
    rm -f "$file"
  fi
  echo "HTTP status $code. $advice" >&2
  exit 1
)
