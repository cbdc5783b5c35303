/** The matrix's application as a servlet, without CORS. */
export const servlet = (namespace: "javax" | "jakarta"): string => `
import ${namespace}.servlet.http.*;
public class Api extends HttpServlet {
  protected void service(HttpServletRequest q, HttpServletResponse r) throws java.io.IOException {
    String path = q.getRequestURI(), method = q.getMethod();
    byte[] body = q.getInputStream().readAllBytes();
    if (path.equals("/boom")) throw new RuntimeException("boom");
    int status = path.equals("/ok") || path.equals("/cached") ? 200 : path.equals("/auth") ? 401 : 404;
    if (method.equals("OPTIONS")) status = 405;
    if (status == 200 && body.length > 1024) status = 413;
    if (status == 200 && method.equals("POST") && !new String(body).trim().endsWith("}")) status = 400;
    if (path.equals("/cached")) r.setHeader("Cache-Control", "max-age=60");
    if (path.equals("/ok")) r.setHeader("X-Total", "7");
    r.setStatus(status);
    r.setContentType("application/json");
    String cookie = q.getHeader("Cookie");
    r.getWriter().write("{\\"cookie\\":\\"" + (cookie == null ? "" : cookie) + "\\"}");
  }
}
`;
