import { goFiles, goPrepare, goStart } from "../go-app.ts";
import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "chi",
  software: {
    from: "debian",
    packages: ["golang-github-go-chi-chi-dev", "golang-github-go-chi-cors-dev", "golang-go"],
  },
  files: ({ port }) =>
    goFiles(`
package main
import ("encoding/json"; "io"; "net/http"; "github.com/go-chi/chi/v5")
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
func routes(r chi.Router) {
	for _, m := range []string{"GET", "PUT", "DELETE", "PATCH", "POST"} {
		r.Method(m, "/ok", http.HandlerFunc(ok))
		r.Method(m, "/boom", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { panic("boom") }))
		r.Method(m, "/auth", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { send(w, r, 401) }))
	}
	r.Get("/cached", func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Cache-Control", "max-age=60"); send(w, r, 200) })
}
func recovering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { if recover() != nil { send(w, r, 500) } }()
		next.ServeHTTP(w, r)
	})
}
func main() {
	r := chi.NewRouter()
	// @@first
	r.Use(recovering)
	r.Group(func(r chi.Router) {
		// @@wrong-group
		routes(r)
	})
	http.ListenAndServe("127.0.0.1:${port}", r)
}
`),
  prepare: goPrepare,
  start: goStart,
  mistakes: {
    "in-a-group": (snippet) => {
      const { imports = "", first = "" } = fillingOf(snippet);
      return { imports, "wrong-group": first };
    },
    "methods-by-default": (snippet) => ({
      ...fillingOf(snippet),
      first: fillingOf(snippet).first?.replace(/.*AllowedMethods.*\n/, "") ?? "",
    }),
  },
};
