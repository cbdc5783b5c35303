/** The matrix's application as a handler of the Fetch API, without CORS. */
export const FETCH_APP = `
async function handler(request) {
  const path = new URL(request.url).pathname;
  if (path === "/auth") return new Response("no", { status: 401 });
  if (path === "/boom") throw new Error("boom");
  if (path === "/cached") return new Response("{}", { headers: { "Cache-Control": "max-age=60" } });
  if (path !== "/ok") return new Response("no", { status: 404 });
  const body = await request.text();
  if (body.length > 1024) return new Response("no", { status: 413 });
  if (request.method === "POST") {
    try {
      JSON.parse(body);
    } catch {
      return new Response("no", { status: 400 });
    }
  }
  return Response.json({ cookie: request.headers.get("Cookie") ?? "" }, { headers: { "X-Total": "7" } });
}
`;
