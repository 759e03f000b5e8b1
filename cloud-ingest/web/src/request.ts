/** What came of a request; a lost connection and a refusal are told apart, because only the first is worth a retry. */
export type Answer<T> =
  | { kind: "ok"; value: T }
  | { kind: "refused"; status: number; code: string; retryAfterSeconds: number | undefined }
  | { kind: "unreachable" };

export type Refusal = Exclude<Answer<never>, { kind: "ok" }>;

/** A weak 4G link may need many seconds; beyond this it is honest to say that nothing came back. */
const TIMEOUT_MS = 12_000;

/** Sends one request below `/api/v1`; never throws. A repeated `key` has one effect on the server. */
export async function request<T>(method: string, path: string, body?: unknown, key?: string): Promise<Answer<T>> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  if (key !== undefined) {
    headers["Idempotency-Key"] = key;
  }
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(`/api/v1${path}`, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      signal: abort.signal,
      cache: "no-store",
    });
    const text = await response.text();
    if (response.ok) {
      return { kind: "ok", value: (text === "" ? undefined : JSON.parse(text)) as T };
    }
    // a gateway on the way that cannot reach the server is a lost connection, too
    if (response.status >= 502 && response.status <= 504) {
      return { kind: "unreachable" };
    }
    const seconds = Number(response.headers.get("Retry-After"));
    return {
      kind: "refused",
      status: response.status,
      code: problemCode(text),
      retryAfterSeconds: seconds > 0 ? seconds : undefined,
    };
  } catch {
    return { kind: "unreachable" };
  } finally {
    clearTimeout(timer);
  }
}

function problemCode(text: string): string {
  try {
    const code: unknown = (JSON.parse(text) as { code?: unknown }).code;
    return typeof code === "string" ? code : "";
  } catch {
    return "";
  }
}
