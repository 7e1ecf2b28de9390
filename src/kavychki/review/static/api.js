// The API of the annotator's own machine. The token comes in the address's fragment and goes back in a header.

const STORE = "kavychki-token";

export class ApiError extends Error {
  constructor(status, body) {
    super(body?.error ?? `the server answered ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** Take the token out of the address, so that it stands in no history; a tab keeps it until it is closed. */
export function takeToken() {
  const found = new URLSearchParams(location.hash.slice(1)).get("token");
  if (found) {
    sessionStorage.setItem(STORE, found);
    history.replaceState(null, "", location.pathname);
  }
}

async function request(method, path, body, options = {}) {
  const headers = { Authorization: `Bearer ${sessionStorage.getItem(STORE) ?? ""}` };
  if (method !== "GET") headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path, { method, headers, body: body && JSON.stringify(body), ...options });
  } catch {
    throw new ApiError(0, { error: "the server does not answer: is `kavychki` still running in the terminal?" });
  }
  const value = await answer.json().catch(() => null);
  if (!answer.ok) throw new ApiError(answer.status, value);
  return value;
}

const record = (id) => `/api/records/${encodeURIComponent(id)}`;

export const api = {
  session: () => request("GET", "/api/session"),
  topics: () => request("GET", "/api/topics"),
  open: (id) => request("GET", record(id)),
  check: (id, work) => request("POST", `${record(id)}/check`, work),
  save: (id, work) => request("PUT", record(id), work),
  keep: (id, work, options) => request("PUT", `${record(id)}/progress`, work, options),
};
