// A first order with Go: a guest fills a cart, orders it, and waits for the outcome.
// Needs nothing but the standard library: go run first_order.go (Go 1.24 or newer)
package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"time"
)

const tries = 4

type headers map[string]string

type problem struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

type item struct {
	SKU      string `json:"sku"`
	Quantity int    `json:"quantity"`
}

type cart struct {
	ID    string `json:"id"`
	Token string `json:"token"`
}

type address struct {
	Name       string `json:"name"`
	Line1      string `json:"line1"`
	PostalCode string `json:"postal_code"`
	City       string `json:"city"`
	Country    string `json:"country"`
}

type wish struct {
	CartID          string  `json:"cart_id"`
	Email           string  `json:"email"`
	ShippingAddress address `json:"shipping_address"`
}

type order struct {
	ID           string `json:"id"`
	Number       string `json:"number"`
	Token        string `json:"token"`
	Status       string `json:"status"`
	Cancellation *struct {
		Code   string `json:"code"`
		Reason string `json:"reason"`
	} `json:"cancellation"`
}

var client = http.Client{Timeout: 30 * time.Second}

func api() string {
	if url := os.Getenv("GOTUTO_URL"); url != "" {
		return url + "/api/v1"
	}
	return "http://127.0.0.1:8000/api/v1"
}

// call asks, and asks again where that may help: the Idempotency-Key makes it safe.
func call(method, path string, named headers, body, result any) error {
	content, err := json.Marshal(body)
	if err != nil {
		return err
	}
	for left := tries - 1; ; left-- {
		wait, err := once(method, path, named, content, result)
		if err == nil || wait == 0 || left == 0 {
			return err
		}
		time.Sleep(wait)
	}
}

// once asks a single time, and says how long to wait before asking again; 0 means that it would not help.
func once(method, path string, named headers, content []byte, result any) (time.Duration, error) {
	var sent io.Reader
	if method != http.MethodGet {
		sent = bytes.NewReader(content)
	}
	request, err := http.NewRequest(method, api()+path, sent)
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	for name, value := range named {
		request.Header.Set(name, value)
	}
	answer, err := client.Do(request)
	if err != nil {
		return time.Second, err // Nobody knows whether it was done.
	}
	defer answer.Body.Close()
	if answer.StatusCode < 300 {
		return 0, json.NewDecoder(answer.Body).Decode(result)
	}
	var told problem // RFC 9457
	if err := json.NewDecoder(answer.Body).Decode(&told); err != nil {
		return 0, err
	}
	seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
	return time.Duration(seconds) * time.Second, fmt.Errorf("%s: %s", told.Code, told.Detail)
}

func main() {
	log.SetFlags(0)
	var filled cart
	items := map[string][]item{"items": {{SKU: "TEA-EARL-GREY-100", Quantity: 2}}}
	if err := call("POST", "/carts/", headers{"Idempotency-Key": rand.Text()}, items, &filled); err != nil {
		log.Fatal(err)
	}

	var placed order
	named := headers{"Idempotency-Key": rand.Text(), "X-Cart-Token": filled.Token, "Prefer": "wait=10"}
	ordered := wish{filled.ID, "ada@example.com", address{"Ada Lovelace", "Torstrasse 1", "10119", "Berlin", "DE"}}
	if err := call("POST", "/orders/", named, ordered, &placed); err != nil {
		log.Fatal(err)
	}

	token := placed.Token
	// Usually settled by now; if not, it is asked for until it is.
	for placed.Status == "pending" {
		time.Sleep(500 * time.Millisecond)
		err := call("GET", "/orders/"+placed.ID+"/", headers{"X-Order-Token": token}, nil, &placed)
		if err != nil {
			log.Fatal(err)
		}
	}

	fmt.Printf("%s is %s\n", placed.Number, placed.Status)
	if placed.Status != "confirmed" {
		log.Fatalf("%s: %s", placed.Cancellation.Code, placed.Cancellation.Reason)
	}
}
