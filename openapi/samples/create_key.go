// Creates an API key: go run create_key.go
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"time"
)

const path = "created-key.json"

func main() {
	log.SetFlags(0)
	apiKey, userID := os.Getenv("CERTCENTRAL_API_KEY"), os.Getenv("CERTCENTRAL_USER_ID")
	if apiKey == "" || userID == "" {
		log.Fatal("Set CERTCENTRAL_API_KEY, your own key, and CERTCENTRAL_USER_ID.")
	}
	baseURL := os.Getenv("CERTCENTRAL_BASE_URL")
	if baseURL == "" { // in Europe: https://certcentral.digicert.eu/services/v2
		baseURL = "https://www.digicert.com/services/v2"
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	// For a key that can only read, add "restricted_to_role_id": 102.
	body := strings.NewReader(`{ "name": "New API Key" }`)
	url := strings.TrimSuffix(baseURL, "/") + "/key/user/" + userID
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, body)
	if err != nil {
		log.Fatal(err)
	}
	request.Header.Set("X-DC-DEVKEY", apiKey)
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")

	// The key is shown once: its file is there first, a new one that only you can read.
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		log.Fatal(err)
	}
	client := http.Client{
		Timeout: time.Minute,
		// A redirect that is followed takes your key along.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	status, outcome, received := 0, "No answer", []byte(nil)
	response, err := client.Do(request)
	if err == nil {
		status, outcome = response.StatusCode, "Status "+response.Status
		received, err = io.ReadAll(io.TeeReader(response.Body, file))
	}
	var answer struct {
		ID     int64  `json:"id"`
		APIKey string `json:"api_key"`
		Errors []struct{ Code, Message string }
	}
	if err == nil {
		err = json.Unmarshal(received, &answer)
	}

	if status/100 == 2 && err == nil && answer.APIKey != "" {
		fmt.Printf("Key %d is in %s.\n", answer.ID, path)
		fmt.Println("It will never be shown again: move it to your secret store.")
		return
	}

	advice := `A key may exist that nobody holds. Wait a minute, because the request may
still be executed. Then list the user's API keys in CertCentral (Automation > API
Keys): revoked keys remain listed. The audit log report (Reports > Build a report) records
new keys, too. Revoke an active key with this name that nobody holds, and create the key
again.`
	var connect *net.OpError
	switch {
	case status/100 == 4 && status != http.StatusRequestTimeout:
		advice = "No key was created."
		os.Remove(path)
	case errors.As(err, &connect) && connect.Op == "dial":
		advice = "Nothing was sent."
		os.Remove(path)
	case len(received) > 0:
		advice = "What came is in " + path + ": look there first.\n" + advice
	default:
		os.Remove(path)
	}
	if err == nil {
		err = fmt.Errorf("the service says %+v", answer.Errors)
	}
	log.Fatalf("%s: %v\n%s", outcome, err, advice)
}
