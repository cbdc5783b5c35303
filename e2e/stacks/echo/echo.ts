import { goFiles, goPrepare, goStart } from "../go-app.ts";
import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "echo",
  software: { from: "debian", packages: ["golang-github-labstack-echo-dev", "golang-go"] },
  files: ({ port }) =>
    goFiles(`
package main
import ("encoding/json"; "errors"; "io"; "github.com/labstack/echo/v4")
// @@imports
func main() {
	e := echo.New()
	e.HideBanner = true
	e.HidePort = true
	// @@wrong-authentication
	// @@first
	ok := func(c echo.Context) error {
		body, _ := io.ReadAll(c.Request().Body)
		if len(body) > 1024 { return c.NoContent(413) }
		if c.Request().Method == "POST" && !json.Valid(body) { return c.NoContent(400) }
		c.Response().Header().Set("X-Total", "7")
		return c.JSON(200, map[string]string{"cookie": c.Request().Header.Get("Cookie")})
	}
	// @@wrong-route
	for _, m := range []string{"GET", "PUT", "DELETE", "PATCH", "POST"} {
		e.Add(m, "/ok", ok)
		e.Add(m, "/boom", func(c echo.Context) error { return errors.New("boom") })
		e.Add(m, "/auth", func(c echo.Context) error { return c.NoContent(401) })
	}
	e.GET("/cached", func(c echo.Context) error { c.Response().Header().Set("Cache-Control", "max-age=60"); return c.JSON(200, 1) })
	e.Start("127.0.0.1:${port}")
}
`),
  prepare: goPrepare,
  start: goStart,
  mistakes: {
    "on-the-route": (snippet) => {
      const { imports = "", first = "" } = fillingOf(snippet);
      return { imports, "wrong-route": `ok = ${first.replace("e.Pre(", "").slice(0, -1)}(ok)` };
    },
    "authentication-before-cors": (snippet) => ({
      ...fillingOf(snippet),
      "wrong-authentication": `e.Pre(func(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Path() == "/auth" || c.Request().URL.Path == "/auth" { return c.NoContent(401) }
		return next(c)
	}
})`,
    }),
  },
};
