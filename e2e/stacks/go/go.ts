import { goFiles, goPrepare, goStart } from "../go-app.ts";
import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "go",
  software: { from: "debian", packages: ["golang-github-rs-cors-dev", "golang-go"] },
  files: ({ port }) =>
    goFiles(`
package main
import ("encoding/json"; "io"; "net/http")
// @@imports
func send(w http.ResponseWriter, r *http.Request, status int) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]string{"cookie": r.Header.Get("Cookie")})
}
func ok(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	if len(body) > 1024 { send(w, r, 413); return }
	if r.Method == "POST" && !json.Valid(body) { send(w, r, 400); return }
	w.Header().Set("X-Total", "7")
	send(w, r, 200)
}
func recovering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { if recover() != nil { send(w, r, 500) } }()
		next.ServeHTTP(w, r)
	})
}
func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/ok", ok)
	mux.HandleFunc("/boom", func(w http.ResponseWriter, r *http.Request) { panic("boom") })
	mux.HandleFunc("/auth", func(w http.ResponseWriter, r *http.Request) { send(w, r, 401) })
	mux.HandleFunc("/cached", func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Cache-Control", "max-age=60"); send(w, r, 200) })
	var handler http.Handler = recovering(mux)
	// @@around
	// @@wrong-router
	http.ListenAndServe("127.0.0.1:${port}", handler)
}
`),
  prepare: goPrepare,
  start: goStart,
  mistakes: {
    "methods-by-default": (snippet) => ({
      ...fillingOf(snippet),
      around: fillingOf(snippet).around?.replace(/.*AllowedMethods.*\n/, "") ?? "",
    }),
    "options-not-routed": (snippet) => ({
      ...fillingOf(snippet),
      "wrong-router": `inner := handler
	handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "OPTIONS" { send(w, r, 405); return }
		inner.ServeHTTP(w, r)
	})`,
    }),
    "not-wrapped": () => ({}),
  },
};
