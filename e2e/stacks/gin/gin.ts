import { goFiles, goPrepare, goStart } from "../go-app.ts";
import { fillingOf, type LabStack } from "../lab-stack.ts";

export const stack: LabStack = {
  id: "gin",
  software: {
    from: "debian",
    packages: [
      "golang-github-gin-gonic-gin-dev",
      "golang-github-gin-contrib-cors-dev",
      "golang-go",
    ],
  },
  files: ({ port }) =>
    goFiles(`
package main
import ("encoding/json"; "io"; "github.com/gin-gonic/gin")
// @@imports
func main() {
	gin.SetMode("release")
	r := gin.New()
	// @@first
	r.Use(gin.CustomRecoveryWithWriter(io.Discard, func(c *gin.Context, _ any) { c.AbortWithStatus(500) }))
	ok := func(c *gin.Context) {
		body, _ := io.ReadAll(c.Request.Body)
		if len(body) > 1024 { c.Status(413); return }
		if c.Request.Method == "POST" && !json.Valid(body) { c.Status(400); return }
		c.Header("X-Total", "7")
		c.JSON(200, gin.H{"cookie": c.GetHeader("Cookie")})
	}
	for _, m := range []string{"GET", "PUT", "DELETE", "PATCH", "POST"} {
		r.Handle(m, "/ok", ok)
		r.Handle(m, "/boom", func(c *gin.Context) { panic("boom") })
		r.Handle(m, "/auth", func(c *gin.Context) { c.JSON(401, gin.H{}) })
	}
	r.GET("/cached", func(c *gin.Context) { c.Header("Cache-Control", "max-age=60"); c.JSON(200, gin.H{}) })
	// @@wrong-last
	r.Run("127.0.0.1:${port}")
}
`),
  prepare: goPrepare,
  start: goStart,
  mistakes: {
    "used-after-routes": (snippet) => {
      const { imports = "", first = "" } = fillingOf(snippet);
      return { imports, "wrong-last": first };
    },
    "headers-by-default": () => ({
      imports: 'import "github.com/gin-contrib/cors"',
      first: "r.Use(cors.Default())",
    }),
    "origin-refused": (snippet) => ({
      ...fillingOf(snippet),
      first:
        fillingOf(snippet).first?.replace(
          /AllowOrigins: .*/,
          'AllowOrigins: []string{"http://other.test"},',
        ) ?? "",
    }),
  },
};
